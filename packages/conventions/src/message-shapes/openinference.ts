import { unflatten } from "../indexed.ts";
import { at, isObject, str } from "../json.ts";
import type { Attributes, Message } from "../span-view.ts";
import { readMessages } from "./messages.ts";

/** The flattened messages, which know the Responses API's instructions, with system text and gaps from the body. */
export function flattenedInput(
  attributes: Attributes,
  body: readonly Message[] | undefined,
): readonly Message[] | undefined {
  const flat = messagesAt(attributes, "llm.input_messages", "user");
  if (flat === undefined) return body ?? promptsAt(attributes);
  const system = body?.filter(({ role }) => role === "system") ?? [];
  const unsaid = flat.every(({ role, parts }) => role !== "system" || parts.length === 0);
  // Anthropic's system text is only in the body; LangChain's flattening loses system text that is a list of blocks.
  return unsaid && system.length > 0 ? [...system, ...flat.filter(({ role }) => role !== "system")] : flat;
}

/** The answer, as messages or as text completions. */
export function flattenedOutput(attributes: Attributes): readonly Message[] | undefined {
  return messagesAt(attributes, "llm.output_messages", "assistant") ?? completionsAt(attributes);
}

function messagesAt(
  attributes: Attributes,
  prefix: string,
  role: "user" | "assistant",
): readonly Message[] | undefined {
  const items = unflatten(attributes, prefix)?.map((item) => messageBody(at(item, "message") ?? item));
  return items === undefined ? undefined : readMessages(items, role);
}

/** The flattened `message.contents.0.message_content.type` and `message.tool_calls.0.tool_call.function.name`. */
function messageBody(message: unknown): unknown {
  if (!isObject(message)) return message;
  const contents = message.contents;
  const blocks = Array.isArray(contents)
    ? contents.flatMap((each) =>
        isObject(at(each, "message_content")) ? [blockBody(at(each, "message_content"), at(each, "tool_call"))] : [],
      )
    : [];
  const calls = Array.isArray(message.tool_calls)
    ? message.tool_calls.map((each) => at(each, "tool_call") ?? each)
    : undefined;
  const text = message.content;
  return {
    role: message.role ?? "user",
    content: blocks.length > 0 ? blocks : (text ?? null),
    ...(calls === undefined ? {} : { tool_calls: calls }),
    ...(message.tool_call_id === undefined ? {} : { tool_call_id: message.tool_call_id }),
    ...(message.name === undefined ? {} : { name: message.name }),
  };
}

function blockBody(block: unknown, call: unknown): unknown {
  const type = at(block, "type");
  const url = at(block, "image", "image", "url") ?? at(block, "image", "url");
  if (type === "image" && url !== undefined) return { type: "image_url", image_url: { url } };
  if (type === "audio") return { type: "audio", audio: at(block, "audio", "audio") ?? at(block, "audio") };
  if (type === "tool_use") return { type: "tool_call", ...(isObject(call) ? call : {}) };
  return block;
}

/** Text completions: `llm.prompts.0.prompt.text` and `llm.choices.0.completion.text`. */
function promptsAt(attributes: Attributes): readonly Message[] | undefined {
  return textsAt(attributes, "llm.prompts", "prompt", "user");
}

function completionsAt(attributes: Attributes): readonly Message[] | undefined {
  return textsAt(attributes, "llm.choices", "completion", "assistant");
}

function textsAt(
  attributes: Attributes,
  prefix: string,
  name: string,
  role: "user" | "assistant",
): readonly Message[] | undefined {
  const texts = unflatten(attributes, prefix)?.flatMap((item) => str(at(item, name, "text")) ?? []);
  return texts === undefined || texts.length === 0
    ? undefined
    : texts.map((each) => ({ role, parts: [{ type: "text", text: each }] }));
}
