import { at, deepest, isObject, type JsonObject, parseIfJson, str } from "../json.ts";
import type { Message, MessagePart, Role } from "../span-view.ts";
import { readParts, readResult } from "./parts.ts";
import { foldRole } from "./roles.ts";

/**
 * A list of messages in any provider's or framework's shape, or `undefined` where the value is no such list. Text
 * alone is no message: whoever knows that it is one says so with `textMessage`.
 */
export function readMessages(value: unknown, role: Role = "user"): readonly Message[] | undefined {
  const parsed = parseIfJson(value);
  const list = Array.isArray(parsed) ? parsed : isMessage(parsed) ? [parsed] : undefined;
  if (list === undefined || list.length === 0) return undefined;
  // LangChain batches: one list of messages for each prompt; there is almost always one.
  const items = list.length === 1 && Array.isArray(list[0]) && !isTuple(list[0]) ? (list[0] as unknown[]) : list;
  if (!items.every(isMessage)) return undefined;
  const messages = items.flatMap((item) => readMessage(item, role));
  return messages.length > 0 ? messages : undefined;
}

export function textMessage(role: Role, text: string): Message {
  return { role, parts: [{ type: "text", text }] };
}

/** One item of a conversation; the Responses API's items and LangChain's objects are items too. */
function readMessage(item: unknown, otherwise: Role, depth = 0): Message[] {
  if (isTuple(item)) return message(foldRole(item[0], otherwise), readParts(item[1]));
  if (!isObject(item) || depth > deepest) return [];
  if (isObject(item.message)) {
    const finishReason = str(item.finish_reason) ?? str(item.finishReason);
    return readMessage(item.message, "assistant", depth + 1).map((each) =>
      finishReason === undefined ? each : { ...each, finishReason },
    );
  }
  if (item.type === "constructor" || (item.lc === 1 && Array.isArray(item.id)))
    return readLangChain(item, otherwise, depth);
  if (isObject(item.data) && typeof item.type === "string" && typeof item.role !== "string") {
    return readMessage({ role: item.type, ...item.data }, otherwise, depth + 1);
  }
  if (isResponsesItem(item))
    return message(/output|result/.test(item.type as string) ? "tool" : "assistant", readParts(item));
  return readPlain(item, otherwise);
}

/** `{ role, content | parts, tool_calls, … }`: OpenAI, Anthropic, Gemini, Bedrock, OpenTelemetry, the AI SDK. */
function readPlain(item: JsonObject, otherwise: Role): Message[] {
  const named = str(item.role) ?? (typeof item.type === "string" && item.type !== "message" ? item.type : undefined);
  const role = foldRole(named, otherwise);
  const content = item.parts ?? item.content ?? item.contents ?? item.text;
  const answered =
    str(item.tool_call_id) ??
    str(item.toolCallId) ??
    (role === "tool" && item.parts === undefined ? str(item.id) : undefined);
  const finishReason = str(item.finish_reason) ?? str(item.stop_reason);
  if (role === "tool" || answered !== undefined) {
    const parts = readParts(content);
    if (parts.every((part) => part.type !== "tool_result" && part.type !== "tool_call")) {
      const result = readResult(content);
      const name = str(item.name) ?? str(item.tool_name);
      const id = answered === undefined ? {} : { id: answered };
      return [
        { role: "tool", parts: [{ type: "tool_result", ...id, ...(name === undefined ? {} : { name }), result }] },
      ];
    }
    return message("tool", parts, item.name);
  }
  const thoughts = str(item.reasoning_content) ?? str(item.reasoning);
  const said = readParts(content);
  const parts: MessagePart[] = [
    ...(thoughts === undefined || thoughts === "" ? [] : [{ type: "reasoning", text: thoughts } as const]),
    ...(named === "thinking"
      ? said.map((part) => (part.type === "text" ? { ...part, type: "reasoning" as const } : part))
      : said),
    ...readParts(item.refusal),
  ];
  return message(role, withCalls(parts, item), item.name, finishReason);
}

/** Tool calls that stand beside the content, where they do not stand in it already. */
function withCalls(parts: MessagePart[], item: JsonObject): MessagePart[] {
  const beside = [item.tool_calls ?? item.toolCalls, item.function_call].flatMap((calls) =>
    calls === undefined || calls === null ? [] : [calls].flat(1),
  );
  const calls = beside.flatMap((call) =>
    readParts(
      isObject(call) && !isObject(call.function) && call.type === undefined ? { ...call, type: "tool_call" } : call,
    ),
  );
  const known = new Set(parts.map((part) => (part.type === "tool_call" ? (part.id ?? part.name) : undefined)));
  return [...parts, ...calls.filter((call) => call.type !== "tool_call" || !known.has(call.id ?? call.name))];
}

function message(role: Role, parts: readonly MessagePart[], name?: unknown, finishReason?: string): Message[] {
  // Anthropic and Gemini send tool results as the user; for a reader they are the tool's.
  const speaker =
    role === "user" && parts.length > 0 && parts.every((part) => part.type === "tool_result") ? "tool" : role;
  return [
    {
      role: speaker,
      ...(typeof name === "string" && name !== "" ? { name } : {}),
      parts,
      ...(finishReason === undefined || finishReason === "" ? {} : { finishReason }),
    },
  ];
}

/** A serialised LangChain message: the class names the role, `kwargs` has the rest. */
function readLangChain(item: JsonObject, otherwise: Role, depth: number): Message[] {
  const className = Array.isArray(item.id) ? str(item.id.at(-1)) : undefined;
  const kwargs = isObject(item.kwargs) ? item.kwargs : {};
  const finishReason =
    str(at(kwargs, "response_metadata", "finish_reason")) ?? str(at(kwargs, "response_metadata", "stop_reason"));
  const { id: _, type: __, ...fields } = kwargs as Record<string, unknown>;
  const role = foldRole(className, foldRole(str(kwargs.type) ?? str(kwargs.role), otherwise));
  const read = readMessage({ ...fields, role }, otherwise, depth + 1);
  return finishReason === undefined ? read : read.map((each) => ({ ...each, finishReason }));
}

function isMessage(item: unknown): boolean {
  if (isTuple(item)) return true;
  if (!isObject(item)) return false;
  if (typeof item.role === "string")
    return (
      "content" in item ||
      "parts" in item ||
      "contents" in item ||
      "tool_calls" in item ||
      Object.keys(item).length === 1
    );
  if (isObject(item.message)) return isMessage({ role: "assistant", ...item.message });
  if (item.type === "constructor") return Array.isArray(item.id) && /Message(Chunk)?$/.test(String(item.id.at(-1)));
  if (typeof item.type === "string" && /^(human|ai|system|tool|user|assistant)$/.test(item.type))
    return "content" in item || isObject(item.data);
  return isResponsesItem(item) || (item.type === "message" && "content" in item);
}

function isResponsesItem(item: JsonObject): boolean {
  return typeof item.type === "string" && typeof item.role !== "string" && responsesItems.test(item.type);
}

const responsesItems =
  /^(reasoning|function_call|function_call_output|custom_tool_call|custom_tool_call_output|(web_search|file_search|code_interpreter|computer|image_generation|mcp|local_shell)_call(_output)?)$/;

/** LangChain's short form: `["user", "text"]`. */
function isTuple(item: unknown): item is readonly [string, unknown] {
  return Array.isArray(item) && item.length === 2 && typeof item[0] === "string" && knownRole.test(item[0]);
}

const knownRole = /^(system|developer|user|human|assistant|ai|tool)$/i;
