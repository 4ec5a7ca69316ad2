import { asText, at, deepest, isObject, type JsonObject, parseIfJson, str } from "../json.ts";
import type { MessagePart } from "../span-view.ts";
import { readMedia } from "./media.ts";

/**
 * The content of a message, in any provider's shape, as parts. Shapes are told apart by their own keys (`type`, or the
 * one key of a Bedrock or Gemini block), not by who sent them: instrumentations pass provider objects on unchanged,
 * and gateways answer in shapes of others.
 */
export function readParts(content: unknown, depth = 0): MessagePart[] {
  if (content === undefined || content === null || depth > deepest) return [];
  if (typeof content === "string")
    return content === "" ? [] : (blocksInText(content, depth) ?? [{ type: "text", text: content }]);
  if (Array.isArray(content)) return content.flatMap((each) => readParts(each, depth + 1));
  if (!isObject(content)) return [{ type: "text", text: asText(content) }];
  return (
    readTyped(content, depth) ??
    readBlock(content, depth) ?? [{ type: "other", kind: str(content.type) ?? "unknown", value: content }]
  );
}

/** Content blocks that an instrumentation wrote as JSON text. Only blocks we know count: users paste JSON too. */
function blocksInText(text: string, depth: number): MessagePart[] | undefined {
  if (!/^\s*\[\s*\{/.test(text)) return undefined;
  const parsed = parseIfJson(text);
  if (!Array.isArray(parsed) || !parsed.every(isObject)) return undefined;
  const parts = readParts(parsed, depth + 1);
  return parts.length > 0 && parts.every((part) => part.type !== "other") ? parts : undefined;
}

type Reader = (part: JsonObject, depth: number) => MessagePart[] | undefined;

const readText: Reader = (part) => {
  const text = str(part.text) ?? str(part.content) ?? str(part.refusal) ?? str(part.value);
  return text === undefined ? undefined : text === "" ? [] : [{ type: "text", text }];
};

const readReasoning: Reader = (part, depth) => {
  const given = part.thinking ?? part.reasoning ?? part.text ?? part.summary ?? part.content;
  const text = readParts(given, depth + 1)
    .map((each) => ("text" in each ? each.text : ""))
    .join("\n");
  return text === "" ? [] : [{ type: "reasoning", text }];
};

const readToolCall: Reader = (part) => {
  const name = str(part.name) ?? str(part.toolName) ?? str(at(part, "function", "name"));
  if (name === undefined) return undefined;
  const given =
    part.arguments ??
    part.args ??
    part.input ??
    at(part, "function", "arguments") ??
    part.parameters ??
    part.server_tool_call;
  return [
    { type: "tool_call", ...idOf(part), name, ...(given === undefined ? {} : { arguments: parseIfJson(given) }) },
  ];
};

const readToolResult: Reader = (part) => {
  const given =
    part.response ?? part.result ?? part.output ?? part.content ?? part.server_tool_call_response ?? part.value;
  const name = str(part.name) ?? str(part.toolName);
  const failed = part.is_error === true || part.isError === true || part.status === "error";
  return [
    {
      type: "tool_result",
      ...idOf(part),
      ...(name === undefined ? {} : { name }),
      result: readResult(given),
      ...(failed ? { isError: true } : {}),
    },
  ];
};

/** What a tool gave back, without the wrappers that say only "this is text". */
export function readResult(given: unknown, depth = 0): unknown {
  const value = typeof given === "string" ? parseIfJson(given) : given;
  if (depth > 8) return value ?? null;
  if (isObject(value)) {
    const kind = value.type;
    if ((kind === "text" || kind === "json" || kind === "error-text" || kind === "error-json") && "value" in value)
      return value.value;
    const keys = Object.keys(value);
    if (keys.length === 1 && "json" in value) return value.json;
    if (kind === "constructor") return readResult(at(value, "kwargs", "content"), depth + 1);
  }
  if (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => typeof at(each, "text") === "string" && isTextBlock(each))
  ) {
    return value.map((each) => at(each, "text")).join("\n");
  }
  if (Array.isArray(value) && value.length === 1 && isObject(value[0]) && "json" in value[0]) return value[0].json;
  return value ?? null;
}

function isTextBlock(block: unknown): boolean {
  const type = at(block, "type");
  return type === undefined ? Object.keys(block as object).length === 1 : type === "text" || type === "input_text";
}

const idNames = ["id", "call_id", "tool_call_id", "tool_use_id", "toolCallId", "toolUseId", "ref"] as const;

function idOf(part: JsonObject): { id?: string } {
  const names = part.type === "function_call" ? ["call_id", ...idNames] : idNames;
  for (const name of names) {
    const id = part[name];
    if (typeof id === "string" && id !== "") return { id };
  }
  return {};
}

const readers: Readonly<Record<string, Reader>> = {
  text: readText,
  input_text: readText,
  output_text: readText,
  summary_text: readText,
  reasoning_text: readText,
  refusal: readText,
  text_delta: readText,
  reasoning: readReasoning,
  thinking: readReasoning,
  tool_call: readToolCall,
  "tool-call": readToolCall,
  tool_use: readToolCall,
  function_call: readToolCall,
  function: readToolCall,
  server_tool_call: readToolCall,
  server_tool_use: readToolCall,
  mcp_call: readToolCall,
  custom_tool_call: readToolCall,
  tool_call_response: readToolResult,
  tool_response: readToolResult,
  "tool-result": readToolResult,
  tool_result: readToolResult,
  function_call_output: readToolResult,
  custom_tool_call_output: readToolResult,
  server_tool_call_response: readToolResult,
  web_search_tool_result: readToolResult,
};

function readTyped(part: JsonObject, depth: number): MessagePart[] | undefined {
  // Pydantic AI's first format says `kind`.
  const type = part.type ?? part.kind;
  if (typeof type !== "string") return undefined;
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  const read = reader?.(part, depth);
  if (read !== undefined) return read;
  const media = readMedia(part);
  return media === undefined ? undefined : [media];
}

/** Bedrock's and Gemini's blocks, which say what they are by their only key. */
function readBlock(part: JsonObject, depth: number): MessagePart[] | undefined {
  if (typeof part.text === "string") {
    if (part.text === "") return [];
    return [part.thought === true ? { type: "reasoning", text: part.text } : { type: "text", text: part.text }];
  }
  const call = part.toolUse ?? part.functionCall ?? part.function_call ?? part.toolRequest;
  if (isObject(call)) return readToolCall(call, depth);
  if (isObject(part.function)) return readToolCall(part, depth);
  const result = part.toolResult ?? part.functionResponse ?? part.function_response ?? part.toolResponse;
  if (isObject(result)) return readToolResult(result, depth);
  if (isObject(part.reasoningContent))
    return readReasoning({ text: at(part, "reasoningContent", "reasoningText", "text") ?? "" }, depth);
  if (typeof part.thinking === "string") return readReasoning(part, depth);
  const media = readMedia(part);
  return media === undefined ? undefined : [media];
}
