import { dateOf, Partitions, partitionedTables } from "./partitions.ts";
import type { Db, Pool } from "./postgres/db.ts";
import { identifier, prepared, sql } from "./postgres/sql.ts";
import type { SearchPool } from "./search/bounded.ts";
import { searchTraces, type TracePage, type TraceSearch } from "./search/search-traces.ts";
import { storableEntries, storableText } from "./storable-text.ts";
import { columnsOfReport, partitionDay, type TraceReport } from "./trace-report.ts";
import { type TraceColumns, type TraceRow, traceColumns, traceRow } from "./trace-row.ts";

/** Reading traces, and all that a client may change about one. Spans are written by `SpanWriter` alone. */
export class Traces {
  readonly #db: Pool;
  readonly #searches: SearchPool;
  readonly #idleSeconds: number;
  readonly #partitions: Partitions;

  constructor(db: Pool, searches: SearchPool, idleSeconds: number) {
    this.#db = db;
    this.#searches = searches;
    this.#idleSeconds = idleSeconds;
    this.#partitions = new Partitions(db);
  }

  async get(traceId: string): Promise<TraceRow | undefined> {
    return (await this.getMany([traceId])).get(traceId);
  }

  /** Those of the ids that exist, in the order asked for. */
  async getMany(traceIds: readonly string[]): Promise<Map<string, TraceRow>> {
    const rows = await this.#db.query<TraceColumns>(
      prepared(
        "traces-by-id",
        sql`select ${traceColumns(this.#idleSeconds)} from traces where trace_id = any(${[...traceIds]}::uuid[])`,
      ),
    );
    const found = new Map(rows.map((row) => [row.trace_id.replaceAll("-", ""), traceRow(row)]));
    const ordered = new Map<string, TraceRow>();
    for (const traceId of traceIds) {
      const row = found.get(traceId);
      if (row !== undefined) ordered.set(traceId, row);
    }
    return ordered;
  }

  /** A page of traces; lists never read spans or content. Throws as `searchTraces` does. */
  search(search: TraceSearch): Promise<TracePage> {
    return searchTraces(this.#searches, search, { idleSeconds: this.#idleSeconds });
  }

  /** How many traces match, counted to `limit` at most. Quick without a filter, else as slow as reading all pages. */
  async count(search: Omit<TraceSearch, "limit" | "pageToken" | "orderBy">, limit: number): Promise<number> {
    if (search.filter === null) return (await this.search({ ...search, limit: 1, countTo: limit })).count ?? 0;
    let count = 0;
    for (let pageToken: string | undefined; count < limit; ) {
      const page = await this.search({ ...search, limit: Math.min(countedPerPage, limit - count), pageToken });
      count += page.traces.length;
      pageToken = page.nextPageToken;
      if (pageToken === undefined) break;
    }
    return count;
  }

  /**
   * What a client says of a whole trace: makes it, or is merged with what its spans said. The report wins over spans,
   * those that come later too; a later report wins over an earlier one; tags and metadata are merged.
   */
  async start(report: TraceReport): Promise<TraceRow> {
    const day = partitionDay(report.startTimeUnixNano ?? BigInt(Date.now()) * 1_000_000n, Date.now());
    await this.#partitions.ensure([day]);
    const { traceId, tags, metadata, said } = report;
    const set = columnsOfReport(report);
    const [row] = await this.#db.query<TraceColumns>(sql`
      insert into traces as t (trace_id, day, experiment_id, start_ns, end_ns, updated_at, root_status, span_count,
        error_count, input_tokens, output_tokens, cost_pico_usd, name, session, end_user, run_id, model_id,
        client_request_id, input_preview, output_preview, tags, metadata, reported)
      values (${traceId}::uuid, ${dateOf(day)}::date, ${set.experimentId}::bigint, ${set.startNs}::bigint, ${set.endNs}::bigint, now(),
        ${set.rootStatus}::smallint, 0, 0, ${set.inputTokens}::bigint, ${set.outputTokens}::bigint, ${set.costPicoUsd}::bigint,
        coalesce(${set.name}::text, ''), ${set.session}::text, ${set.endUser}::text, ${set.runId}::text, ${set.modelId}::text,
        ${set.clientRequestId}::text, ${set.inputPreview}::text, ${set.outputPreview}::text,
        ${JSON.stringify(storableEntries(tags))}::jsonb, ${JSON.stringify(storableEntries(metadata))}::jsonb, ${JSON.stringify(said)}::jsonb)
      on conflict (trace_id) do update set
        updated_at = now(),
        experiment_id = excluded.experiment_id,
        start_ns = case when ${report.startTimeUnixNano !== undefined} then excluded.start_ns else t.start_ns end,
        end_ns = coalesce(excluded.end_ns, t.end_ns),
        root_status = case when ${said.state !== undefined} then excluded.root_status else t.root_status end,
        input_tokens = case when ${said.usage !== undefined} then excluded.input_tokens else coalesce(t.input_tokens, excluded.input_tokens) end,
        output_tokens = case when ${said.usage !== undefined} then excluded.output_tokens else coalesce(t.output_tokens, excluded.output_tokens) end,
        cost_pico_usd = case when ${said.usage !== undefined} then excluded.cost_pico_usd else coalesce(t.cost_pico_usd, excluded.cost_pico_usd) end,
        name = coalesce(nullif(excluded.name, ''), t.name),
        session = coalesce(excluded.session, t.session),
        end_user = coalesce(excluded.end_user, t.end_user),
        run_id = coalesce(excluded.run_id, t.run_id),
        model_id = coalesce(excluded.model_id, t.model_id),
        client_request_id = coalesce(excluded.client_request_id, t.client_request_id),
        input_preview = coalesce(excluded.input_preview, t.input_preview),
        output_preview = coalesce(excluded.output_preview, t.output_preview),
        tags = t.tags || excluded.tags,
        metadata = t.metadata || excluded.metadata,
        reported = coalesce(t.reported, '{}') || excluded.reported
      returning ${traceColumns(this.#idleSeconds, "t")}`);
    return traceRow(row!);
  }

  /** False where there is no such trace. */
  async setTag(traceId: string, key: string, value: string): Promise<boolean> {
    const tag = JSON.stringify(storableEntries({ [key]: value }));
    return (
      (await this.#db.execute(sql`update traces set tags = tags || ${tag}::jsonb where trace_id = ${traceId}::uuid`)) >
      0
    );
  }

  /** False where the trace, or its tag, does not exist. */
  async deleteTag(traceId: string, key: string): Promise<boolean> {
    const name = storableText(key);
    const changed = await this.#db.execute(
      sql`update traces set tags = tags - ${name}::text where trace_id = ${traceId}::uuid and tags ? ${name}::text`,
    );
    return changed > 0;
  }

  /** Adds the run to the traces' runs. Ids that do not exist are no error: traces and runs come in any order. */
  async linkToRun(traceIds: readonly string[], runId: string): Promise<void> {
    await this.#db.execute(sql`
      insert into trace_runs (trace_id, run_id) select unnest(${[...traceIds]}::uuid[]), ${storableText(runId)} on conflict do nothing`);
  }

  /** Deletes the traces with their spans, log records and content. Resolves to how many there were. */
  async deleteByIds(experimentId: string, traceIds: readonly string[]): Promise<number> {
    return this.#db.transaction((db) =>
      deleteLocked(db, sql`experiment_id = ${experimentId}::bigint and trace_id = any(${[...traceIds]}::uuid[])`),
    );
  }

  /** Deletes the traces that started at `untilMs` or before, the oldest first, `limit` at most. */
  async deleteUntil(experimentId: string, untilMs: bigint, limit = Number.MAX_SAFE_INTEGER): Promise<number> {
    const until = clampToInt64((untilMs + 1n) * 1_000_000n - 1n);
    let deleted = 0;
    // Bounded transactions: a year of traces must not be one.
    for (;;) {
      const batch = Math.min(tracesPerDelete, limit - deleted);
      if (batch <= 0) return deleted;
      const count = await this.#db.transaction((db) =>
        deleteLocked(
          db,
          sql`trace_id in (select trace_id from traces
            where experiment_id = ${experimentId}::bigint and start_ns <= ${until}::bigint order by start_ns limit ${batch})`,
        ),
      );
      deleted += count;
      if (count < batch) return deleted;
    }
  }
}

const tracesPerDelete = 1000;
const countedPerPage = 500;

/** Locks in the order in which ingest does, so that the two wait for each other and never deadlock. */
async function deleteLocked(db: Db, which: ReturnType<typeof sql>): Promise<number> {
  const rows = await db.query<{ trace_id: string; day: string }>(
    sql`select trace_id, day::text as day from traces where ${which} order by trace_id for update`,
  );
  for (const [day, traces] of Map.groupBy(rows, (row) => row.day)) {
    const traceIds = traces.map((row) => row.trace_id);
    for (const table of partitionedTables) {
      await db.execute(
        sql`delete from ${identifier(table)} where day = ${day}::date and trace_id = any(${traceIds}::uuid[])`,
      );
    }
  }
  const all = rows.map((row) => row.trace_id);
  await db.execute(sql`delete from trace_runs where trace_id = any(${all}::uuid[])`);
  await db.execute(sql`delete from assessments where trace_id = any(${all}::uuid[])`);
  const items = all.map((id) => `tr-${id.replaceAll("-", "")}`);
  await db.execute(sql`delete from review_queue_items where item_id = any(${items}::text[])`);
  await db.execute(sql`delete from traces where trace_id = any(${all}::uuid[])`);
  return rows.length;
}

function clampToInt64(value: bigint): bigint {
  const max = 2n ** 63n - 1n;
  return value > max ? max : value < -max ? -max : value;
}
