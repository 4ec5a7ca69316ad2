import { isMessage, type LangChainMessage, roleOf } from "./shapes.ts";

/**
 * A message as a plain object that says what the model or the reader needs: role, content, tool calls. LangChain's own
 * serialisation wraps each in its constructor's name and repeats the provider's answer inside.
 */
export function plainMessage(message: LangChainMessage): Record<string, unknown> {
  const calls = message.tool_calls;
  return {
    role: roleOf(message),
    content: message.content,
    ...(message.name === undefined ? {} : { name: message.name }),
    ...(calls === undefined || calls.length === 0 ? {} : { tool_calls: calls }),
    ...(message.tool_call_id === undefined ? {} : { tool_call_id: message.tool_call_id }),
    ...(reasoningBeside(message) ?? {}),
  };
}

/** Providers of the DeepSeek kind put thoughts beside the content. */
function reasoningBeside(message: LangChainMessage): { reasoning_content: string } | undefined {
  const thoughts = message.additional_kwargs?.reasoning_content;
  return typeof thoughts === "string" && thoughts !== "" ? { reasoning_content: thoughts } : undefined;
}

/** How deep messages are looked for in the state of a graph. */
const deepest = 6;

/** What goes into a chain or comes out of it, with its messages as plain objects. */
export function plainValue(value: unknown, above: readonly unknown[] = []): unknown {
  if (!isObject(value) || above.length > deepest || above.includes(value)) return value;
  if (isMessage(value)) return plainMessage(value);
  const inside = [...above, value];
  if (Array.isArray(value)) return value.some(isObject) ? value.map((each) => plainValue(each, inside)) : value;
  const prototype = Object.getPrototypeOf(value) as unknown;
  if (prototype !== Object.prototype && prototype !== null) return promptMessages(value, inside) ?? value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainValue(each, inside)]));
}

/** A filled prompt (`ChatPromptValue`) is its messages. */
function promptMessages(value: object, above: readonly unknown[]): unknown {
  const { messages } = value as { messages?: unknown };
  return Array.isArray(messages) && messages.every(isMessage) ? plainValue(messages, above) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
