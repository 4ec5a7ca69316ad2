import type { Message, MessagePart, SpanView } from "@spanloom/conventions";
import { exactJson, isSameJson } from "../../widgets/json-view/json-text.ts";

/** What a reader of the log has read of a span. */
export interface Told {
  readonly messages: readonly Message[];
  /** What is no message: inputs, outputs, results of tools. */
  readonly values: readonly unknown[];
}

/**
 * `in`: of a span that has begun and not ended; `out`: what came of it; `all` of one that lies behind. What an earlier tool
 * was called with says nothing of a later one.
 */
export function toldBy(view: SpanView, what: "in" | "out" | "all"): Told {
  const given = what === "in" || (what === "all" && view.type !== "TOOL") ? [view.inputs, view.query] : [];
  const got = what === "in" ? [] : [view.outputs, view.toolRun?.result];
  return {
    messages: [...((what !== "out" && view.inputMessages) || []), ...((what !== "in" && view.outputMessages) || [])],
    values: [...given, ...got].filter((value) => value !== undefined),
  };
}

/**
 * Which messages a reader has read already. Of one conversation they come in its order, so of two that say the same only
 * as many are old as were said before; the conversation that most of them come from is taken. Apart from it a message is
 * old that says what stood there as a value: what the agent was asked, what a tool gave back.
 */
export function repeated(messages: readonly Message[], told: readonly Told[]): boolean[] {
  let most: boolean[] = messages.map(() => false);
  for (const { messages: earlier } of told) {
    const found = foundInOrder(messages, earlier);
    if (found.filter(Boolean).length > most.filter(Boolean).length) most = found;
  }
  const values = told.flatMap((each) => each.values);
  return messages.map((message, at) => most[at]! || isSaidByValues(message, values));
}

/** Whether a value stood there before, as a value or as all the words of a message; a short one is said once more. */
export function isRepeated(value: unknown, told: readonly Told[]): boolean {
  if (isShort(value)) return false;
  return told.some(
    ({ messages, values }) =>
      values.some((each) => sameValue(value, each)) ||
      (typeof value === "string" && messages.some((message) => sameValue(onlyText(message), value))),
  );
}

/** No longer than the line that would stand in its place. */
const shortest = 24;

function isShort(value: unknown): boolean {
  return (typeof value === "string" ? value : exactJson(value)).length < shortest;
}

function foundInOrder(messages: readonly Message[], earlier: readonly Message[]): boolean[] {
  let from = 0;
  return messages.map((message) => {
    for (let at = from; at < earlier.length; at++) {
      if (!sameMessage(message, earlier[at]!)) continue;
      from = at + 1;
      return true;
    }
    return false;
  });
}

function isSaidByValues(message: Message, values: readonly unknown[]): boolean {
  const parts = telling(message);
  const results = parts.flatMap((part) => (part.type === "tool_result" ? [unwrapped(part.result)] : []));
  const said = results.length === parts.length ? results : [onlyText(message)];
  return said.length > 0 && said.every((each) => values.some((value) => sameValue(each, unwrapped(value))));
}

const wrappers: ReadonlySet<string> = new Set(["result", "output", "content", "response"]);

/** Some libraries hand a tool's result to the model as `{ result }`. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const [only, ...more] = Object.entries(value);
  return only && more.length === 0 && wrappers.has(only[0]) ? only[1] : value;
}

/** A model's reasoning is seldom sent back to it. */
function telling({ parts }: Message): readonly MessagePart[] {
  return parts.filter(({ type }) => type !== "reasoning");
}

function onlyText(message: Message): string | undefined {
  const [part, ...more] = telling(message);
  return part?.type === "text" && more.length === 0 ? part.text : undefined;
}

function sameMessage(a: Message, b: Message): boolean {
  if (a.role !== b.role) return false;
  const [partsA, partsB] = [telling(a), telling(b)];
  return partsA.length === partsB.length && partsA.every((part, at) => samePart(part, partsB[at]!));
}

function samePart(a: MessagePart, b: MessagePart): boolean {
  if (a.type === "text" && b.type === "text") return a.text.trim() === b.text.trim();
  if (a.type === "tool_call" && b.type === "tool_call")
    return a.name === b.name && sameId(a.id, b.id) && sameValue(a.arguments ?? {}, b.arguments ?? {});
  if (a.type === "tool_result" && b.type === "tool_result") return sameId(a.id, b.id) && sameValue(a.result, b.result);
  return a.type === b.type && sameValue(a, b);
}

function sameId(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a === "string" && typeof b === "string") return a.trim() === b.trim();
  return a !== undefined && isSameJson(a, b);
}
