import { spanTypes } from "@spanloom/conventions";
import { superseded } from "./chunk-row.ts";
import { type CopiedList, copyOut, listIn } from "./postgres/copy-out.ts";
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
 * Reads the columns of all spans of one trace: the arrays of its chunks as they lie there, because taking 100,000 rows
 * apart, here or in Postgres, would take several times as long as reading them.
 */
export async function readSpanColumns(db: Pool, traceId: string, day: string): Promise<SpanColumns> {
  const { bytes, rows } = await db.connection((connection) =>
    copyOut(
      connection,
      sql`select span_ids, parent_ids, start_ns, end_ns, traits, names, models, input_tokens, output_tokens,
        cost_pico_usd, ttft_us from chunks where day = ${day}::date and trace_id = ${traceId}::uuid and kind = 0
        order by created_at, chunk_id`,
    ),
  );
  return columnsOf(
    bytes,
    rows.map((row) => row.map((field) => listIn(bytes, field))),
  );
}

/** The columns that are read of a chunk, in the order of the statement. */
type ChunkArrays = readonly CopiedList[];

function columnsOf(bytes: Buffer, chunks: readonly ChunkArrays[]): SpanColumns {
  const count = chunks.reduce((sum, [ids]) => sum + ids!.length, 0);
  const columns = {
    ids: new Int32Array(count * 2),
    parents: new Int32Array(count * 2),
    startNs: new Float64Array(count),
    durationNs: new Float64Array(count),
    names: [] as string[],
    models: [] as string[],
    types: new Uint8Array(count),
    kinds: new Uint8Array(count),
    statuses: new Uint8Array(count),
    flags: new Uint8Array(count),
    inputTokens: new Float64Array(count),
    outputTokens: new Float64Array(count),
    costUsd: new Float64Array(count),
    ttftUs: new Float64Array(count),
  };
  const baseAt = earliestStart(bytes, chunks);
  let row = 0;
  for (const [ids, parents, starts, ends, traits, names, models, inputs, outputs, costs, ttfts] of chunks) {
    const name = textReader(bytes, names!);
    const model = textReader(bytes, models!);
    const input = numberReader(bytes, inputs!);
    const output = numberReader(bytes, outputs!);
    const cost = numberReader(bytes, costs!);
    const ttft = numberReader(bytes, ttfts!);
    for (let i = 0; i < ids!.length; i++) {
      const trait = bytes.readInt32BE(traits!.at + i * 8 + 4);
      const values = { name: name(), model: model(), input: input(), output: output(), cost: cost(), ttft: ttft() };
      if ((trait & superseded) !== 0) continue;
      const idAt = ids!.at + i * 12 + 4;
      const parentAt = parents!.at + i * 12 + 4;
      const startAt = starts!.at + i * 12 + 4;
      const endAt = ends!.at + i * 12 + 4;
      columns.ids[row * 2] = bytes.readInt32BE(idAt);
      columns.ids[row * 2 + 1] = bytes.readInt32BE(idAt + 4);
      columns.parents[row * 2] = bytes.readInt32BE(parentAt);
      columns.parents[row * 2 + 1] = bytes.readInt32BE(parentAt + 4);
      columns.startNs[row] = difference(bytes, startAt, baseAt);
      columns.durationNs[row] = isZero(bytes, endAt) ? -1 : difference(bytes, endAt, startAt);
      columns.kinds[row] = trait & 7;
      columns.statuses[row] = (trait >> 3) & 3;
      columns.types[row] = Math.min((trait >> 5) & 31, spanTypes.length - 1);
      columns.flags[row] = (trait >> 10) & 15;
      columns.names.push(values.name);
      columns.models.push(values.model);
      columns.inputTokens[row] = values.input;
      columns.outputTokens[row] = values.output;
      columns.costUsd[row] = values.cost < 0 ? -1 : values.cost / 1e12;
      columns.ttftUs[row] = values.ttft;
      row++;
    }
  }
  return { ...upTo(row, columns), count: row, baseNs: baseAt < 0 ? 0n : bytes.readBigInt64BE(baseAt) };
}

/** Superseded versions were counted before they were passed over. */
function upTo<Columns extends Record<string, string[] | Int32Array | Uint8Array | Float64Array>>(
  count: number,
  columns: Columns,
): Columns {
  const cut = Object.entries(columns).map(([name, column]) => {
    if (Array.isArray(column)) return [name, column];
    return [name, column.subarray(0, name === "ids" || name === "parents" ? count * 2 : count)];
  });
  return Object.fromEntries(cut) as Columns;
}

/** Reads one element after the other; "" for null. Spans share few names, so a name is decoded once in a row. */
function textReader(bytes: Buffer, { at, length }: CopiedList): () => string {
  let next = at;
  let last = "";
  let lastAt = -1;
  return () => {
    if (length === 0) return "";
    const size = bytes.readInt32BE(next);
    const start = next + 4;
    next = start + Math.max(0, size);
    if (size < 0) return "";
    if (lastAt < 0 || bytes.compare(bytes, lastAt, lastAt + size, start, next) !== 0 || last.length !== size) {
      last = bytes.toString("utf8", start, next);
      lastAt = start;
    }
    return last;
  };
}

/** Reads one integer after the other, of four or eight bytes; -1 for null. */
function numberReader(bytes: Buffer, { at, length }: CopiedList): () => number {
  let next = at;
  return () => {
    if (length === 0) return -1;
    const size = bytes.readInt32BE(next);
    const start = next + 4;
    next = start + Math.max(0, size);
    if (size < 0) return -1;
    return size === 4 ? bytes.readInt32BE(start) : Number(bytes.readBigInt64BE(start));
  };
}

/** Where the earliest start lies, or -1. */
function earliestStart(bytes: Buffer, chunks: readonly ChunkArrays[]): number {
  let best = -1;
  for (const [, , starts, , traits] of chunks) {
    for (let i = 0; i < starts!.length; i++) {
      if ((bytes.readInt32BE(traits!.at + i * 8 + 4) & superseded) !== 0) continue;
      const at = starts!.at + i * 12 + 4;
      if (best < 0 || difference(bytes, at, best) < 0) best = at;
    }
  }
  return best;
}

/** Of two 64-bit integers, exact while it is below 2^53, and without a bigint for each. */
function difference(bytes: Buffer, at: number, from: number): number {
  return (
    (bytes.readInt32BE(at) - bytes.readInt32BE(from)) * 2 ** 32 +
    (bytes.readUInt32BE(at + 4) - bytes.readUInt32BE(from + 4))
  );
}

function isZero(bytes: Buffer, at: number): boolean {
  return bytes.readInt32BE(at) === 0 && bytes.readInt32BE(at + 4) === 0;
}
