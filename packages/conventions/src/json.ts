import { toBase64 } from "./base64.ts";
import { parsePythonRepr } from "./python-repr.ts";
import type { AttributeValue } from "./span-view.ts";

/** Nesting past this is cut, so that hostile input cannot exhaust the stack of whoever walks the value. */
export const deepest = 64;

/**
 * An attribute as a JSON value. Text that holds a JSON object, array or string is parsed, also where the JSON was
 * encoded twice; Python's `{'a': 1}` is understood too. Any other text stays as it is.
 */
export function parseIfJson(value: unknown): unknown {
  if (typeof value !== "string") return plain(value);
  const once = parseText(value);
  return typeof once === "string" && once !== value && startsStructure(once) ? parseText(once) : once;
}

function parseText(text: string): unknown {
  if (!startsStructure(text) && !startsQuoted(text)) return text;
  // Not even tried as JSON: a failure costs far more than the parse.
  if (text.startsWith("{'")) return parsePythonRepr(text) ?? text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return parsePythonRepr(text) ?? text;
  }
}

/** Text that may be one JSON string: in quotes from end to end. */
function startsQuoted(text: string): boolean {
  return text.length > 1 && text.charCodeAt(0) === 0x22 && text.charCodeAt(text.length - 1) === 0x22;
}

function startsStructure(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) return true; // { [
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return false;
  }
  return false;
}

/** An attribute value as what JSON can hold: bytes become base64, integers past 2^53 become text. */
export function plain(value: AttributeValue | unknown, depth = 0): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return toBase64(value);
  if (depth >= deepest) return "…";
  if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1));
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, each] of Object.entries(value)) copy[key] = plain(each, depth + 1);
  return copy;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A property, or `undefined` where the value is no object or the property is null: JSON's null says nothing here. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here ?? undefined;
}

/** Text, or `undefined`. */
export function str(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A value as one line of text: text as it is, the rest as JSON. */
export function asText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}
