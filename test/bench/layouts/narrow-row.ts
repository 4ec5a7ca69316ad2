import { hexToBytes, spanIdToBigint } from "@spanloom/wire";
import type { CopyRows } from "../postgres/copy-rows.ts";
import type { BenchSpan } from "../workloads/bench-span.ts";
import { spanBytes } from "../workloads/otlp.ts";

/** The columns that the narrow layouts share: what a trace's tree and a list need of a span, and its place in a chunk. */
export const narrowColumns = `
  start_ns bigint not null, end_ns bigint, span_id bigint not null, parent_id bigint, chunk_id bigint not null,
  cost_pico_usd bigint, trace_id uuid not null, day date not null, chunk_index integer not null,
  size_bytes integer not null, input_tokens integer not null, output_tokens integer not null, kind smallint not null,
  status smallint not null, type smallint not null, flags smallint not null, name text not null, model text not null`;
export const narrowNames =
  "start_ns, end_ns, span_id, parent_id, chunk_id, cost_pico_usd, trace_id, day, chunk_index, size_bytes, input_tokens, output_tokens, kind, status, type, flags, name, model";
export const narrowCount = 18;

export interface NarrowRow {
  readonly span: BenchSpan;
  readonly traceId: Uint8Array;
  readonly spanId: bigint;
  readonly parentId: bigint | null;
  /** The span's OTLP message. */
  readonly bytes: Buffer;
  /** Its small attributes as JSON, as ingest's search document. */
  readonly doc: string;
}

export function narrowRow(span: BenchSpan): NarrowRow {
  return {
    span,
    traceId: hexToBytes(span.traceId),
    spanId: spanIdToBigint(span.spanId),
    parentId: span.parentSpanId === "" ? null : spanIdToBigint(span.parentSpanId),
    bytes: spanBytes(span),
    doc: JSON.stringify({ $name: span.name, $status: span.status, ...Object.fromEntries(smallAttributes(span)) }),
  };
}

/** Attributes that are worth an index entry; longer ones are content. */
export function smallAttributes(span: BenchSpan): [key: string, value: unknown][] {
  return Object.entries(span.attributes).filter(([, value]) => typeof value !== "string" || value.length <= 256);
}

/** Writes the shared columns; the caller has begun the row. */
export function copyNarrow(
  rows: CopyRows,
  { span, traceId, spanId, parentId, bytes }: NarrowRow,
  chunkId: bigint,
  chunkIndex: number,
): void {
  rows.int8(span.startTimeUnixNano);
  rows.int8(span.endTimeUnixNano);
  rows.int8(spanId);
  rows.int8(parentId);
  rows.int8(chunkId);
  rows.int8(null);
  rows.bytes(traceId);
  rows.int4(Math.floor(Number(span.startTimeUnixNano / 1_000_000_000n) / 86_400) - 10_957); // days since 2000-01-01
  rows.int4(chunkIndex);
  rows.int4(bytes.length);
  rows.int4(Number(span.attributes["gen_ai.usage.input_tokens"] ?? 0));
  rows.int4(Number(span.attributes["gen_ai.usage.output_tokens"] ?? 0));
  rows.int2(span.kind);
  rows.int2(span.status);
  rows.int2(0);
  rows.int2(0);
  rows.text(span.name);
  rows.text(String(span.attributes["gen_ai.request.model"] ?? ""));
}
