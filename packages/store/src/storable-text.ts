import { isRawNumber, printJson } from "@spanloom/wire";

/** Postgres's text and jsonb refuse NUL and half surrogate pairs: both become U+FFFD. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\ufffd");
}

export function storableEntries(entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [storableText(key), storableText(value)]));
}

/**
 * JSON text of a value for a column of json or jsonb: every text in it as `storableText` has it, raw numbers and integers
 * past 2^53 as they are.
 * What JavaScript reads from "1e400" is no number of JSON and becomes null.
 */
export function storableJson(value: unknown): string {
  return printJson(storable(value));
}

function storable(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object" || value === null || isRawNumber(value)) return value;
  if (Array.isArray(value)) return value.map(storable);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), storable(item)]));
}
