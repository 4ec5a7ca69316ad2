import { asLabel } from "./attributes.ts";
import { asText } from "./json.ts";

/** Building the parts of `SpanFacts` that several vocabularies share. */

const mostEntries = 100;

/**
 * Metadata as labels under names: text as it is, the rest as JSON. Names for which `skip` says so are left out;
 * past a hundred entries the rest is dropped. `undefined` where nothing is left.
 */
export function metadataOf(
  values: Readonly<Record<string, unknown>> | undefined,
  skip: (name: string) => boolean = () => false,
): Readonly<Record<string, string>> | undefined {
  if (values === undefined) return undefined;
  let metadata: Record<string, string> | undefined;
  let entries = 0;
  for (const name of Object.keys(values)) {
    if (name === "" || name.length > 250 || skip(name)) continue;
    const value = values[name];
    if (value === null || value === undefined) continue;
    const text = asLabel(typeof value === "object" ? asText(value) : value);
    if (text === undefined) continue;
    if (++entries > mostEntries) break;
    metadata ??= Object.create(null) as Record<string, string>;
    metadata[name] = text;
  }
  return metadata;
}

/** Tags that are bare words become keys with the value `true`, so that one filter finds both kinds. */
export function tagsOf(words: readonly string[] | undefined): Readonly<Record<string, string>> | undefined {
  if (words === undefined || words.length === 0) return undefined;
  const tags = Object.create(null) as Record<string, string>;
  for (const word of words.slice(0, mostEntries)) tags[word] = "true";
  return tags;
}

/** A vocabulary's answer, or `undefined` where it knows nothing. Fields without a value may stand in it. */
export function ifAny<T extends object>(fields: T): T | undefined {
  for (const name in fields) if (fields[name] !== undefined) return fields;
  return undefined;
}

/** Without the fields that have no value: an answer says only what it knows. `undefined` where nothing is known. */
export function known<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } | undefined {
  let any = false;
  const kept = Object.create(null) as Record<string, unknown>;
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined) continue;
    kept[name] = value;
    any = true;
  }
  return any ? (kept as { [K in keyof T]: Exclude<T[K], undefined> }) : undefined;
}

/** Seconds from the start of a span to a moment in it; `undefined` where the clocks disagree. */
export function secondsSince(startUnixNano: bigint, momentUnixNano: bigint): number | undefined {
  const nanos = momentUnixNano - startUnixNano;
  return nanos >= 0n && nanos < 86_400_000_000_000n ? Number(nanos) / 1e9 : undefined;
}
