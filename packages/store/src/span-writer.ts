import { type ChunkRow, chunkTarget, type LogRecordRow, superseded, writeChunk } from "./chunk-row.ts";
import { type Day, dateOf, Partitions } from "./partitions.ts";
import { CopyBuffer } from "./postgres/copy.ts";
import type { Connection, Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";
import {
  type Place,
  type PlacedSpanRow,
  placedSpanRow,
  type SpanColumnsRow,
  type SpanVersion,
  type StoredChunk,
  type StoredUsage,
  spanVersion,
  storedUsage,
  type UsageColumns,
  type VersionColumns,
} from "./stored-spans.ts";
import { hexOf, jsonRows, type StoredTrace, storedTrace, type TraceColumns } from "./stored-trace.ts";

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
    return rows.map(spanVersion);
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
    return rows.map(storedUsage);
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
      head_bytes: number | null;
    }>(sql`
      select chunk_id, kind, reader_version, tokens, data, head_bytes from chunks
      where day = ${dateOf(day)}::date and trace_id = ${traceId}::uuid order by created_at, chunk_id`);
    return rows.map((row) => ({
      chunkId: row.chunk_id,
      kind: row.kind,
      readerVersion: row.reader_version,
      tokens: row.tokens,
      data: row.data,
      headBytes: row.head_bytes,
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
      chunks.reduce((sum, { data, words, rows }) => sum + data.length + (words?.length ?? 0) + rows.length * 150, 1024),
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
        end_user = n.end_user, run_id = n.run_id, model_id = n.model_id, client_request_id = n.client_request_id,
        input_preview = n.input_preview, output_preview = n.output_preview, models = n.models, tags = n.tags, metadata = n.metadata, origins = n.origins
      from json_populate_recordset(null::traces, ${jsonRows(traces)}::json) n where t.trace_id = n.trace_id`);
  }
}

/** `(day, trace_id)` rows to join with: one look a trace, in its partition. */
function tracesByDay(traceIds: readonly string[], days: ReadonlyMap<string, Day>) {
  return sql`unnest(${traceIds.map((id) => dateOf(days.get(id) ?? 0))}::date[], ${[...traceIds]}::uuid[]) as k (day, trace_id)`;
}
