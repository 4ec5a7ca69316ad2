import type { Candidate, Completion } from "@spanloom/filter";
import type { SuggestedKeys } from "../../data/suggestions.ts";

/** The name to ask the server's values for: `tags.env`, `span.model`. Undefined where values are not to be asked for. */
export function valueField(completion: Completion): string | undefined {
  if (completion.expected !== "value" || !completion.field || completion.candidates.length > 0) return undefined;
  return completion.key === undefined ? completion.field : `${completion.field}.${completion.key}`;
}

/** What is offered: what the language knows, then what occurs in the stored traces. */
export function candidatesOf(
  completion: Completion,
  keys: SuggestedKeys | undefined,
  values: readonly string[],
): readonly Candidate[] {
  if (completion.expected === "key") return keysOf(completion, keys).map((text) => ({ text }));
  if (completion.expected !== "value") return completion.candidates.slice(0, mostOffered);
  const found = values
    .filter((value) => value.toLowerCase().includes(completion.prefix.toLowerCase()))
    .map((value) => ({ text: asValue(value, completion.quoted ?? true) }));
  return [...completion.candidates, ...found].slice(0, mostOffered);
}

const mostOffered = 60;

/** The text with a candidate put in, and where the cursor is then: ready for what comes next. */
export function applyCandidate(
  text: string,
  completion: Completion,
  candidate: Candidate,
): { text: string; cursor: number } {
  const inserted = completion.expected === "key" ? asKey(candidate.text) : candidate.text;
  const goesOn = /[.(]$/.test(inserted) || (completion.expected === "value" && completion.quoted === false);
  const rest = text.slice(completion.to);
  const gap = goesOn || /^\s/.test(rest) ? "" : " ";
  const head = text.slice(0, completion.from) + inserted + gap;
  const cursor = head.length + (!goesOn && gap === "" ? 1 : 0);
  return { text: head + rest, cursor: Math.min(cursor, (head + rest).length) };
}

function keysOf(completion: Completion, keys: SuggestedKeys | undefined): string[] {
  const wanted = completion.prefix.replace(/^[`"]/, "").toLowerCase();
  const found = (keys?.[completion.field ?? ""] ?? []).filter((key) => key.toLowerCase().includes(wanted));
  const starts = found.filter((key) => key.toLowerCase().startsWith(wanted));
  return [...starts, ...found.filter((key) => !starts.includes(key))].slice(0, mostOffered);
}

/** A key with other characters than a plain name stands in backticks. */
function asKey(key: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(key) ? key : `\`${key.replaceAll("`", "``")}\``;
}

function asValue(value: string, quoted: boolean): string {
  if (quoted) return `'${value.replaceAll("'", "''")}'`;
  return /^[\w.\-/:]+$/.test(value) ? value : `"${value.replaceAll('"', '""')}"`;
}
