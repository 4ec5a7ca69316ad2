import { ApiError, type ReviewProgress, type ReviewQueueItem } from "@spanloom/wire";
import type { Pool } from "./postgres/db.ts";
import { raw, sql } from "./postgres/sql.ts";
import { queueNotFound, type ReviewQueues } from "./review-queues.ts";
import { columnKey } from "./search/columns.ts";
import { type Page, readPage } from "./search/keyset.ts";
import { storableText } from "./storable-text.ts";

export type ReviewStatus = "PENDING" | "COMPLETE" | "DECLINED";

/** What is in review queues, and how far each is. */
export class ReviewQueueItems {
  readonly #db: Pool;
  readonly #queues: ReviewQueues;

  constructor(db: Pool, queues: ReviewQueues) {
    this.#db = db;
    this.#queues = queues;
  }

  /**
   * Puts traces (32 hex digits) of the queue's experiment into it. Resolves to the items in this order, those that were
   * there as they are. Throws RESOURCE_DOES_NOT_EXIST for the queue, and for a trace that its experiment does not have.
   */
  async add(queueId: string, traceIds: readonly string[]): Promise<ReviewQueueItem[]> {
    const id = storableText(queueId);
    return this.#db.transaction(async (db) => {
      const [queue] = await db.query<{ experiment_id: bigint }>(
        sql`select experiment_id from review_queues where queue_id = ${id} for update`,
      );
      if (queue === undefined) throw queueNotFound(queueId);
      // The share of the traces' rows is held against a deletion in between.
      const traces = await db.query<{ trace_id: string }>(sql`
        select trace_id from traces where trace_id = any(${[...traceIds]}::uuid[]) and experiment_id = ${queue.experiment_id}::bigint
        order by trace_id for key share`);
      const known = new Set(traces.map((row) => row.trace_id.replaceAll("-", "")));
      const missing = traceIds.filter((traceId) => !known.has(traceId));
      if (missing.length > 0) throw tracesNotFound(missing, queueId, String(queue.experiment_id));
      const now = Date.now();
      const items = traceIds.map((traceId) => `tr-${traceId}`);
      await db.execute(sql`
        insert into review_queue_items (queue_id, item_id, status, creation_time_ms, last_update_time_ms)
        select ${id}, item.id, 'PENDING', ${now}::bigint, ${now}::bigint from unnest(${items}::text[]) as item (id)
        on conflict do nothing`);
      const rows = await db.query<ItemColumns>(sql`
        select ${itemColumns} from unnest(${items}::text[]) with ordinality as asked (id, place)
        join review_queue_items m on m.queue_id = ${id} and m.item_id = asked.id order by asked.place`);
      return rows.map(itemOf);
    });
  }

  /** Throws RESOURCE_DOES_NOT_EXIST for the queue. */
  async remove(queueId: string, itemIds: readonly string[]): Promise<void> {
    const deleted = await this.#db.execute(sql`
      delete from review_queue_items where queue_id = ${storableText(queueId)} and item_id = any(${itemIds.map(storableText)}::text[])`);
    if (deleted === 0) await this.#queues.get(queueId);
  }

  /** Those that were added last first. Throws RESOURCE_DOES_NOT_EXIST for the queue. */
  async list(
    queueId: string,
    status: ReviewStatus | undefined,
    limit: number,
    pageToken: string | undefined,
  ): Promise<Page<ReviewQueueItem>> {
    const page = await readPage<ItemColumns, ReviewQueueItem>(
      this.#db,
      {
        from: sql`review_queue_items m`,
        conditions: [
          sql`m.queue_id = ${storableText(queueId)}`,
          ...(status === undefined ? [] : [sql`m.status = ${status}`]),
        ],
        keys: [
          columnKey({ sql: "m.creation_time_ms", type: "bigint" }, "desc"),
          columnKey({ sql: "m.item_id", type: "text" }, "asc"),
        ],
        columns: itemColumns,
      },
      { limit, pageToken, query: JSON.stringify(["review queue items", queueId, status]) },
      itemOf,
    );
    if (page.keys.length === 0) await this.#queues.get(queueId);
    return page;
  }

  /** How far the queues of an experiment are, without those that have no items. */
  async progress(experimentId: string): Promise<ReviewProgress[]> {
    const rows = await this.#db.query<ProgressColumns>(sql`
      select m.queue_id, ${progressColumns} from review_queues q join review_queue_items m using (queue_id)
      where q.experiment_id = ${experimentId}::bigint group by m.queue_id order by m.queue_id`);
    return rows.map(progressOf);
  }

  /**
   * Items that were added, answered or opened again at `sinceMs` or later, and how far the queue is now. Throws
   * RESOURCE_DOES_NOT_EXIST.
   */
  async changes(queueId: string, sinceMs: number): Promise<{ items: ReviewQueueItem[]; progress: ReviewProgress }> {
    const id = storableText(queueId);
    const items = await this.#db.query<ItemColumns>(sql`
      select ${itemColumns} from review_queue_items m
      where m.queue_id = ${id} and m.last_update_time_ms >= ${sinceMs}::bigint`);
    const [row] = await this.#db.query<ProgressColumns>(sql`
      select q.queue_id, ${progressColumns} from review_queues q left join review_queue_items m using (queue_id)
      where q.queue_id = ${id} group by q.queue_id`);
    if (row === undefined) throw queueNotFound(queueId);
    return { items: items.map(itemOf), progress: progressOf(row) };
  }

  /** The same status again changes nothing: who reviewed first stays. Throws RESOURCE_DOES_NOT_EXIST. */
  async setStatus(
    queueId: string,
    itemId: string,
    status: ReviewStatus,
    completedBy: string | undefined,
  ): Promise<ReviewQueueItem> {
    const now = Date.now();
    const by = completedBy === undefined ? null : storableText(completedBy);
    const [row] = await this.#db.query<ItemColumns>(sql`
      update review_queue_items m set status = ${status},
        completed_by = case when m.status = ${status} then m.completed_by else ${by}::text end,
        completed_time_ms = case when m.status = ${status} then m.completed_time_ms
          else ${status === "PENDING" ? null : now}::bigint end,
        last_update_time_ms = case when m.status = ${status} then m.last_update_time_ms else ${now}::bigint end
      where m.queue_id = ${storableText(queueId)} and m.item_id = ${storableText(itemId)} returning ${itemColumns}`);
    if (row !== undefined) return itemOf(row);
    await this.#queues.get(queueId);
    throw new ApiError("RESOURCE_DOES_NOT_EXIST", `Item '${itemId}' is not attached to review queue '${queueId}'.`);
  }
}

function tracesNotFound(traceIds: readonly string[], queueId: string, experimentId: string): ApiError {
  const named = traceIds.map((id) => `'tr-${id}'`).join(", ");
  return new ApiError(
    "RESOURCE_DOES_NOT_EXIST",
    `Cannot attach trace(s) [${named}] to review queue '${queueId}': they do not exist in experiment '${experimentId}'.`,
  );
}

const progressColumns = raw(`count(*) filter (where m.status = 'PENDING')::int as pending,
  count(*) filter (where m.status = 'COMPLETE')::int as complete,
  count(*) filter (where m.status = 'DECLINED')::int as declined`);

interface ProgressColumns {
  readonly queue_id: string;
  readonly pending: number;
  readonly complete: number;
  readonly declined: number;
}

function progressOf(row: ProgressColumns): ReviewProgress {
  return {
    queue_id: row.queue_id,
    pending_count: row.pending,
    complete_count: row.complete,
    declined_count: row.declined,
  };
}

const itemColumns = raw(`m.queue_id, m.item_id, m.status, m.completed_by, m.completed_time_ms, m.creation_time_ms,
  m.last_update_time_ms`);

interface ItemColumns {
  readonly queue_id: string;
  readonly item_id: string;
  readonly status: ReviewStatus;
  readonly completed_by: string | null;
  readonly completed_time_ms: bigint | null;
  readonly creation_time_ms: bigint;
  readonly last_update_time_ms: bigint;
}

function itemOf(row: ItemColumns): ReviewQueueItem {
  return {
    queue_id: row.queue_id,
    item_type: "TRACE",
    item_id: row.item_id,
    status: row.status,
    completed_by: row.completed_by ?? undefined,
    completed_time_ms: row.completed_time_ms === null ? undefined : Number(row.completed_time_ms),
    creation_time_ms: Number(row.creation_time_ms),
    last_update_time_ms: Number(row.last_update_time_ms),
  };
}
