import { asText, at, isObject } from "./json.ts";
import { readRequest, readResponse } from "./message-shapes/conversation.ts";
import { lastText } from "./message-shapes/text.ts";
import type { SpanContent } from "./span-view.ts";

/** Previews are shown in lists; what is longer is cut. */
const longest = 1000;

/**
 * One line for what went in and what came out: the last thing the user said and the last thing the assistant said, or
 * else the inputs and outputs as text. A part is absent where there is nothing to show.
 */
export function previewOf(content: SpanContent): { input?: string; output?: string } {
  const input =
    lastText(content.inputMessages, "user") ??
    textFrom(content.inputs ?? content.toolRun?.arguments ?? content.query, "input");
  const output =
    lastText(content.outputMessages, "assistant") ??
    textFrom(content.outputs ?? content.toolRun?.result ?? content.documents, "output");
  return {
    ...(input === undefined ? {} : { input: shortened(input, longest) }),
    ...(output === undefined ? {} : { output: shortened(output, longest) }),
  };
}

/** The text of a generic value: that of the conversation in it, of its only field, or its JSON. */
function textFrom(value: unknown, side: "input" | "output", depth = 0): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string") return value.trim() === "" ? undefined : value.trim();
  const spoken =
    side === "input" ? lastText(readRequest(value).inputMessages, "user") : lastText(readResponse(value), "assistant");
  if (spoken !== undefined) return spoken;
  const texts = Array.isArray(value) ? value : at(value, "input");
  if (isTexts(texts)) return texts.join("\n");
  if (isObject(value) && depth < 4) {
    const filled = Object.keys(value).filter((key) => at(value, key) !== undefined);
    if (filled.length === 0) return undefined;
    if (filled.length === 1) return textFrom(at(value, filled[0]!), side, depth + 1);
    const telling = (side === "input" ? questions : answers)
      .map((name) => at(value, name))
      .find((text) => typeof text === "string" && text !== "");
    if (telling !== undefined) return String(telling).trim();
  }
  return Array.isArray(value) && value.length === 0 ? undefined : asText(value);
}

/** Fields that say what a call was about, among others that say how it was made. */
const questions = ["question", "query", "task", "prompt", "input", "user_input", "user_message", "message", "text"];
const answers = ["answer", "output", "result", "response", "final_answer", "text", "content"];

/** What was embedded: the texts of one request. */
function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string");
}

/** The text, or what of it takes so many UTF-16 units with a … at its end. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Never between the halves of a character outside the basic plane.
  const end = /[\uD800-\uDBFF]/.test(text[longest - 2]!) ? longest - 2 : longest - 1;
  return `${text.slice(0, end)}…`;
}
