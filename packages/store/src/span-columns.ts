import { spanTypes } from "@spanloom/conventions";
import type { Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";

/** The narrow rows of a trace as columns, in any order. Absent numbers are -1. */
export interface SpanColumns {
  readonly count: number;
  /** Two 32-bit halves a span, the high one first. */
  readonly ids: Int32Array;
  /** As `ids`; 0, 0 for a root. */
  readonly parents: Int32Array;
  /** Nanoseconds since 1970 of the earliest start; all times are nanoseconds after it. */
  readonly baseNs: bigint;
  readonly startNs: Float64Array;
  readonly durationNs: Float64Array;
  readonly names: readonly string[];
  /** "" for none. */
  readonly models: readonly string[];
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
 * Reads all narrow rows of one trace. Postgres strings the numbers of all spans together, 60 bytes a span, because
 * taking 100,000 rows apart here would take several times as long as reading them.
 */
export async function readSpanColumns(db: Pool, traceId: string, day: string): Promise<SpanColumns> {
  const [row] = await db.query<{ numbers: Buffer | null; names: string | null; models: string | null }>(sql`
    select
      string_agg(int8send(span_id) || int8send(coalesce(parent_id, 0)) || int8send(start_ns) || int8send(coalesce(end_ns, -1))
        || int8send(coalesce(cost_pico_usd, -1)) || int4send(coalesce(input_tokens, -1)) || int4send(coalesce(output_tokens, -1))
        || int4send(coalesce(ttft_us, -1)) || int2send(type) || int2send(kind) || int2send(status) || int2send(flags), '') as numbers,
      string_agg(replace(name, ${separator}, ' '), ${separator}) as names,
      string_agg(replace(coalesce(model, ''), ${separator}, ' '), ${separator}) as models
    from spans where day = ${day}::date and trace_id = ${traceId}::uuid`);
  if (!row?.numbers) return columnsOf(Buffer.alloc(0), [], []);
  return columnsOf(row.numbers, (row.names ?? "").split(separator), (row.models ?? "").split(separator));
}

/** A control character that no name is shown with. */
const separator = "\u0001";
const bytesPerSpan = 60;

function columnsOf(bytes: Buffer, names: readonly string[], models: readonly string[]): SpanColumns {
  const count = bytes.length / bytesPerSpan;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const base = earliest(view, count);
  const columns = {
    count,
    ids: new Int32Array(count * 2),
    parents: new Int32Array(count * 2),
    baseNs: count === 0 ? 0n : view.getBigInt64(base),
    startNs: new Float64Array(count),
    durationNs: new Float64Array(count),
    names,
    models,
    types: new Uint8Array(count),
    kinds: new Uint8Array(count),
    statuses: new Uint8Array(count),
    flags: new Uint8Array(count),
    inputTokens: new Float64Array(count),
    outputTokens: new Float64Array(count),
    costUsd: new Float64Array(count),
    ttftUs: new Float64Array(count),
  };
  for (let i = 0; i < count; i++) {
    const at = i * bytesPerSpan;
    columns.ids[i * 2] = view.getInt32(at);
    columns.ids[i * 2 + 1] = view.getInt32(at + 4);
    columns.parents[i * 2] = view.getInt32(at + 8);
    columns.parents[i * 2 + 1] = view.getInt32(at + 12);
    columns.startNs[i] = difference(view, at + 16, base);
    columns.durationNs[i] = isMinusOne(view, at + 24) ? -1 : difference(view, at + 24, at + 16);
    columns.costUsd[i] = isMinusOne(view, at + 32) ? -1 : Number(view.getBigInt64(at + 32)) / 1e12;
    columns.inputTokens[i] = view.getInt32(at + 40);
    columns.outputTokens[i] = view.getInt32(at + 44);
    columns.ttftUs[i] = view.getInt32(at + 48);
    columns.types[i] = Math.min(view.getInt16(at + 52), spanTypes.length - 1);
    columns.kinds[i] = view.getInt16(at + 54);
    columns.statuses[i] = view.getInt16(at + 56);
    columns.flags[i] = view.getInt16(at + 58);
  }
  return columns;
}

/** Where the earliest start lies. */
function earliest(view: DataView, count: number): number {
  let best = 16;
  for (let i = 1; i < count; i++) {
    const at = i * bytesPerSpan + 16;
    const high = view.getInt32(at) - view.getInt32(best);
    if (high < 0 || (high === 0 && view.getUint32(at + 4) < view.getUint32(best + 4))) best = at;
  }
  return best;
}

/** Of two 64-bit integers, exact while it is below 2^53, and without a bigint for each. */
function difference(view: DataView, at: number, from: number): number {
  return (view.getInt32(at) - view.getInt32(from)) * 2 ** 32 + (view.getUint32(at + 4) - view.getUint32(from + 4));
}

const isMinusOne = (view: DataView, at: number): boolean => view.getInt32(at) === -1 && view.getInt32(at + 4) === -1;
