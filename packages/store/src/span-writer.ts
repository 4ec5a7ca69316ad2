import { type Day, dateOf, dayOfDate, Partitions } from "./partitions.ts";
import { CopyBuffer } from "./postgres/copy.ts";
import type { Connection, Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";

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
  readonly traceIdBytes: Uint8Array;
  readonly chunkId: bigint;
  readonly readerVersion: number;
  readonly rawBytes: number;
  readonly tokens: Int32Array;
  readonly words: Uint8Array;
  /** zstd */
  readonly data: Uint8Array;
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

export interface Place {
  readonly chunkId: bigint;
  readonly chunkIndex: number;
}

export type PlacedSpanRow = SpanRow & Place;

export interface StoredChunk {
  readonly chunkId: bigint;
  readonly kind: 0 | 1;
  readonly readerVersion: number;
  readonly tokens: readonly number[];
  /** zstd */
  readonly data: Buffer;
}

/** Which span a field of a trace was taken from: a lower tier is a better source, then the lower order. */
export type Origin = readonly [tier: number, order: string];

/** A trace's row as the writer reads and writes it. */
export interface StoredTrace {
  readonly traceId: string;
  readonly day: Day;
  readonly experimentId: bigint;
  readonly startNs: bigint;
  readonly endNs: bigint | undefined;
  readonly rootSpanId: bigint | undefined;
  readonly rootStatus: number | undefined;
  readonly spanCount: number;
  readonly errorCount: number;
  readonly chunkCount: number;
  /** Goes up with every write of spans. */
  readonly revision: number;
  /** Whether nothing is left to do once no more spans come. */
  readonly settled: boolean;
  readonly inputTokens: bigint | undefined;
  readonly outputTokens: bigint | undefined;
  readonly cacheReadTokens: bigint | undefined;
  readonly cacheWriteTokens: bigint | undefined;
  readonly reasoningTokens: bigint | undefined;
  readonly costPicoUsd: bigint | undefined;
  readonly costPartial: boolean;
  readonly name: string;
  readonly session: string | undefined;
  readonly endUser: string | undefined;
  readonly runId: string | undefined;
  readonly modelId: string | undefined;
  readonly inputPreview: string | undefined;
  readonly outputPreview: string | undefined;
  readonly models: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly origins: Readonly<Record<string, Origin>>;
  /** What a client said of the whole trace; the columns that it names are already those of the row. */
  readonly reported: Readonly<Record<string, unknown>> | undefined;
}

export interface SpanVersion {
  readonly traceId: string;
  readonly chunkId: bigint;
  readonly chunkIndex: number;
  readonly spanId: bigint;
  readonly endNs: bigint | undefined;
  readonly sizeBytes: number;
  readonly status: number;
}

/** What the usage of a stored span is worked out from (conventions' UsageNode, as stored). */
export interface StoredUsage {
  readonly traceId: string;
  readonly spanId: bigint;
  readonly parentId: bigint | undefined;
  readonly startNs: bigint;
  readonly type: number;
  readonly flags: number;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly cacheReadTokens: number | undefined;
  readonly cacheWriteTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
  readonly costPicoUsd: bigint | undefined;
  readonly responseId: string | undefined;
}

/**
 * The writes of span ingest, as steps of one transaction that `ingest` orders: lock the traces, see what is stored
 * already, copy what is new, update the traces. The rows of a batch are locked in the order of their ids, so writers on
 * the same traces wait for each other and never deadlock.
 */
export class SpanWriter {
  readonly #pool: Pool;
  readonly #partitions: Partitions;

  constructor(pool: Pool) {
    this.#pool = pool;
    this.#partitions = new Partitions(pool);
  }

  ensureDays(days: Iterable<Day>): Promise<void> {
    return this.#partitions.ensure(days);
  }

  /** After an error that a missing partition may have caused. */
  forgetDays(): void {
    this.#partitions.forget();
  }

  transaction<T>(work: (writing: SpanWriting) => Promise<T>): Promise<T> {
    return this.#pool.transaction((connection) => work(new SpanWriting(connection)));
  }
}

export class SpanWriting {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Inserts the traces that are new, and locks all of them until the transaction ends. Resolves to those that were there
   * before, as they are stored; they are unchanged so far.
   */
  async lockTraces(traces: readonly StoredTrace[]): Promise<Map<string, StoredTrace>> {
    const rows = await this.#connection.query<TraceColumns>(sql`
      with locked as (
        insert into traces select * from json_populate_recordset(null::traces, ${jsonRows(traces)}::json) order by trace_id
        on conflict (trace_id) do update set updated_at = traces.updated_at
        returning traces.*, (xmax <> 0) as was_there
      )
      select * from locked where was_there`);
    return new Map(rows.map((row) => [hexOf(row.trace_id), storedTrace(row)]));
  }

  /** Which of these spans are stored already, and in which version. */
  async storedVersions(
    traceIds: readonly string[],
    spanIds: readonly bigint[],
    days: ReadonlyMap<string, Day>,
  ): Promise<SpanVersion[]> {
    const rows = await this.#connection.query<VersionColumns>(sql`
      select s.trace_id, s.span_id, s.chunk_id, s.chunk_index, s.end_ns, s.size_bytes, s.status
      from ${tracesByDay(traceIds, days)} join spans s using (day, trace_id)
      where s.span_id = any(${[...spanIds]}::bigint[])`);
    return rows.map((row) => ({
      traceId: hexOf(row.trace_id),
      spanId: row.span_id,
      chunkId: row.chunk_id,
      chunkIndex: row.chunk_index,
      endNs: row.end_ns ?? undefined,
      sizeBytes: row.size_bytes,
      status: row.status,
    }));
  }

  /** Takes stored versions of spans out of their traces: a later version has come. Their bytes stay in the chunk. */
  async supersede(spans: readonly SpanVersion[], days: ReadonlyMap<string, Day>): Promise<void> {
    for (const chunk of Map.groupBy(spans, ({ chunkId }) => chunkId).values()) {
      const { traceId, chunkId } = chunk[0]!;
      await this.#connection.execute(sql`
        update chunks set traits = (
          select array_agg(case when position - 1 = any(${chunk.map(({ chunkIndex }) => chunkIndex)}::int[])
            then trait | ${superseded}::int else trait end order by position)
          from unnest(traits) with ordinality as t (trait, position))
        where day = ${dateOf(days.get(traceId) ?? 0)}::date and trace_id = ${traceId}::uuid and chunk_id = ${chunkId}`);
    }
  }

  /** Every stored span of these traces, as far as adding up usage needs it. */
  async storedUsage(traceIds: readonly string[], days: ReadonlyMap<string, Day>): Promise<StoredUsage[]> {
    const rows = await this.#connection.query<UsageColumns>(sql`
      select s.trace_id, s.span_id, s.parent_id, s.start_ns, s.type, s.flags, s.input_tokens, s.output_tokens,
             s.cache_read_tokens, s.cache_write_tokens, s.reasoning_tokens, s.cost_pico_usd, s.response_id
      from ${tracesByDay(traceIds, days)} join spans s using (day, trace_id)`);
    return rows.map((row) => ({
      traceId: hexOf(row.trace_id),
      spanId: row.span_id,
      parentId: row.parent_id ?? undefined,
      startNs: row.start_ns,
      type: row.type,
      flags: row.flags,
      inputTokens: row.input_tokens ?? undefined,
      outputTokens: row.output_tokens ?? undefined,
      cacheReadTokens: row.cache_read_tokens ?? undefined,
      cacheWriteTokens: row.cache_write_tokens ?? undefined,
      reasoningTokens: row.reasoning_tokens ?? undefined,
      costPicoUsd: row.cost_pico_usd ?? undefined,
      responseId: row.response_id ?? undefined,
    }));
  }

  /** Which of these log records are stored already. */
  async storedRecords(
    traceIds: readonly string[],
    recordIds: readonly bigint[],
    days: ReadonlyMap<string, Day>,
  ): Promise<ReadonlySet<bigint>> {
    const rows = await this.#connection.query<{ record_id: bigint }>(sql`
      select r.record_id from ${tracesByDay(traceIds, days)} join log_records r using (day, trace_id)
      where r.record_id = any(${[...recordIds]}::bigint[])`);
    return new Set(rows.map(({ record_id }) => record_id));
  }

  /** A trace that is to be settled and has had no new span for so long, locked; undefined where there is none. */
  async claimUnsettled(idleSeconds: number): Promise<StoredTrace | undefined> {
    const [row] = await this.#connection.query<TraceColumns>(sql`
      select * from traces where not settled and updated_at < now() - make_interval(secs => ${idleSeconds})
      order by updated_at limit 1 for update skip locked`);
    return row === undefined ? undefined : storedTrace(row);
  }

  /** The traces after `afterTraceId` in the order of their ids, locked. */
  async lockNext(afterTraceId: string, limit: number): Promise<StoredTrace[]> {
    const rows = await this.#connection.query<TraceColumns>(sql`
      select * from traces where trace_id > ${afterTraceId}::uuid order by trace_id limit ${limit} for update`);
    return rows.map(storedTrace);
  }

  /** The chunks of a trace without their columns, the oldest first. */
  async chunks({ traceId, day }: Pick<StoredTrace, "traceId" | "day">): Promise<StoredChunk[]> {
    const rows = await this.#connection.query<{
      chunk_id: bigint;
      kind: 0 | 1;
      reader_version: number;
      tokens: number[];
      data: Buffer;
    }>(sql`
      select chunk_id, kind, reader_version, tokens, data from chunks
      where day = ${dateOf(day)}::date and trace_id = ${traceId}::uuid order by created_at, chunk_id`);
    return rows.map((row) => ({
      chunkId: row.chunk_id,
      kind: row.kind,
      readerVersion: row.reader_version,
      tokens: row.tokens,
      data: row.data,
    }));
  }

  /** The columns of a trace's spans, and where the bytes of each lie. */
  async spanRows({ traceId, day }: Pick<StoredTrace, "traceId" | "day">): Promise<PlacedSpanRow[]> {
    const rows = await this.#connection.query<SpanColumnsRow>(sql`
      select * from spans where day = ${dateOf(day)}::date and trace_id = ${traceId}::uuid order by chunk_id, chunk_index`);
    return rows.map(placedSpanRow);
  }

  /** The columns of a trace's log records, and where the bytes of each lie. */
  async recordRows({ traceId, day }: Pick<StoredTrace, "traceId" | "day">): Promise<(LogRecordRow & Place)[]> {
    const rows = await this.#connection.query<{
      record_id: bigint;
      span_id: bigint;
      time_ns: bigint;
      event_name: string;
      chunk_id: bigint;
      chunk_index: number;
    }>(sql`
      select * from log_records where day = ${dateOf(day)}::date and trace_id = ${traceId}::uuid order by chunk_id, chunk_index`);
    return rows.map((row) => ({
      recordId: row.record_id,
      spanId: row.span_id,
      timeNs: row.time_ns,
      eventName: row.event_name,
      chunkId: row.chunk_id,
      chunkIndex: row.chunk_index,
    }));
  }

  async deleteChunks(
    { traceId, day }: Pick<StoredTrace, "traceId" | "day">,
    chunkIds: readonly bigint[],
  ): Promise<void> {
    await this.#connection.execute(sql`
      delete from chunks where day = ${dateOf(day)}::date and trace_id = ${traceId}::uuid and chunk_id = any(${[...chunkIds]}::bigint[])`);
  }

  /** Writes chunks. Spans whose ids are in `known` are stored already: only their bytes go in. */
  async copyChunks(
    chunks: readonly ChunkRow[],
    days: ReadonlyMap<string, Day>,
    known: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    const copy = new CopyBuffer(
      chunks.reduce((sum, { data, words, rows }) => sum + data.length + words.length + rows.length * 150, 1024),
    );
    for (const chunk of chunks) writeChunk(copy, chunk, days.get(chunk.traceId) ?? 0, known);
    await copy.send(this.#connection.client, chunkTarget);
  }

  /** Gives locked traces their new values. `touch`: spans have come, so they are running again. */
  async updateTraces(traces: readonly StoredTrace[], touch = true): Promise<void> {
    if (traces.length === 0) return;
    await this.#connection.execute(sql`
      update traces t set experiment_id = n.experiment_id, start_ns = n.start_ns, end_ns = n.end_ns,
        updated_at = case when ${touch} then n.updated_at else t.updated_at end, root_span_id = n.root_span_id, root_status = n.root_status,
        span_count = n.span_count, error_count = n.error_count, chunk_count = n.chunk_count, revision = t.revision + 1, settled = n.settled,
        input_tokens = n.input_tokens, output_tokens = n.output_tokens, cache_read_tokens = n.cache_read_tokens,
        cache_write_tokens = n.cache_write_tokens, reasoning_tokens = n.reasoning_tokens,
        cost_pico_usd = n.cost_pico_usd, cost_partial = n.cost_partial, name = n.name, session = n.session,
        end_user = n.end_user, run_id = n.run_id, model_id = n.model_id, input_preview = n.input_preview,
        output_preview = n.output_preview, models = n.models, tags = n.tags, metadata = n.metadata, origins = n.origins
      from json_populate_recordset(null::traces, ${jsonRows(traces)}::json) n where t.trace_id = n.trace_id`);
  }
}

/** `traits`, bit 14 */
const superseded = 1 << 14;

const chunkTarget = `chunks (chunk_id, trace_id, day, raw_bytes, kind, reader_version, span_ids, start_ns, names, record_ids,
  parent_ids, end_ns, size_bytes, traits, models, providers, tools, agents, response_ids, input_tokens, output_tokens, cache_read_tokens,
  cache_write_tokens, reasoning_tokens, ttft_us, cost_pico_usd, notes, tokens, words, data)`;
const chunkColumns = 30;

function writeChunk(copy: CopyBuffer, chunk: ChunkRow, day: Day, known: ReadonlySet<string>): void {
  copy.row(chunkColumns);
  copy.int8(chunk.chunkId);
  copy.bytes(chunk.traceIdBytes);
  copy.date(day);
  copy.int4(chunk.rawBytes);
  copy.int2(chunk.kind);
  copy.int2(chunk.readerVersion);
  copy.int8Array(chunk.rows.map(({ spanId }) => spanId));
  if (chunk.kind === 0) writeSpans(copy, chunk, known);
  else writeRecords(copy, chunk.rows);
  copy.int4Array(chunk.tokens);
  copy.bytes(chunk.words);
  copy.bytes(chunk.data);
}

function writeSpans(copy: CopyBuffer, { traceId, rows }: SpanChunkRow, known: ReadonlySet<string>): void {
  copy.int8Array(rows.map(({ startNs }) => startNs));
  copy.textArray(rows.map(({ name }) => name));
  copy.null();
  copy.int8Array(rows.map(({ parentId = 0n }) => parentId));
  copy.int8Array(rows.map(({ endNs = 0n }) => endNs));
  copy.int4Array(rows.map(({ sizeBytes }) => sizeBytes));
  copy.int4Array(rows.map((row) => traitsOf(row) | (known.has(`${traceId}${row.spanId}`) ? superseded : 0)));
  copy.textArray(rows.map(({ model }) => model));
  copy.textArray(rows.map(({ provider }) => provider));
  copy.textArray(rows.map(({ tool }) => tool));
  copy.textArray(rows.map(({ agent }) => agent));
  copy.textArray(rows.map(({ responseId }) => responseId));
  copy.int4Array(rows.map(({ inputTokens }) => inputTokens));
  copy.int4Array(rows.map(({ outputTokens }) => outputTokens));
  copy.int4Array(rows.map(({ cacheReadTokens }) => cacheReadTokens));
  copy.int4Array(rows.map(({ cacheWriteTokens }) => cacheWriteTokens));
  copy.int4Array(rows.map(({ reasoningTokens }) => reasoningTokens));
  copy.int4Array(rows.map(({ ttftUs }) => ttftUs));
  copy.int8Array(rows.map(({ costPicoUsd }) => costPicoUsd));
  const notes = rows.flatMap((row, index) => (row.notes.length > 0 ? [[index, row.notes]] : []));
  if (notes.length > 0) copy.jsonb(JSON.stringify(Object.fromEntries(notes)));
  else copy.null();
}

function writeRecords(copy: CopyBuffer, rows: readonly LogRecordRow[]): void {
  copy.int8Array(rows.map(({ timeNs }) => timeNs));
  copy.textArray(rows.map(({ eventName }) => eventName));
  copy.int8Array(rows.map(({ recordId }) => recordId));
  for (let column = 0; column < 17; column++) copy.null();
}

/** As the view `spans` unpacks them. */
function traitsOf({ kind, status, type, flags }: SpanRow): number {
  return kind | (status << 3) | (type << 5) | (flags << 10);
}

/** `(day, trace_id)` rows to join with: one look a trace, in its partition. */
function tracesByDay(traceIds: readonly string[], days: ReadonlyMap<string, Day>) {
  return sql`unnest(${traceIds.map((id) => dateOf(days.get(id) ?? 0))}::date[], ${[...traceIds]}::uuid[]) as k (day, trace_id)`;
}

type VersionColumns = {
  trace_id: string;
  span_id: bigint;
  chunk_id: bigint;
  chunk_index: number;
  end_ns: bigint | null;
  size_bytes: number;
  status: number;
};

type SpanColumnsRow = {
  span_id: bigint;
  parent_id: bigint | null;
  start_ns: bigint;
  end_ns: bigint | null;
  size_bytes: number;
  cost_pico_usd: bigint | null;
  input_tokens: number | null;
  output_tokens: number | null;
  cache_read_tokens: number | null;
  cache_write_tokens: number | null;
  reasoning_tokens: number | null;
  ttft_us: number | null;
  kind: number;
  status: number;
  type: number;
  flags: number;
  name: string;
  model: string | null;
  provider: string | null;
  tool: string | null;
  agent: string | null;
  response_id: string | null;
  notes: string[];
  chunk_id: bigint;
  chunk_index: number;
};

function placedSpanRow(row: SpanColumnsRow): PlacedSpanRow {
  return {
    spanId: row.span_id,
    parentId: row.parent_id ?? undefined,
    startNs: row.start_ns,
    endNs: row.end_ns ?? undefined,
    sizeBytes: row.size_bytes,
    costPicoUsd: row.cost_pico_usd ?? undefined,
    inputTokens: row.input_tokens ?? undefined,
    outputTokens: row.output_tokens ?? undefined,
    cacheReadTokens: row.cache_read_tokens ?? undefined,
    cacheWriteTokens: row.cache_write_tokens ?? undefined,
    reasoningTokens: row.reasoning_tokens ?? undefined,
    ttftUs: row.ttft_us ?? undefined,
    kind: row.kind,
    status: row.status,
    type: row.type,
    flags: row.flags,
    name: row.name,
    model: row.model ?? undefined,
    provider: row.provider ?? undefined,
    tool: row.tool ?? undefined,
    agent: row.agent ?? undefined,
    responseId: row.response_id ?? undefined,
    notes: row.notes,
    chunkId: row.chunk_id,
    chunkIndex: row.chunk_index,
  };
}

type UsageColumns = {
  trace_id: string;
  span_id: bigint;
  parent_id: bigint | null;
  start_ns: bigint;
  type: number;
  flags: number;
  input_tokens: number | null;
  output_tokens: number | null;
  cache_read_tokens: number | null;
  cache_write_tokens: number | null;
  reasoning_tokens: number | null;
  cost_pico_usd: bigint | null;
  response_id: string | null;
};

type TraceColumns = {
  trace_id: string;
  day: string;
  experiment_id: bigint;
  start_ns: bigint;
  end_ns: bigint | null;
  root_span_id: bigint | null;
  root_status: number | null;
  span_count: number;
  error_count: number;
  chunk_count: number;
  revision: number;
  settled: boolean;
  input_tokens: bigint | null;
  output_tokens: bigint | null;
  cache_read_tokens: bigint | null;
  cache_write_tokens: bigint | null;
  reasoning_tokens: bigint | null;
  cost_pico_usd: bigint | null;
  cost_partial: boolean;
  name: string;
  session: string | null;
  end_user: string | null;
  run_id: string | null;
  model_id: string | null;
  input_preview: string | null;
  output_preview: string | null;
  models: string[];
  tags: Record<string, string>;
  metadata: Record<string, string>;
  origins: Record<string, Origin>;
  reported: Record<string, unknown> | null;
};

function storedTrace(row: TraceColumns): StoredTrace {
  return {
    traceId: hexOf(row.trace_id),
    day: dayOfDate(row.day),
    experimentId: row.experiment_id,
    startNs: row.start_ns,
    endNs: row.end_ns ?? undefined,
    rootSpanId: row.root_span_id ?? undefined,
    rootStatus: row.root_status ?? undefined,
    spanCount: row.span_count,
    errorCount: row.error_count,
    chunkCount: row.chunk_count,
    revision: row.revision,
    settled: row.settled,
    inputTokens: row.input_tokens ?? undefined,
    outputTokens: row.output_tokens ?? undefined,
    cacheReadTokens: row.cache_read_tokens ?? undefined,
    cacheWriteTokens: row.cache_write_tokens ?? undefined,
    reasoningTokens: row.reasoning_tokens ?? undefined,
    costPicoUsd: row.cost_pico_usd ?? undefined,
    costPartial: row.cost_partial,
    name: row.name,
    session: row.session ?? undefined,
    endUser: row.end_user ?? undefined,
    runId: row.run_id ?? undefined,
    modelId: row.model_id ?? undefined,
    inputPreview: row.input_preview ?? undefined,
    outputPreview: row.output_preview ?? undefined,
    models: row.models,
    tags: row.tags,
    metadata: row.metadata,
    origins: row.origins,
    reported: row.reported ?? undefined,
  };
}

/** JSON for json_populate_recordset: 64-bit integers as text, which it reads as numbers. */
function jsonRows(traces: readonly StoredTrace[]): string {
  const updatedAt = new Date().toISOString();
  return JSON.stringify(
    traces.map((trace) => ({
      trace_id: trace.traceId,
      day: dateOf(trace.day),
      experiment_id: String(trace.experimentId),
      start_ns: String(trace.startNs),
      end_ns: trace.endNs?.toString(),
      updated_at: updatedAt,
      root_span_id: trace.rootSpanId?.toString(),
      root_status: trace.rootStatus,
      span_count: trace.spanCount,
      error_count: trace.errorCount,
      chunk_count: trace.chunkCount,
      revision: trace.revision,
      settled: trace.settled,
      input_tokens: trace.inputTokens?.toString(),
      output_tokens: trace.outputTokens?.toString(),
      cache_read_tokens: trace.cacheReadTokens?.toString(),
      cache_write_tokens: trace.cacheWriteTokens?.toString(),
      reasoning_tokens: trace.reasoningTokens?.toString(),
      cost_pico_usd: trace.costPicoUsd?.toString(),
      cost_partial: trace.costPartial,
      name: trace.name,
      session: trace.session,
      end_user: trace.endUser,
      run_id: trace.runId,
      model_id: trace.modelId,
      input_preview: trace.inputPreview,
      output_preview: trace.outputPreview,
      models: trace.models,
      tags: trace.tags,
      metadata: trace.metadata,
      origins: trace.origins,
    })),
  );
}

function hexOf(uuid: string): string {
  return uuid.replaceAll("-", "");
}
