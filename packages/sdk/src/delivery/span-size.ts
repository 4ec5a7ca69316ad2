import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/** What a span takes beside its texts: ids, times, counts and the tags of its fields. */
const bareSpanBytes = 120;
const bareEventBytes = 24;
const linkBytes = 48;

/**
 * About how many bytes a span is in OTLP. It counts characters, because it runs for every span that ends and texts are
 * mostly ASCII; a text of other letters takes up to three times as much on the wire.
 */
export function spanBytes(span: ReadableSpan): number {
  let bytes = bareSpanBytes + span.name.length + recordBytes(span.attributes) + span.links.length * linkBytes;
  for (const event of span.events) {
    bytes += bareEventBytes + event.name.length + (event.attributes === undefined ? 0 : recordBytes(event.attributes));
  }
  return bytes;
}

function recordBytes(record: object): number {
  let bytes = 0;
  for (const key in record) bytes += key.length + 6 + valueBytes((record as Record<string, unknown>)[key]);
  return bytes;
}

function valueBytes(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (value instanceof Uint8Array) return value.length;
  if (!Array.isArray(value)) return recordBytes(value);
  let bytes = 0;
  for (const item of value) bytes += 2 + valueBytes(item);
  return bytes;
}
