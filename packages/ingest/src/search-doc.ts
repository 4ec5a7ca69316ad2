import type { AttributeValue } from "@spanloom/conventions";
import { cleanText } from "./sanitise/index.ts";
import type { SpanRecord } from "./span-record.ts";

/** Longer values are content: found by their words and compared in the chunk. */
const maxValueLength = 256;
const maxKeyLength = 256;
const maxListItems = 32;
/** Of a span with thousands of attributes, so many are searchable by value. */
const maxAttributes = 512;

const statusNames = ["UNSET", "OK", "ERROR"] as const;
const kindNames = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"] as const;

/**
 * The searchable document of a span, as JSON text: every small attribute under its own key, and under names that start
 * with `$` what we know of the span. One GIN index over it answers several conditions on the same span at once.
 */
export function searchDoc(record: SpanRecord): string {
  const { decoded, facts } = record;
  let json = `{"$source":${decoded.emitter.sourceId},"$name":${quote(record.name.slice(0, maxValueLength))},"$type":"${facts.type}","$status":"${statusNames[record.status]}","$kind":"${kindNames[record.kind]}"`;
  json += own("$model", facts.responseModel ?? facts.requestModel);
  json += own("$provider", facts.provider);
  json += own("$tool", facts.tool);
  json += own("$agent", facts.agent);
  const large: string[] = [];
  let count = 0;
  let left = 0;
  let changed = "";
  for (const key in decoded.attributes) {
    const value = decoded.attributes[key] ?? null;
    if (typeof value === "string" && value.includes("\uFFFD")) {
      record.notes.push(`attribute ${quote(key)} is not all valid UTF-8; the bad bytes are shown as U+FFFD`);
    }
    const small = key.length <= maxKeyLength && key !== "" && count < maxAttributes ? smallJson(value) : undefined;
    if (small === undefined) {
      if (large.length < maxAttributes && key.length <= maxKeyLength) large.push(key);
      else left++;
      continue;
    }
    count++;
    if (changed === "" && small.includes("\\u0000")) changed = key;
    json += `,${quote(escaped(key))}:${small}`;
  }
  if (large.length > 0) json += `,"$long":[${large.map(quote).join(",")}]`;
  json += "}";
  if (left > 0)
    record.notes.push(`${left} of its attributes are shown but cannot be searched: too many, or names too long`);
  if (changed !== "" || json.includes("\\u0000")) {
    record.notes.push(`attribute ${quote(changed)} has NUL characters; they are searched as U+FFFD`);
    json = json.replaceAll("\\u0000", "\uFFFD");
  }
  return json;
}

/** An attribute whose own name starts with `$` must not be taken for one of ours. */
function escaped(key: string): string {
  return key.startsWith("$") ? `$${key}` : key;
}

function own(key: string, value: string | undefined): string {
  return value === undefined ? "" : `,"${key}":${quote(cleanText(value).slice(0, maxValueLength))}`;
}

/** JSON of a value that is worth an index entry, or undefined. */
function smallJson(value: AttributeValue): string | undefined {
  switch (typeof value) {
    case "string":
      return value.length <= maxValueLength ? quote(value) : undefined;
    case "number":
      return Number.isFinite(value) ? String(value) : `"${value}"`;
    case "bigint":
    case "boolean":
      return String(value);
  }
  if (!Array.isArray(value) || value.length > maxListItems) return undefined;
  const items: string[] = [];
  let length = 0;
  for (const item of value) {
    const json = typeof item === "object" ? undefined : smallJson(item);
    if (json === undefined) return undefined;
    length += json.length;
    items.push(json);
  }
  return length <= maxValueLength ? `[${items.join(",")}]` : undefined;
}

const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** JSON.stringify of a string, quicker for the plain ones that most are. */
function quote(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text.toWellFormed());
}
