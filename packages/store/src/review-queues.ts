import { ApiError, alreadyExists, type ReviewProgress, type ReviewQueue, type ReviewQueueItem } from "@spanloom/wire";
import type { Pool } from "./postgres/db.ts";
import { raw, type Sql, sql } from "./postgres/sql.ts";
import { columnKey } from "./search/columns.ts";
import { type Page, readPage } from "./search/keyset.ts";
import { storableText } from "./storable-text.ts";

export interface NewReviewQueue {
  readonly experimentId: string;
  readonly name: string;
  readonly type: "USER" | "CUSTOM";
  readonly owner?: string;
  /** In lower case, each once. */
  readonly users: readonly string[];
  readonly schemaIds: readonly string[];
}

/** What is undefined stays as it is. */
export type ReviewQueueChange = Partial<Pick<NewReviewQueue, "name" | "owner" | "users" | "schemaIds">>;

export interface ReviewQueueSearch {
  readonly experimentId: string;
  /** Only queues that this user is assigned to. */
  readonly user?: string;
  /** Only queues that have this item. */
  readonly itemId?: string;
  readonly limit: number;
  readonly pageToken?: string;
}

export type ReviewStatus = "PENDING" | "COMPLETE" | "DECLINED";

/** Traces that somebody is to look at. A name is one queue's in its experiment, in any case of its letters. */
export class ReviewQueues {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** Undefined where the name is taken. */
  async create(queue: NewReviewQueue): Promise<ReviewQueue | undefined> {
    const now = Date.now();
    const [row] = await this.#db.query<Columns>(sql`
      insert into review_queues as q (queue_id, experiment_id, name, type, owner, users, schema_ids, creation_time_ms,
        last_update_time_ms)
      values (${`rq-${crypto.randomUUID().replaceAll("-", "")}`}, ${queue.experimentId}::bigint, ${storableText(queue.name)},
        ${queue.type}, ${queue.owner === undefined ? null : storableText(queue.owner)}, ${texts(queue.users)}::text[],
        ${texts(queue.schemaIds)}::text[], ${now}, ${now})
      on conflict (experiment_id, lower(name)) do nothing returning ${columns}`);
    return row && queueOf(row);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async get(queueId: string): Promise<ReviewQueue> {
    const [row] = await this.#db.query<Columns>(
      sql`select ${columns} from review_queues q where q.queue_id = ${storableText(queueId)}`,
    );
    if (row === undefined) throw queueNotFound(queueId);
    return queueOf(row);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async getByName(experimentId: string, name: string): Promise<ReviewQueue> {
    const [row] = await this.#db.query<Columns>(sql`
      select ${columns} from review_queues q
      where q.experiment_id = ${experimentId}::bigint and lower(q.name) = lower(${storableText(name)}::text)`);
    if (row !== undefined) return queueOf(row);
    throw new ApiError(
      "RESOURCE_DOES_NOT_EXIST",
      `Review queue with name '${name}' not found for experiment '${experimentId}'.`,
    );
  }

  /** The newest first. */
  search({ experimentId, user, itemId, limit, pageToken }: ReviewQueueSearch): Promise<Page<ReviewQueue>> {
    const hasItem = (id: string): Sql => sql`exists (select from review_queue_items m
      where m.queue_id = q.queue_id and m.item_id = ${storableText(id)}::text)`;
    return readPage<Columns, ReviewQueue>(
      this.#db,
      {
        from: sql`review_queues q`,
        conditions: [
          sql`q.experiment_id = ${experimentId}::bigint`,
          ...(user === undefined ? [] : [sql`${storableText(user)}::text = any(q.users)`]),
          ...(itemId === undefined ? [] : [hasItem(itemId)]),
        ],
        keys: [
          columnKey({ sql: "q.creation_time_ms", type: "bigint" }, "desc"),
          columnKey({ sql: "q.queue_id", type: "text" }, "asc"),
        ],
        columns,
      },
      { limit, pageToken, query: JSON.stringify(["review queues", experimentId, user, itemId]) },
      queueOf,
    );
  }

  /**
   * Throws RESOURCE_DOES_NOT_EXIST, RESOURCE_ALREADY_EXISTS for a name that is taken, and INVALID_PARAMETER_VALUE for other
   * questions once there are items: what was answered could not be compared.
   */
  async update(queueId: string, { name, owner, users, schemaIds }: ReviewQueueChange): Promise<ReviewQueue> {
    const id = storableText(queueId);
    const isFree =
      schemaIds === undefined
        ? sql`true`
        : sql`not exists (select from review_queue_items m where m.queue_id = q.queue_id)`;
    try {
      return await this.#db.transaction(async (db) => {
        // Who adds items waits here, and the other way round.
        await db.query(sql`select from review_queues where queue_id = ${id} for update`);
        const [row] = await db.query<Columns>(sql`
          update review_queues q set name = coalesce(${name === undefined ? null : storableText(name)}::text, q.name),
            owner = coalesce(${owner === undefined ? null : storableText(owner)}::text, q.owner),
            users = coalesce(${users === undefined ? null : texts(users)}::text[], q.users),
            schema_ids = coalesce(${schemaIds === undefined ? null : texts(schemaIds)}::text[], q.schema_ids),
            last_update_time_ms = ${Date.now()}
          where q.queue_id = ${id} and ${isFree} returning ${columns}`);
        if (row !== undefined) return queueOf(row);
        await this.get(queueId);
        throw new ApiError(
          "INVALID_PARAMETER_VALUE",
          "A review queue's questions are locked once items are assigned to it. Remove the items before changing its questions.",
        );
      });
    } catch (error) {
      if ((error as { code?: string }).code !== uniqueViolation) throw error;
      throw queueNameTaken(name ?? "");
    }
  }

  async delete(queueId: string): Promise<void> {
    await this.#db.execute(sql`delete from review_queues where queue_id = ${storableText(queueId)}`);
  }

  /**
   * Puts traces (32 hex digits) of the queue's experiment into it. Resolves to the items in this order, those that were
   * there as they are. Throws RESOURCE_DOES_NOT_EXIST for the queue, and for a trace that its experiment does not have.
   */
  async addTraces(queueId: string, traceIds: readonly string[]): Promise<ReviewQueueItem[]> {
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
  async removeItems(queueId: string, itemIds: readonly string[]): Promise<void> {
    const deleted = await this.#db.execute(sql`
      delete from review_queue_items where queue_id = ${storableText(queueId)} and item_id = any(${texts(itemIds)}::text[])`);
    if (deleted === 0) await this.get(queueId);
  }

  /** Those that were added last first. Throws RESOURCE_DOES_NOT_EXIST for the queue. */
  async items(
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
    if (page.keys.length === 0) await this.get(queueId);
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
    await this.get(queueId);
    throw new ApiError("RESOURCE_DOES_NOT_EXIST", `Item '${itemId}' is not attached to review queue '${queueId}'.`);
  }
}

export function queueNameTaken(name: string): ApiError {
  return alreadyExists(`Review queue with name '${name}' already exists (names are case-insensitive).`);
}

const uniqueViolation = "23505";

const texts = (all: readonly string[]): string[] => all.map(storableText);

function queueNotFound(queueId: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `Review queue with id '${queueId}' not found.`);
}

function tracesNotFound(traceIds: readonly string[], queueId: string, experimentId: string): ApiError {
  const named = traceIds.map((id) => `'tr-${id}'`).join(", ");
  return new ApiError(
    "RESOURCE_DOES_NOT_EXIST",
    `Cannot attach trace(s) [${named}] to review queue '${queueId}': they do not exist in experiment '${experimentId}'.`,
  );
}

const columns = raw(`q.queue_id, q.experiment_id, q.name, q.type, q.owner, q.users, q.schema_ids, q.creation_time_ms,
  q.last_update_time_ms`);

interface Columns {
  readonly queue_id: string;
  readonly experiment_id: bigint;
  readonly name: string;
  readonly type: NewReviewQueue["type"];
  readonly owner: string | null;
  readonly users: string[];
  readonly schema_ids: string[];
  readonly creation_time_ms: bigint;
  readonly last_update_time_ms: bigint;
}

function queueOf(row: Columns): ReviewQueue {
  return {
    queue_id: row.queue_id,
    experiment_id: String(row.experiment_id),
    name: row.name,
    queue_type: row.type,
    created_by: row.owner ?? undefined,
    creation_time_ms: Number(row.creation_time_ms),
    last_update_time_ms: Number(row.last_update_time_ms),
    users: row.users.toSorted(),
    schema_ids: row.schema_ids.toSorted(),
  };
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
