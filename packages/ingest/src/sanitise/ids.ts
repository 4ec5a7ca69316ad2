import type { SpanFacts } from "@spanloom/conventions";
import type { SpanId } from "../decode/reader.ts";
import type { SpanIdentity } from "../span-record.ts";

/** Why a trace id is none: without it there is nothing to store the span under. */
export function brokenTraceId(hex: string): string | undefined {
  if (hex.length !== 32) return `trace_id must be 16 bytes, it has ${hex.length / 2}`;
  return hex === zeroTraceId ? "trace_id must not be all zeros" : undefined;
}

const zeroTraceId = "0".repeat(32);

export function brokenSpanId({ length, value }: SpanId): string | undefined {
  if (length !== 8) return `span_id must be 8 bytes, it has ${length}`;
  return value === 0n ? "span_id must not be all zeros" : undefined;
}

/** The parent's id, or undefined for a root. A parent that cannot be one makes the span a root, and is noted. */
export function parentOf({ length, value }: SpanId, spanId: bigint, notes: string[]): bigint | undefined {
  if (length === 0) return undefined;
  if (length !== 8) {
    notes.push(`parent_span_id has ${length} bytes instead of 8; the span is shown as a root`);
    return undefined;
  }
  if (value === 0n) return undefined;
  if (value !== spanId) return value;
  notes.push("parent_span_id is the span's own id; the span is shown as a root");
  return undefined;
}

/** A placeholder that announces another span (Logfire's pending_span) is stored as that span, still running. */
export function standForAnnounced(span: SpanIdentity, { announces }: SpanFacts): SpanIdentity {
  if (announces === undefined || span.parentId === undefined) return span;
  return {
    ...span,
    spanId: span.parentId,
    parentId: announces.parentSpanId === null ? undefined : BigInt.asIntN(64, BigInt(`0x${announces.parentSpanId}`)),
    endNs: undefined,
  };
}
