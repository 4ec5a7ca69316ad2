import { spanIdFromBigint, spanIdToBigint } from "@spanloom/wire";
import { itemsOf, pickItems } from "./chunk-items.ts";
import { decompress } from "./decompress.ts";
import type { Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import { likeWords } from "./search/like-pattern.ts";
import { mayHold, readCommonSince } from "./search/word-check.ts";
import { readSpanColumns, type SpanColumns } from "./span-columns.ts";

/** A trace as spans name it: `TraceRow` is one. */
export interface TraceKey {
  readonly traceId: string;
  readonly day: string;
}

export interface SpanPayload {
  /** TracesData, binary: the spans as they came, with their resources and scopes. */
  readonly traces: Uint8Array;
  /** LogsData, binary: the log records that name the spans. */
  readonly logs: Uint8Array;
  /** What had to be changed so that a span could be stored. */
  readonly notes: readonly { readonly spanId: string; readonly notes: readonly string[] }[];
}

/** Reading spans: their narrow rows for trees, their content for whoever looks at it. */
export class Spans {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** The narrow rows of a trace: all that a tree shows. */
  columns(trace: TraceKey): Promise<SpanColumns> {
    return readSpanColumns(this.#db, trace.traceId, trace.day);
  }

  /** Chosen spans (16 hex digits each), or all. Ids that the trace does not have are left out. */
  async read(trace: TraceKey, spanIds?: readonly string[]): Promise<SpanPayload> {
    const chosen = spanIds === undefined ? all : sql`and span_id = any(${spanIds.map(spanIdToBigint)}::bigint[])`;
    const [spans, logs] = await Promise.all([this.#places(trace, chosen), this.#logPlaces(trace, chosen)]);
    const [traces, logData] = await Promise.all([this.#collect(trace, spans), this.#collect(trace, logs)]);
    const notes = spans
      .filter((row) => row.notes !== null && row.notes.length > 0)
      .map((row) => ({ spanId: spanIdFromBigint(row.span_id), notes: row.notes! }));
    return { traces, logs: logData, notes };
  }

  /** The whole trace, a piece at a time, so that no trace is too large to be downloaded. Each piece is a message. */
  async *readAll(trace: TraceKey, kind: "traces" | "logs"): AsyncGenerator<Uint8Array> {
    const places = kind === "traces" ? await this.#places(trace, all) : await this.#logPlaces(trace, all);
    for (const [chunkId, rows] of byChunk(places)) {
      const chunks = await this.#chunks(trace, [chunkId]);
      yield pick(chunks.get(chunkId), rows);
    }
  }

  /**
   * Ids of spans whose name, attributes, events or log records contain the text, in any case and in no order; `limit`
   * at most.
   */
  async find(trace: TraceKey, text: string, limit: number): Promise<Set<string>> {
    const found = new Set<string>();
    const needle = text.toLowerCase();
    const chunkIds = await this.#chunksThatMayHold(trace, text);
    for (let from = 0; from < chunkIds.length; from += chunksAtOnce) {
      const some = chunkIds.slice(from, from + chunksAtOnce);
      const [chunks, places, logPlaces] = await Promise.all([
        this.#chunks(trace, some),
        this.#places(trace, sql`and chunk_id = any(${some}::bigint[])`),
        this.#logPlaces(trace, sql`and chunk_id = any(${some}::bigint[])`),
      ]);
      const placesOf = byChunk([...places, ...logPlaces]);
      for (const [chunkId, chunk] of chunks) {
        if (!lowerCase(chunk).includes(needle)) continue;
        const items = itemsOf(chunk);
        for (const { span_id, chunk_index } of placesOf.get(chunkId) ?? []) {
          const item = items[chunk_index];
          if (item === undefined || !lowerCase(item).includes(needle)) continue;
          found.add(spanIdFromBigint(span_id));
          if (found.size >= limit) return found;
        }
      }
    }
    return found;
  }

  /** By their word filters, where the text has a whole word; else all of them. */
  async #chunksThatMayHold({ traceId, day }: TraceKey, text: string): Promise<bigint[]> {
    const words = likeWords(`%${text.replace(/[\\%_]/g, "\\$&")}%`);
    const common = await readCommonSince(this.#db, words);
    const rows = await this.#db.query<{ chunk_id: bigint }>(sql`
      select c.chunk_id from chunks c where c.day = ${day}::date and c.trace_id = ${traceId}::uuid and ${mayHold(words, common)}
      order by c.created_at`);
    return rows.map(({ chunk_id }) => chunk_id);
  }

  async #places({ traceId, day }: TraceKey, chosen: Sql): Promise<readonly Place[]> {
    return this.#db.query<Place>(sql`
      select span_id, chunk_id, chunk_index, notes from spans
      where day = ${day}::date and trace_id = ${traceId}::uuid ${chosen} order by start_ns, span_id`);
  }

  async #logPlaces({ traceId, day }: TraceKey, chosen: Sql): Promise<readonly Place[]> {
    return this.#db.query<Place>(sql`
      select span_id, chunk_id, chunk_index, null as notes from log_records
      where day = ${day}::date and trace_id = ${traceId}::uuid ${chosen} order by time_ns, record_id`);
  }

  /** One message of all the places: messages with repeated fields are merged by writing one after the other. */
  async #collect(trace: TraceKey, places: readonly Place[]): Promise<Uint8Array> {
    const groups = byChunk(places);
    const chunks = await this.#chunks(trace, [...groups.keys()]);
    return Buffer.concat(Array.from(groups, ([chunkId, rows]) => pick(chunks.get(chunkId), rows)));
  }

  /** The content of chunks, by their ids. */
  async #chunks({ traceId, day }: TraceKey, chunkIds: readonly bigint[]): Promise<Map<bigint, Buffer>> {
    if (chunkIds.length === 0) return new Map();
    const rows = await this.#db.query<{ chunk_id: bigint; raw_bytes: number; data: Buffer }>(sql`
      select chunk_id, raw_bytes, data from chunks
      where day = ${day}::date and trace_id = ${traceId}::uuid and chunk_id = any(${[...chunkIds]}::bigint[])`);
    const contents = await Promise.all(rows.map(({ data, raw_bytes }) => decompress(data, raw_bytes)));
    return new Map(rows.map(({ chunk_id }, i) => [chunk_id, contents[i]!]));
  }
}

const all = sql``;
/** Chunks that are read and looked through together. */
const chunksAtOnce = 8;

interface Place {
  readonly span_id: bigint;
  readonly chunk_id: bigint;
  readonly chunk_index: number;
  readonly notes: readonly string[] | null;
}

function byChunk(places: readonly Place[]): Map<bigint, Place[]> {
  return Map.groupBy(places, (place) => place.chunk_id);
}

/** A chunk that is gone in the middle of a read was deleted with its trace. */
function pick(chunk: Buffer | undefined, places: readonly Place[]): Uint8Array {
  if (chunk === undefined) return new Uint8Array(0);
  return pickItems(chunk, new Set(places.map((place) => place.chunk_index)));
}

const lowerCase = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8").toLowerCase();
