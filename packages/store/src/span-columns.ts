import { spanTypes } from "@spanloom/conventions";
import { parseTraceId, traceIdToUuid } from "@spanloom/wire";
import { to as copyTo } from "pg-copy-streams";
import type { Pool } from "./postgres/db.ts";

/** The narrow rows of a trace as columns, in any order. Absent numbers are -1. */
export interface SpanColumns {
  /** 16 hex digits. */
  readonly ids: string[];
  /** 16 hex digits; "" for a root. */
  readonly parents: string[];
  /** The start of the earliest span; times are nanoseconds after it. */
  readonly baseNs: bigint;
  readonly startNs: Float64Array;
  readonly durationNs: Float64Array;
  readonly names: string[];
  readonly models: (string | null)[];
  /** Index into conventions' spanTypes. */
  readonly types: Uint8Array;
  readonly kinds: Uint8Array;
  readonly statuses: Uint8Array;
  /** As `spans.flags`. */
  readonly flags: Uint8Array;
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly costUsd: Float64Array;
  readonly ttftUs: Float64Array;
}

/**
 * Reads all rows of one trace by binary COPY, which takes a fraction of the time that 100,000 row objects would.
 * COPY has no parameters, so both values are checked to be what they should be.
 */
export async function readSpanColumns(db: Pool, traceId: string, day: string): Promise<SpanColumns> {
  if (parseTraceId(traceId) !== traceId || !/^\d{4}-\d\d-\d\d$/.test(day)) throw new TypeError(`no trace: ${traceId} of ${day}`);
  const bytes = await db.connection(async ({ client }) => {
    const stream = client.query(
      copyTo(`copy (select span_id, parent_id, start_ns, end_ns, name, model, type, kind, status, flags,
        input_tokens, output_tokens, cost_pico_usd, ttft_us
        from spans where day = '${day}' and trace_id = '${traceIdToUuid(traceId)}') to stdout (format binary)`),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  });
  return columnsOf(bytes);
}

/** PostgreSQL's binary COPY: a header, then for each row the number of fields, and for each field its length and bytes. */
function columnsOf(bytes: Buffer): SpanColumns {
  const firstRow = headerBytes + bytes.readInt32BE(headerBytes - 4);
  const count = countRows(bytes, firstRow);
  const starts: bigint[] = new Array(count);
  const ends: (bigint | null)[] = new Array(count);
  const columns = {
    ids: new Array<string>(count),
    parents: new Array<string>(count),
    startNs: new Float64Array(count),
    durationNs: new Float64Array(count),
    names: new Array<string>(count),
    models: new Array<string | null>(count),
    types: new Uint8Array(count),
    kinds: new Uint8Array(count),
    statuses: new Uint8Array(count),
    flags: new Uint8Array(count),
    inputTokens: new Float64Array(count),
    outputTokens: new Float64Array(count),
    costUsd: new Float64Array(count),
    ttftUs: new Float64Array(count),
  };
  let at = firstRow;
  /** The next field's first byte, or -1 for null. */
  const next = (): number => {
    const length = bytes.readInt32BE(at);
    at += 4 + Math.max(0, length);
    return length < 0 ? -1 : at - length;
  };
  const hex = (): string => {
    const start = next();
    return start < 0 ? "" : bytes.toString("hex", start, start + 8);
  };
  const int8 = (): bigint | null => {
    const start = next();
    return start < 0 ? null : bytes.readBigInt64BE(start);
  };
  const int4 = (): number => {
    const start = next();
    return start < 0 ? -1 : bytes.readInt32BE(start);
  };
  const text = (): string | null => {
    const start = next();
    return start < 0 ? null : bytes.toString("utf8", start, at);
  };
  const int2 = (): number => bytes.readInt16BE(next());
  let baseNs: bigint | undefined;
  for (let i = 0; i < count; i++) {
    at += 2;
    columns.ids[i] = hex();
    columns.parents[i] = hex();
    const start = int8()!;
    starts[i] = start;
    ends[i] = int8();
    if (baseNs === undefined || start < baseNs) baseNs = start;
    columns.names[i] = text()!;
    columns.models[i] = text();
    columns.types[i] = Math.min(int2(), spanTypes.length - 1);
    columns.kinds[i] = int2();
    columns.statuses[i] = int2();
    columns.flags[i] = int2();
    columns.inputTokens[i] = int4();
    columns.outputTokens[i] = int4();
    const cost = int8();
    columns.costUsd[i] = cost === null ? -1 : Number(cost) / 1e12;
    columns.ttftUs[i] = int4();
  }
  const base = baseNs ?? 0n;
  for (let i = 0; i < count; i++) {
    columns.startNs[i] = Number(starts[i]! - base);
    const end = ends[i]!;
    columns.durationNs[i] = end === null ? -1 : Number(end - starts[i]!);
  }
  return { ...columns, baseNs: base };
}

/** "PGCOPY\n\xff\r\n\0", flags, and the length of an extension that follows. */
const headerBytes = 19;

function countRows(bytes: Buffer, firstRow: number): number {
  let count = 0;
  let at = firstRow;
  for (;;) {
    const fields = bytes.readInt16BE(at);
    if (fields < 0) return count;
    at += 2;
    for (let i = 0; i < fields; i++) at += 4 + Math.max(0, bytes.readInt32BE(at));
    count++;
  }
}
