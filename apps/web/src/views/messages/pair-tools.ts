import type { Message, MessagePart } from "@spanloom/conventions";

export type ToolCall = Extract<MessagePart, { type: "tool_call" }>;
export type ToolResult = Extract<MessagePart, { type: "tool_result" }>;

export interface Turn {
  readonly message: Message;
  /** Parts to draw: results that stand with their call are not among them. */
  readonly parts: readonly MessagePart[];
  /** Place in the conversation. */
  readonly at: number;
}

export interface Conversation {
  readonly turns: readonly Turn[];
  /** The result of a call, where one came. */
  readonly resultOf: ReadonlyMap<ToolCall, ToolResult>;
}

/**
 * Puts each tool's result to the call that asked for it: by id, or, where ids are missing, the next result without a
 * call to the oldest open call of its name (any name where it has none). A message left without parts is dropped.
 */
export function pairTools(messages: readonly Message[]): Conversation {
  const resultOf = new Map<ToolCall, ToolResult>();
  const paired = new Set<MessagePart>();
  const open: ToolCall[] = [];
  for (const message of messages) {
    for (const part of message.parts) {
      if (part.type === "tool_call") open.push(part);
      if (part.type !== "tool_result") continue;
      const at = callFor(open, part);
      const call = open[at];
      if (!call) continue;
      open.splice(at, 1);
      resultOf.set(call, part);
      paired.add(part);
    }
  }
  const turns = messages
    .map((message, at) => ({ message, at, parts: message.parts.filter((part) => !paired.has(part)) }))
    .filter(({ parts, message }) => parts.length > 0 || message.parts.length === 0);
  return { turns, resultOf };
}

function callFor(open: readonly ToolCall[], result: ToolResult): number {
  if (result.id !== undefined) {
    const byId = open.findIndex((call) => call.id === result.id);
    if (byId >= 0) return byId;
  }
  return open.findIndex(
    (call) =>
      (call.id === undefined || result.id === undefined) && (result.name === undefined || result.name === call.name),
  );
}
