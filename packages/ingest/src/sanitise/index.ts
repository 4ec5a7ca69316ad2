import type { DecodedSpan } from "../decode/span.ts";
import type { IngestLimits } from "../limits.ts";
import type { SpanRecord } from "../span-record.ts";
import { noteBadText } from "./attributes.ts";
import { brokenId, hexOf, parentOf, readId } from "./ids.ts";
import { oversized } from "./sizes.ts";
import { sanitiseText } from "./text.ts";
import { sanitiseTimes } from "./times.ts";

export { standForAnnounced } from "./ids.ts";
export { cleanText } from "./text.ts";

const maxNameLength = 4096;

/** A span that can be stored, or the reason why it cannot. What its attributes mean is filled in later. */
export function sanitise(
  span: DecodedSpan,
  receivedNs: bigint,
  limits: IngestLimits,
): Omit<SpanRecord, "facts" | "cost"> | string {
  const broken =
    brokenId("trace_id", span.traceIdBytes, 16) ??
    brokenId("span_id", span.spanIdBytes, 8) ??
    oversized(span.bytes.length, span.attributes, limits.maxAttributeBytes);
  if (broken !== undefined) return broken;
  const notes: string[] = [];
  noteBadText(span.attributes, notes);
  const spanId = readId(span.spanIdBytes);
  return {
    decoded: span,
    traceId: hexOf(span.traceIdBytes),
    traceIdBytes: span.traceIdBytes,
    spanId,
    parentId: parentOf(span.parentSpanIdBytes, spanId, notes),
    ...sanitiseTimes(span.startTimeUnixNano, span.endTimeUnixNano, receivedNs, notes),
    name: sanitiseText("the name", span.name, maxNameLength, notes),
    kind: known("kind", span.kind, 5, notes),
    status: known("status code", span.status.code, 2, notes),
    notes,
  };
}

/** An enum's value that the protocol knows, else 0. */
function known(what: string, value: number, max: number, notes: string[]): number {
  if (value <= max) return value;
  notes.push(`${what} ${value} is unknown; it is taken as 0`);
  return 0;
}
