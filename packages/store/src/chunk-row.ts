/** What is written of a chunk, and how: a row of `chunks` in binary COPY. */
import type { Day } from "./partitions.ts";
import type { CopyBuffer } from "./postgres/copy.ts";

/** What a chunk's columns hold of one span. Ids are signed 64-bit integers. */
export interface SpanRow {
  readonly spanId: bigint;
  readonly parentId: bigint | undefined;
  readonly startNs: bigint;
  readonly endNs: bigint | undefined;
  readonly sizeBytes: number;
  readonly costPicoUsd: bigint | undefined;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly cacheReadTokens: number | undefined;
  readonly cacheWriteTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
  readonly ttftUs: number | undefined;
  readonly kind: number;
  readonly status: number;
  readonly type: number;
  readonly flags: number;
  readonly name: string;
  readonly model: string | undefined;
  readonly provider: string | undefined;
  readonly tool: string | undefined;
  readonly agent: string | undefined;
  readonly responseId: string | undefined;
  readonly notes: readonly string[];
}

/** `flags` of the view `spans` */
export const spanFlags = { exception: 1, rollup: 2, changed: 4, unpriced: 8 } as const;

/** What a chunk's columns hold of one log record. */
export interface LogRecordRow {
  readonly recordId: bigint;
  readonly spanId: bigint;
  readonly timeNs: bigint;
  readonly eventName: string;
}

interface AnyChunkRow {
  readonly traceId: string;
  readonly chunkId: bigint;
  readonly readerVersion: number;
  readonly rawBytes: number;
  readonly tokens: Int32Array;
  /** Its word filter; null where it has none and may hold any word. */
  readonly words: Uint8Array | null;
  /** zstd, one frame or two. */
  readonly data: Uint8Array;
  /** Of the first of two frames, see `cutContent`; null where there is but one. */
  readonly headBytes: number | null;
}

export interface SpanChunkRow extends AnyChunkRow {
  readonly kind: 0;
  /** In the order of the spans in `data`. */
  readonly rows: readonly SpanRow[];
}

export interface LogChunkRow extends AnyChunkRow {
  readonly kind: 1;
  readonly rows: readonly LogRecordRow[];
}

export type ChunkRow = SpanChunkRow | LogChunkRow;

/** `traits`, bit 14: a later version of the span has come. */
export const superseded = 1 << 14;

/** The table and its columns in the order of `writeChunk`. */
export const chunkTarget = `chunks (chunk_id, trace_id, day, raw_bytes, kind, reader_version, span_ids, start_ns, names, record_ids,
  parent_ids, end_ns, size_bytes, traits, models, providers, tools, agents, response_ids, input_tokens, output_tokens, cache_read_tokens,
  cache_write_tokens, reasoning_tokens, ttft_us, cost_pico_usd, notes, tokens, words, data, head_bytes)`;
const chunkColumns = 31;

/** Spans whose ids are in `known` (trace id and span id) are stored already: only their bytes go in. */
export function writeChunk(copy: CopyBuffer, chunk: ChunkRow, day: Day, known: ReadonlySet<string>): void {
  copy.row(chunkColumns);
  copy.int8(chunk.chunkId);
  copy.uuid(chunk.traceId);
  copy.date(day);
  copy.int4(chunk.rawBytes);
  copy.int2(chunk.kind);
  copy.int2(chunk.readerVersion);
  copy.int8Array<SpanRow | LogRecordRow>(chunk.rows, ({ spanId }) => spanId);
  if (chunk.kind === 0) writeSpans(copy, chunk, known);
  else writeRecords(copy, chunk.rows);
  copy.int4s(chunk.tokens);
  if (chunk.words === null) copy.null();
  else copy.bytes(chunk.words);
  copy.bytes(chunk.data);
  if (chunk.headBytes === null) copy.null();
  else copy.int4(chunk.headBytes);
}

function writeSpans(copy: CopyBuffer, { traceId, rows }: SpanChunkRow, known: ReadonlySet<string>): void {
  copy.int8Array(rows, ({ startNs }) => startNs);
  copy.textArray(rows, ({ name }) => name);
  copy.null();
  copy.int8Array(rows, ({ parentId = 0n }) => parentId);
  copy.int8Array(rows, ({ endNs = 0n }) => endNs);
  copy.int4Array(rows, ({ sizeBytes }) => sizeBytes);
  copy.int4Array(
    rows,
    (row) => traitsOf(row) | (known.size > 0 && known.has(`${traceId}${row.spanId}`) ? superseded : 0),
  );
  copy.textArray(rows, ({ model }) => model);
  copy.textArray(rows, ({ provider }) => provider);
  copy.textArray(rows, ({ tool }) => tool);
  copy.textArray(rows, ({ agent }) => agent);
  copy.textArray(rows, ({ responseId }) => responseId);
  copy.int4Array(rows, ({ inputTokens }) => inputTokens);
  copy.int4Array(rows, ({ outputTokens }) => outputTokens);
  copy.int4Array(rows, ({ cacheReadTokens }) => cacheReadTokens);
  copy.int4Array(rows, ({ cacheWriteTokens }) => cacheWriteTokens);
  copy.int4Array(rows, ({ reasoningTokens }) => reasoningTokens);
  copy.int4Array(rows, ({ ttftUs }) => ttftUs);
  copy.int8Array(rows, ({ costPicoUsd }) => costPicoUsd);
  const notes = rows.flatMap((row, index) => (row.notes.length > 0 ? [[index, row.notes]] : []));
  if (notes.length > 0) copy.jsonb(JSON.stringify(Object.fromEntries(notes)));
  else copy.null();
}

function writeRecords(copy: CopyBuffer, rows: readonly LogRecordRow[]): void {
  copy.int8Array(rows, ({ timeNs }) => timeNs);
  copy.textArray(rows, ({ eventName }) => eventName);
  copy.int8Array(rows, ({ recordId }) => recordId);
  for (let column = 0; column < 17; column++) copy.null();
}

/** As the view `spans` unpacks them. */
function traitsOf({ kind, status, type, flags }: SpanRow): number {
  return kind | (status << 3) | (type << 5) | (flags << 10);
}
