import { spanIdFromBigint, spanIdToBigint } from "@spanloom/wire";
import { itemsOf, pickItems } from "./chunk-items.ts";
import type { Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";
import { chunkOfLogs, chunkOfSpans } from "./search/chunk-texts.ts";
import { likeWords } from "./search/like-pattern.ts";
import { mayHold, readCommonSince } from "./search/word-check.ts";
import { readSpanColumns, type SpanColumns } from "./span-columns.ts";
import { type ChunkedItem, compareItems, readTraceChunks, type TraceChunk, type TraceKey } from "./trace-chunks.ts";

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
    const wanted = spanIds?.map(spanIdToBigint);
    const which = wanted === undefined ? sql`true` : sql`span_ids && ${wanted}::bigint[]`;
    const chosen = chosenOf(await readTraceChunks(this.#db, trace, which, true), wanted && new Set(wanted));
    const merged = (kind: number) => Buffer.concat(chosen.filter(({ chunk }) => chunk.kind === kind).map(pick));
    const notes = chosen
      .flatMap(({ items }) => items.filter((item) => item.notes.length > 0))
      .sort(compareItems)
      .map((item) => ({ spanId: spanIdFromBigint(item.spanId), notes: item.notes }));
    return { traces: merged(chunkOfSpans), logs: merged(chunkOfLogs), notes };
  }

  /** The whole trace, a piece at a time, so that no trace is too large to be downloaded. Each piece is a message. */
  async *readAll(trace: TraceKey, kind: "traces" | "logs"): AsyncGenerator<Uint8Array> {
    const isOfKind = sql`kind = ${kind === "traces" ? chunkOfSpans : chunkOfLogs}`;
    const listed = chosenOf(await readTraceChunks(this.#db, trace, isOfKind, false));
    for (const { chunk, items } of listed) {
      const [read] = await readTraceChunks(this.#db, trace, sql`chunk_id = ${chunk.chunkId}::bigint`, true);
      // One that is gone in the middle was merged into another, or deleted with its trace.
      if (read !== undefined) yield pick({ chunk: read, items });
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
      for (const { content, items } of await readTraceChunks(
        this.#db,
        trace,
        sql`chunk_id = any(${some}::bigint[])`,
        true,
      )) {
        if (!lowerCase(content).includes(needle)) continue;
        const texts = itemsOf(content);
        for (const { index, spanId } of items) {
          if (!lowerCase(texts[index]!).includes(needle)) continue;
          found.add(spanIdFromBigint(spanId));
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
}

/** Chunks that are read and looked through together. */
const chunksAtOnce = 8;

interface Chosen {
  readonly chunk: TraceChunk;
  readonly items: readonly ChunkedItem[];
}

/** Of each chunk the items of the spans, or all; the chunks by the first of these. */
function chosenOf(chunks: readonly TraceChunk[], spanIds?: ReadonlySet<bigint>): Chosen[] {
  const chosen = chunks.map((chunk) => ({
    chunk,
    items: chunk.items.filter(({ spanId }) => spanIds?.has(spanId) ?? true).sort(compareItems),
  }));
  return chosen.filter(({ items }) => items.length > 0).sort((a, b) => compareItems(a.items[0]!, b.items[0]!));
}

/** A message of the items alone; messages with repeated fields are merged by writing one after the other. */
function pick({ chunk, items }: Chosen): Uint8Array {
  return pickItems(chunk.content, new Set(items.map(({ index }) => index)));
}

const lowerCase = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8").toLowerCase();
