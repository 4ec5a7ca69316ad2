import type { DecodedSpan } from "../decode/span.ts";
import type { IngestLimits } from "../limits.ts";
import type { SpanIdentity } from "../span-record.ts";
import { noteBadText } from "./attributes.ts";
import { brokenSpanId, brokenTraceId, parentOf } from "./ids.ts";
import { oversized } from "./sizes.ts";
import { sanitiseText } from "./text.ts";
import { sanitiseTimes } from "./times.ts";

export { cleanText } from "./text.ts";

const maxNameLength = 4096;

/** A span that can be stored, or the reason why it cannot. */
export function sanitise(span: DecodedSpan, receivedNs: bigint, limits: IngestLimits): SpanIdentity | string {
  const broken =
    brokenTraceId(span.traceId) ??
    brokenSpanId(span.spanId) ??
    oversized(span.bytes.length, span.attributes, limits.maxAttributeBytes);
  if (broken !== undefined) return broken;
  const notes: string[] = [];
  if (span.hasBadText) noteBadText(span.attributes, notes);
  const spanId = span.spanId.value;
  const { startNs, endNs } = sanitiseTimes(span.startTimeUnixNano, span.endTimeUnixNano, receivedNs, notes);
  return {
    traceId: span.traceId,
    spanId,
    parentId: parentOf(span.parentSpanId, spanId, notes),
    startNs,
    endNs,
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
