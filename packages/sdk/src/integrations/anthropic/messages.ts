import { type Json, object, objects, text } from "../shared/json.ts";
import {
  type InputMessage,
  type MessagePart,
  type Modality,
  mediaFromBase64,
  mediaFromUrl,
  type ToolDefinition,
} from "../shared/messages.ts";

/** Messages of Anthropic's Messages API. Results of tools, which the API has users send, become messages of the tool. */
export function anthropicMessages(messages: unknown): InputMessage[] {
  return objects(messages).flatMap((message) => {
    const role = text(message.role) ?? "user";
    const blocks = typeof message.content === "string" ? [message.content] : objects(message.content);
    const results = blocks.filter((block) => isResult(block));
    const others = blocks.filter((block) => !isResult(block));
    return [
      ...(results.length > 0 ? [{ role: "tool", parts: anthropicParts(results) }] : []),
      ...(others.length > 0 || results.length === 0 ? [{ role, parts: anthropicParts(others) }] : []),
    ];
  });
}

/** `system`, which is text or a list of blocks. */
export function anthropicSystem(system: unknown): MessagePart[] {
  return anthropicParts(system);
}

export function anthropicTools(tools: unknown): ToolDefinition[] {
  return objects(tools).map((tool) => ({
    // Tools of Anthropic's own have a type with a date: `web_search_20250305`.
    type: tool.type === undefined || tool.type === "custom" ? "function" : String(tool.type),
    name: text(tool.name) ?? text(tool.type) ?? "",
    ...(text(tool.description) === undefined ? {} : { description: String(tool.description) }),
    ...(tool.input_schema === undefined ? {} : { parameters: tool.input_schema }),
  }));
}

/** Content as parts: a text, or a list of blocks. */
export function anthropicParts(content: unknown): MessagePart[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", content }];
  return Array.isArray(content)
    ? content.flatMap((block) => (typeof block === "string" ? anthropicParts(block) : blockParts(object(block))))
    : [];
}

function blockParts(block: Json): MessagePart[] {
  const type = text(block.type) ?? "unknown";
  const id = text(block.id);
  switch (type) {
    case "text":
      return text(block.text) === undefined ? [] : [{ type: "text", content: String(block.text) }];
    case "thinking":
      return text(block.thinking) === undefined ? [] : [{ type: "reasoning", content: String(block.thinking) }];
    case "image":
      return media("image", block);
    case "document":
      return media("document", block);
    case "tool_use":
      return [{ type: "tool_call", id, name: text(block.name) ?? "", arguments: block.input }];
    case "server_tool_use":
    case "mcp_tool_use":
      return [{ type: "server_tool_call", id, name: text(block.name) ?? "", server_tool_call: block.input }];
    case "tool_result":
      return [
        {
          type: "tool_call_response",
          id: text(block.tool_use_id),
          response: resultOf(block.content),
          ...(block.is_error === true ? { is_error: true } : {}),
        },
      ];
    default:
      // web_search_tool_result, code_execution_tool_result, mcp_tool_result, …
      if (type.endsWith("_tool_result"))
        return [
          {
            type: "server_tool_call_response",
            id: text(block.tool_use_id),
            server_tool_call_response: withoutCiphers(block.content),
          },
        ];
      return [{ ...block, type }];
  }
}

function isResult(block: unknown): boolean {
  return object(block).type === "tool_result";
}

/** Text blocks alone are the tool's text; with images among them the parts stay. */
function resultOf(content: unknown): unknown {
  if (!Array.isArray(content)) return content ?? "";
  const parts = anthropicParts(content);
  return parts.every((part) => part.type === "text")
    ? parts.map((part) => (part as { content: string }).content).join("\n")
    : parts;
}

/** Results of a search carry their page encrypted, for the model alone. */
function withoutCiphers(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  return objects(content).map(({ encrypted_content: _, ...rest }) => rest);
}

function media(modality: Modality, block: Json): MessagePart[] {
  const source = object(block.source);
  const mimeType = text(source.media_type);
  switch (source.type) {
    case "base64":
      return [mediaFromBase64(modality, text(source.data) ?? "", mimeType)];
    case "url":
      return [mediaFromUrl(modality, text(source.url) ?? "", mimeType)];
    case "file":
      return [{ type: "file", modality, file_id: text(source.file_id) ?? "" }];
    case "text":
      return [{ type: "text", content: text(source.data) ?? "" }];
    case "content":
      return anthropicParts(source.content);
    default:
      return [{ ...block, type: modality }];
  }
}
