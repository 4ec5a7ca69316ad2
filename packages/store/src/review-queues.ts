import { ApiError, alreadyExists, type ReviewQueue } from "@spanloom/wire";
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
}

export function queueNameTaken(name: string): ApiError {
  return alreadyExists(`Review queue with name '${name}' already exists (names are case-insensitive).`);
}

const uniqueViolation = "23505";

const texts = (all: readonly string[]): string[] => all.map(storableText);

export function queueNotFound(queueId: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `Review queue with id '${queueId}' not found.`);
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
