import { type Json, object, objects, text } from "../shared/json.ts";
import {
  type InputMessage,
  type MessagePart,
  mediaFromBase64,
  mediaFromUrl,
  type OutputMessage,
  parsedArguments,
} from "../shared/messages.ts";

/** `input` of the Responses API: a text, or a list of messages, tool calls and their outputs, and thoughts. */
export function responseInput(input: unknown): InputMessage[] {
  if (typeof input === "string") return [{ role: "user", parts: [{ type: "text", content: input }] }];
  const messages: { role: string; parts: MessagePart[] }[] = [];
  for (const item of objects(input)) {
    const role = roleOf(item);
    const parts = itemParts(item);
    const last = messages.at(-1);
    // A turn of the model comes back as several items: thoughts, a message, calls.
    if (last?.role === "assistant" && role === "assistant") last.parts.push(...parts);
    else messages.push({ role, parts });
  }
  return messages;
}

/** `output`: all items of the one answer. */
export function responseOutput(output: unknown, finishReason: string | undefined): OutputMessage[] {
  const parts = objects(output).flatMap(itemParts);
  if (parts.length === 0) return [];
  return [{ role: "assistant", parts, ...(finishReason === undefined ? {} : { finish_reason: finishReason }) }];
}

function roleOf(item: Json): string {
  const role = text(item.role);
  if (role !== undefined) return role === "developer" ? "system" : role;
  return text(item.type)?.endsWith("_output") ? "tool" : "assistant";
}

function itemParts(item: Json): MessagePart[] {
  const type = text(item.type) ?? "message";
  const id = text(item.call_id) ?? text(item.id);
  switch (type) {
    case "message":
      return contentParts(item.content);
    case "reasoning":
      return reasoningParts(item);
    case "function_call":
    case "custom_tool_call":
      return [
        {
          type: "tool_call",
          id,
          name: text(item.name) ?? "",
          arguments: parsedArguments(item.arguments ?? item.input),
        },
      ];
    case "function_call_output":
    case "custom_tool_call_output":
      return [{ type: "tool_call_response", id, response: outputOf(item.output) }];
    case "image_generation_call":
      return text(item.result) === undefined
        ? serverCall(item, type, id)
        : [mediaFromBase64("image", String(item.result), `image/${text(item.output_format) ?? "png"}`)];
    case "item_reference":
      return [{ type, id: item.id }];
    default:
      // Tools that the provider runs: web_search_call, file_search_call, code_interpreter_call, mcp_call, …
      return type.endsWith("_call") ? serverCall(item, type, id) : [{ ...item, type }];
  }
}

/** The call, and what it gave where the item holds that, too. */
function serverCall(item: Json, type: string, id: string | undefined): MessagePart[] {
  const { type: _type, id: _id, call_id: _call, status: _status, name, output, outputs, results, ...call } = item;
  const result = output ?? outputs ?? results;
  const toolName = text(name) ?? type.slice(0, -"_call".length);
  const given = type === "mcp_call" ? { ...call, arguments: parsedArguments(call.arguments) } : call;
  return [
    { type: "server_tool_call", id, name: toolName, server_tool_call: given },
    ...(result === undefined || result === null
      ? []
      : [{ type: "server_tool_call_response", id, server_tool_call_response: parsedArguments(result) } as const]),
  ];
}

function reasoningParts(item: Json): MessagePart[] {
  const texts = [...objects(item.summary), ...objects(item.content)].flatMap((each) => text(each.text) ?? []);
  return texts.map((content) => ({ type: "reasoning", content }));
}

function outputOf(output: unknown): unknown {
  return Array.isArray(output) ? contentParts(output) : parsedArguments(output);
}

function contentParts(content: unknown): MessagePart[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", content }];
  return objects(content).flatMap(contentPart);
}

function contentPart(part: Json): MessagePart[] {
  switch (part.type) {
    case "input_text":
    case "output_text":
    case "text":
      return text(part.text) === undefined ? [] : [{ type: "text", content: String(part.text) }];
    case "refusal":
      return [{ type: "refusal", content: part.refusal }];
    case "input_image":
      return media("image", text(part.image_url), text(part.file_id));
    case "input_file":
      return media("document", text(part.file_data) ?? text(part.file_url), text(part.file_id));
    case "input_audio": {
      const { data, format } = object(part.input_audio);
      return text(data) === undefined
        ? []
        : [mediaFromBase64("audio", String(data), text(format) && `audio/${String(format)}`)];
    }
    default:
      return [{ ...part, type: text(part.type) ?? "unknown" }];
  }
}

function media(modality: "image" | "document", url: string | undefined, fileId: string | undefined): MessagePart[] {
  if (url !== undefined) return [mediaFromUrl(modality, url)];
  return fileId === undefined ? [] : [{ type: "file", modality, file_id: fileId }];
}
