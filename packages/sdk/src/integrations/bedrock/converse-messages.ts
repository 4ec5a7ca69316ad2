import { type Json, object, objects, text } from "../shared/json.ts";
import {
  type InputMessage,
  type MessagePart,
  type Modality,
  mediaFromBase64,
  type ToolDefinition,
} from "../shared/messages.ts";

/** Messages of the Converse API. Results of tools, which the API has users send, become messages of the tool. */
export function converseMessages(messages: unknown): InputMessage[] {
  return objects(messages).flatMap((message) => {
    const blocks = objects(message.content);
    const results = blocks.filter((block) => block.toolResult !== undefined);
    const others = blocks.filter((block) => block.toolResult === undefined);
    return [
      ...(results.length > 0 ? [{ role: "tool", parts: results.flatMap(blockParts) }] : []),
      ...(others.length > 0 || results.length === 0 ? [converseMessage({ ...message, content: others })] : []),
    ];
  });
}

export function converseMessage(message: Json): InputMessage {
  return { role: text(message.role) ?? "user", parts: objects(message.content).flatMap(blockParts) };
}

export function converseSystem(system: unknown): MessagePart[] {
  return typeof system === "string" ? [{ type: "text", content: system }] : objects(system).flatMap(blockParts);
}

export function converseTools(tools: unknown): ToolDefinition[] {
  return objects(tools).flatMap((tool) => {
    const { name, description, inputSchema } = object(tool.toolSpec);
    if (text(name) === undefined) return [];
    return [
      {
        type: "function",
        name: String(name),
        ...(text(description) === undefined ? {} : { description: String(description) }),
        ...(inputSchema === undefined ? {} : { parameters: object(inputSchema).json }),
      },
    ];
  });
}

/** A block says what it is by its only key. */
function blockParts(block: Json): MessagePart[] {
  const kind = Object.keys(block).find((key) => block[key] !== undefined) ?? "unknown";
  const value = object(block[kind]);
  switch (kind) {
    case "text":
      return text(block.text) === undefined ? [] : [{ type: "text", content: String(block.text) }];
    case "toolUse":
      return [{ type: "tool_call", id: text(value.toolUseId), name: text(value.name) ?? "", arguments: value.input }];
    case "toolResult":
      return [
        {
          type: "tool_call_response",
          id: text(value.toolUseId),
          response: resultOf(value.content),
          ...(value.status === "error" ? { is_error: true } : {}),
        },
      ];
    case "reasoningContent": {
      const thought = text(object(value.reasoningText).text);
      return thought === undefined ? [] : [{ type: "reasoning", content: thought }];
    }
    case "image":
    case "video":
    case "document":
    case "audio":
      return media(kind, value);
    case "guardContent":
      return blockParts({ text: object(value.text).text });
    case "citationsContent":
      return objects(value.content).flatMap(blockParts);
    case "cachePoint": // A mark for the cache, not content.
      return [];
    default:
      return [{ ...value, type: kind }];
  }
}

/** One JSON value or text alone as it is, else the parts. */
function resultOf(content: unknown): unknown {
  const blocks = objects(content);
  if (blocks.length === 1 && blocks[0]!.json !== undefined) return blocks[0]!.json;
  const parts = blocks.flatMap((block) =>
    block.json === undefined ? blockParts(block) : [{ type: "json", value: block.json }],
  );
  const onlyText = parts.every((part) => part.type === "text");
  return onlyText ? parts.map((part) => (part as { content: string }).content).join("\n") : parts;
}

function media(modality: Modality, value: Json): MessagePart[] {
  const format = text(value.format);
  const mimeType =
    format && `${modality === "document" ? "application" : modality}/${format === "jpg" ? "jpeg" : format}`;
  const { bytes, s3Location, text: plain } = object(value.source);
  if (typeof plain === "string") return [{ type: "text", content: plain }];
  const uri = text(object(s3Location).uri);
  if (uri !== undefined) return [{ type: "uri", modality, ...(mimeType && { mime_type: mimeType }), uri }];
  const base64 = bytes instanceof Uint8Array ? toBase64(bytes) : text(bytes);
  return base64 === undefined ? [] : [mediaFromBase64(modality, base64, mimeType)];
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
