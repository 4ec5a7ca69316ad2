import { hexToBytes, spanIdToBigint } from "@spanloom/wire";
import type pg from "pg";
import type { BenchSpan } from "../workloads/bench-span.ts";
import { CopyRows } from "./copy-rows.ts";

/** The yardstick: a span is one jsonb, found by its ids. */
export const plainTable = `
  create table plain_spans (
    trace_id uuid not null,
    span_id  bigint not null,
    span     jsonb not null,
    primary key (trace_id, span_id)
  )`;

export interface PlainRow {
  readonly traceId: Uint8Array;
  readonly spanId: bigint;
  readonly json: string;
}

export function plainRow(span: BenchSpan): PlainRow {
  return {
    traceId: hexToBytes(span.traceId),
    spanId: spanIdToBigint(span.spanId),
    json: JSON.stringify({
      name: span.name,
      kind: span.kind,
      parentSpanId: span.parentSpanId,
      startTimeUnixNano: String(span.startTimeUnixNano),
      endTimeUnixNano: String(span.endTimeUnixNano),
      status: span.status,
      attributes: span.attributes,
    }),
  };
}

/** One COPY, which is one commit. */
export async function copyPlain(client: pg.Client, spans: readonly PlainRow[]): Promise<void> {
  const rows = new CopyRows();
  for (const span of spans) {
    rows.row(3);
    rows.bytes(span.traceId);
    rows.int8(span.spanId);
    rows.jsonb(span.json);
  }
  await rows.send(client, "plain_spans (trace_id, span_id, span)");
}
