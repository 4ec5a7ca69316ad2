import { spanTypes } from "@spanloom/conventions";
import { superseded } from "./chunk-row.ts";
import { type CopiedField, type CopiedList, copyOutPieces, listIn } from "./postgres/copy-out.ts";
import type { Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";
import { TextDictionary } from "./text-dictionary.ts";

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
  /** -1: still running. */
  readonly durationNs: Float64Array;
  /** What `name` and `model` index. */
  readonly names: readonly string[];
  readonly models: readonly string[];
  readonly name: Int32Array;
  /** -1 for none. */
  readonly model: Int32Array;
  /** Index into conventions' spanTypes. */
  readonly types: Uint8Array;
  readonly kinds: Uint8Array;
  readonly statuses: Uint8Array;
  /** As `spans.flags`. */
  readonly flags: Uint8Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  readonly costUsd: Float64Array;
  readonly ttftUs: Int32Array;
}

/**
 * Reads the columns of all spans of one trace: the arrays of its chunks as they lie there, because taking 100,000 rows
 * apart, here or in Postgres, would take several times as long as reading them.
 */
export function readSpanColumns(db: Pool, traceId: string, day: string): Promise<SpanColumns> {
  return db.connection(async (connection) => {
    const trace = new TraceColumns();
    const pieces = copyOutPieces(
      connection,
      sql`select traits, span_ids, parent_ids, start_ns, end_ns, names, models, input_tokens, output_tokens,
        cost_pico_usd, ttft_us from chunks where day = ${day}::date and trace_id = ${traceId}::uuid and kind = 0
        order by created_at, chunk_id`,
    );
    for await (const { bytes, rows } of pieces) for (const row of rows) trace.add(bytes, row);
    return trace.columns();
  });
}

/** The columns of one chunk: each has one element a span, `ids` and `parents` two. */
type ChunkColumns = Omit<SpanColumns, "count" | "baseNs" | "names" | "models">;

/** Joins the columns of a trace's chunks. */
class TraceColumns {
  readonly #chunks: ChunkColumns[] = [];
  readonly #names = new TextDictionary();
  readonly #models = new TextDictionary();
  /** The start of the first span. Times are after it until all are there and the earliest is known. */
  #origin = 0n;

  /** The fields are those of the statement, in its order. */
  add(bytes: Buffer, fields: readonly (CopiedField | undefined)[]): void {
    const [traits, ids, parents, starts, ends, names, models, inputs, outputs, costs, ttfts] = fields;
    const chunk = new ChunkArrays(bytes, listIn(bytes, traits));
    if (chunk.count === 0) return;
    const startAt = listIn(bytes, starts);
    if (this.#chunks.length === 0) this.#origin = bytes.readBigInt64BE(startAt.at + lengthBytes);
    this.#chunks.push({
      ids: chunk.halves(listIn(bytes, ids)),
      parents: chunk.halves(listIn(bytes, parents)),
      startNs: chunk.timesAfter(startAt, this.#origin),
      durationNs: chunk.durations(startAt, listIn(bytes, ends)),
      name: chunk.texts(listIn(bytes, names), this.#names),
      model: chunk.texts(listIn(bytes, models), this.#models),
      types: chunk.traits(5, 31).map((type) => Math.min(type, spanTypes.length - 1)),
      kinds: chunk.traits(0, 7),
      statuses: chunk.traits(3, 3),
      flags: chunk.traits(10, 15),
      inputTokens: chunk.integers(listIn(bytes, inputs)),
      outputTokens: chunk.integers(listIn(bytes, outputs)),
      costUsd: chunk.costs(listIn(bytes, costs)),
      ttftUs: chunk.integers(listIn(bytes, ttfts)),
    });
  }

  columns(): SpanColumns {
    const starts = this.#joined("startNs", Float64Array);
    const earliest = starts.reduce((least, start) => Math.min(least, start), Number.POSITIVE_INFINITY);
    return {
      count: starts.length,
      baseNs: starts.length === 0 ? 0n : this.#origin + BigInt(earliest),
      startNs: starts.map((start) => start - earliest),
      durationNs: this.#joined("durationNs", Float64Array),
      ids: this.#joined("ids", Int32Array),
      parents: this.#joined("parents", Int32Array),
      names: this.#names.texts,
      models: this.#models.texts,
      name: this.#joined("name", Int32Array),
      model: this.#joined("model", Int32Array),
      types: this.#joined("types", Uint8Array),
      kinds: this.#joined("kinds", Uint8Array),
      statuses: this.#joined("statuses", Uint8Array),
      flags: this.#joined("flags", Uint8Array),
      inputTokens: this.#joined("inputTokens", Int32Array),
      outputTokens: this.#joined("outputTokens", Int32Array),
      costUsd: this.#joined("costUsd", Float64Array),
      ttftUs: this.#joined("ttftUs", Int32Array),
    };
  }

  #joined<Column extends Int32Array | Uint8Array | Float64Array>(
    key: keyof ChunkColumns,
    make: new (length: number) => Column,
  ): Column {
    const parts = this.#chunks.map((chunk) => chunk[key]);
    const joined = new make(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }
}

/** Before each element of an array stands its length, which is -1 for null. */
const lengthBytes = 4;
const int32Step = lengthBytes + 4;
const int64Step = lengthBytes + 8;

/** Reads arrays of one chunk, past the spans of which a later version has come. */
class ChunkArrays {
  /** Spans that are read. */
  readonly count: number;
  readonly #bytes: Buffer;
  /** Its reads are compiled to loads; those of a Buffer are calls. */
  readonly #view: DataView;
  /** Where in the arrays they stand. */
  readonly #places: Int32Array;
  readonly #traits: Int32Array;

  constructor(bytes: Buffer, { at, length }: CopiedList) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#places = new Int32Array(length);
    this.#traits = new Int32Array(length);
    let count = 0;
    for (let place = 0; place < length; place++) {
      const traits = this.#view.getInt32(at + place * int32Step + lengthBytes);
      if ((traits & superseded) !== 0) continue;
      this.#traits[count] = traits;
      this.#places[count++] = place;
    }
    this.count = count;
  }

  traits(shift: number, mask: number): Uint8Array {
    const values = new Uint8Array(this.count);
    for (let i = 0; i < this.count; i++) values[i] = (this.#traits[i]! >> shift) & mask;
    return values;
  }

  /** Of integers of 64 bits, both halves of each, the high one first. */
  halves({ at }: CopiedList): Int32Array {
    const values = new Int32Array(this.count * 2);
    for (let i = 0; i < this.count; i++) {
      const place = at + this.#places[i]! * int64Step + lengthBytes;
      values[i * 2] = this.#view.getInt32(place);
      values[i * 2 + 1] = this.#view.getInt32(place + 4);
    }
    return values;
  }

  timesAfter({ at }: CopiedList, origin: bigint): Float64Array {
    const high = Number(origin >> 32n);
    const low = Number(origin & 0xffffffffn);
    const values = new Float64Array(this.count);
    for (let i = 0; i < this.count; i++) {
      const place = at + this.#places[i]! * int64Step + lengthBytes;
      values[i] = difference(this.#view.getInt32(place), this.#view.getUint32(place + 4), high, low);
    }
    return values;
  }

  /** -1 where the end is zero. */
  durations({ at: startsAt }: CopiedList, { at: endsAt }: CopiedList): Float64Array {
    const view = this.#view;
    const values = new Float64Array(this.count);
    for (let i = 0; i < this.count; i++) {
      const offset = this.#places[i]! * int64Step + lengthBytes;
      const [start, end] = [startsAt + offset, endsAt + offset];
      const [high, low] = [view.getInt32(end), view.getUint32(end + 4)];
      const isOpen = high === 0 && low === 0;
      values[i] = isOpen ? -1 : difference(high, low, view.getInt32(start), view.getUint32(start + 4));
    }
    return values;
  }

  /** Indices of texts; -1 for null. */
  texts(list: CopiedList, dictionary: TextDictionary): Int32Array {
    return this.#eachOf(list, new Int32Array(this.count), (start, end) => dictionary.indexOf(this.#bytes, start, end));
  }

  /** Of 32 bits; -1 for null. */
  integers(list: CopiedList): Int32Array {
    return this.#eachOf(list, new Int32Array(this.count), (start) => this.#view.getInt32(start));
  }

  /** US dollars, of 64-bit integers that count 1e-12 of one; -1 for null. */
  costs(list: CopiedList): Float64Array {
    const view = this.#view;
    return this.#eachOf(
      list,
      new Float64Array(this.count),
      (start) => (view.getInt32(start) * 2 ** 32 + view.getUint32(start + 4)) / 1e12,
    );
  }

  /** Elements that may be null are of several lengths, so each is found by the one before it. */
  #eachOf<Column extends Int32Array | Float64Array>(
    { at, length }: CopiedList,
    values: Column,
    read: (start: number, end: number) => number,
  ): Column {
    if (length === 0) return values.fill(-1) as Column;
    let next = at;
    let place = 0;
    for (let i = 0; i < this.count; i++) {
      for (; place < this.#places[i]!; place++) next += lengthBytes + Math.max(0, this.#view.getInt32(next));
      const size = this.#view.getInt32(next);
      const start = next + lengthBytes;
      values[i] = size < 0 ? -1 : read(start, start + size);
      next = start + Math.max(0, size);
      place++;
    }
    return values;
  }
}

/** Of two 64-bit integers, exact while it is below 2^53, and without a bigint for each. */
function difference(high: number, low: number, fromHigh: number, fromLow: number): number {
  return (high - fromHigh) * 2 ** 32 + (low - fromLow);
}
