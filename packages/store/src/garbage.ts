import type { Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";

/** What can be deleted softly, and then for good. */
export type GarbageKind = "run" | "loggedModel" | "experiment";

export interface GarbageItem {
  readonly id: string;
  readonly artifactUri: string;
  readonly isDeleted: boolean;
  /** When it was deleted; undefined where that is not known, or it is not. */
  readonly deletedMs: number | undefined;
}

/** What was deleted softly: finds it, and removes its rows for good. */
export class Garbage {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** Those of the ids that exist, deleted or not. */
  async find(kind: GarbageKind, ids: readonly string[]): Promise<GarbageItem[]> {
    const { from, id } = tables[kind];
    return this.#read(sql`${items(kind)} ${from} where ${id}::text = any(${[...ids]})`);
  }

  /**
   * A page of what was deleted at `beforeMs` or before, by id, after `afterId`. What nobody knows the time of counts as
   * old.
   */
  async list(kind: GarbageKind, beforeMs: number, afterId: string, limit: number): Promise<GarbageItem[]> {
    const { from, id } = tables[kind];
    return this.#read(sql`
      ${items(kind)} ${from}
      where lifecycle_stage = 'deleted' and coalesce(deleted_time_ms, 0) <= ${beforeMs} and ${id}::text > ${afterId}
      order by ${id}::text limit ${limit}`);
  }

  /** Runs and models of an experiment, whatever their stage, after `afterId`: they go with it. */
  async below(kind: "run" | "loggedModel", experimentId: string, afterId: string, limit: number) {
    const { from, id } = tables[kind];
    return this.#read(sql`
      ${items(kind)} ${from}
      where experiment_id = ${experimentId}::bigint and ${id}::text > ${afterId} order by ${id}::text limit ${limit}`);
  }

  /** False where it was restored, or removed, meanwhile. Everything that hangs on it goes with it. */
  async remove(kind: GarbageKind, id: string): Promise<boolean> {
    return this.#db.transaction(async (db) => {
      const table = tables[kind];
      const removed = await db.execute(sql`
        delete ${table.from} where ${table.id}::text = ${id} and lifecycle_stage = 'deleted'`);
      if (removed === 0) return false;
      if (kind === "run") await db.execute(sql`delete from trace_runs where run_id = ${id}`);
      if (kind === "experiment")
        await db.execute(sql`delete from evaluation_dataset_experiments where experiment_id = ${id}::bigint`);
      return true;
    });
  }

  async #read(query: Sql): Promise<GarbageItem[]> {
    const rows = await this.#db.query<{ id: string; uri: string; stage: string; deleted_time_ms: bigint | null }>(
      query,
    );
    return rows.map((row) => ({
      id: row.id,
      artifactUri: row.uri,
      isDeleted: row.stage === "deleted",
      deletedMs: row.deleted_time_ms === null ? undefined : Number(row.deleted_time_ms),
    }));
  }
}

const tables: Readonly<Record<GarbageKind, { readonly from: Sql; readonly id: Sql; readonly uri: Sql }>> = {
  run: { from: sql`from runs`, id: sql`run_id`, uri: sql`artifact_uri` },
  loggedModel: { from: sql`from logged_models`, id: sql`model_id`, uri: sql`artifact_uri` },
  experiment: { from: sql`from experiments`, id: sql`experiment_id`, uri: sql`artifact_location` },
};

const items = (kind: GarbageKind): Sql =>
  sql`select ${tables[kind].id}::text as id, ${tables[kind].uri} as uri, lifecycle_stage as stage, deleted_time_ms`;
