import { parseIfJson, plain } from "./json.ts";
import type { Attributes, AttributeValue } from "./span-view.ts";

/**
 * Reading one attribute as the type that is wanted. Senders disagree about types (counts as strings, lists as JSON),
 * so each reader takes what it can make sense of and answers `undefined` for the rest. The first name that has a
 * usable value wins.
 */

/** Names, ids and labels longer than this are cut: they are shown in columns and indexed. */
const longestLabel = 1024;

/** A label: a string without NUL bytes that is not blank, or a number or boolean as text. */
export function label(attributes: Attributes, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = asLabel(attributes[name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function asLabel(value: unknown): string | undefined {
  if (typeof value === "string") {
    const clean = value.includes("\0") ? value.replaceAll("\0", "") : value;
    if (clean.trim() === "") return undefined;
    return clean.length > longestLabel ? clean.slice(0, longestLabel) : clean;
  }
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  return undefined;
}

/** Text as it is, empty text included. */
export function text(attributes: Attributes, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === "string") return value;
  }
  return undefined;
}

/** A count: a whole number from zero to 2^53. */
export function count(attributes: Attributes, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const found = asCount(attributes[name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function asCount(value: unknown): number | undefined {
  const number = asNumber(value);
  if (number === undefined || number < 0 || number > Number.MAX_SAFE_INTEGER) return undefined;
  return Math.round(number);
}

/** A finite number, also where it came as text. */
export function number(attributes: Attributes, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const found = asNumber(attributes[name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function asNumber(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string" && value.length < 40 && value.trim() !== "") {
    const parsed = Number(value);
    return Number.isFinite(parsed) ? parsed : undefined;
  }
  return undefined;
}

/** A list of labels: an array, a JSON array as text, or one value alone. */
export function labels(attributes: Attributes, ...names: readonly string[]): string[] | undefined {
  for (const name of names) {
    const value = attributes[name];
    if (value === undefined || value === null) continue;
    const parsed = parseIfJson(value);
    const found = (Array.isArray(parsed) ? parsed : [parsed]).map(asLabel).filter((each) => each !== undefined);
    if (found.length > 0) return found;
  }
  return undefined;
}

/** The first of these attributes that is there, parsed where it is JSON; blank text counts as absent. */
export function json(attributes: Attributes, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value: AttributeValue | undefined = attributes[name];
    if (value === undefined || value === null || value === "") continue;
    return parseIfJson(value);
  }
  return undefined;
}

/** Whether any of these attributes is there. */
export function has(attributes: Attributes, ...names: readonly string[]): boolean {
  for (const name of names) if (attributes[name] !== undefined) return true;
  return false;
}

/** The attributes whose name starts with `prefix`, under the rest of their name, JSON parsed. */
export function withPrefix(attributes: Attributes, prefix: string): Record<string, unknown> | undefined {
  let found: Record<string, unknown> | undefined;
  for (const name in attributes) {
    if (name.length > prefix.length && name.startsWith(prefix)) {
      found ??= Object.create(null) as Record<string, unknown>;
      found[name.slice(prefix.length)] = plain(attributes[name]);
    }
  }
  return found;
}
