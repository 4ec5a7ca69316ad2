import type { Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

/** Where an evaluation dataset is used. */
export interface DatasetUseCounts {
  readonly datasetId: string;
  /** That it was added to, in that order. */
  readonly experimentIds: readonly string[];
  /** Active runs that took it in, in any experiment. */
  readonly runCount: number;
}

/** From evaluation datasets to the experiments they were added to and the runs that took them in. */
export class DatasetUses {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** Of those of the datasets that exist, in this order. */
  async counts(datasetIds: readonly string[]): Promise<DatasetUseCounts[]> {
    const rows = await this.#db.query<{ dataset_id: string; experiment_ids: string[]; run_count: number }>(sql`
      select asked.id as dataset_id,
        array(select x.experiment_id::text from evaluation_dataset_experiments x
          where x.dataset_id = asked.id order by x.position) as experiment_ids,
        (select count(distinct r.run_id)::int from ${takenIn} where ${named} = asked.id and ${isActive}) as run_count
      from unnest(${datasetIds.map(storableText)}::text[]) with ordinality as asked (id, place)
      where exists (select from evaluation_datasets e where e.dataset_id = asked.id)
      order by asked.place`);
    return rows.map((row) => ({
      datasetId: row.dataset_id,
      experimentIds: row.experiment_ids,
      runCount: row.run_count,
    }));
  }

  /** Ids of the active runs that took a dataset in, in any experiment, the newest first. */
  async runIds(datasetId: string, limit: number): Promise<string[]> {
    const rows = await this.#db.query<{ run_id: string }>(sql`
      select r.run_id from ${takenIn} where ${named} = ${storableText(datasetId)} and ${isActive}
      group by r.run_id order by r.start_time_ms desc, r.run_id limit ${limit}`);
    return rows.map(({ run_id }) => run_id);
  }
}

/** A client writes the dataset's id into the source of what a run takes in; migration 0013 has an index of the expression. */
const takenIn = sql`datasets d join run_datasets u on u.dataset_id = d.dataset_id join runs r on r.run_id = u.run_id`;
const named = sql`substring(d.source from '"dataset_id": *"(d-[0-9a-f]{32})"')`;
const isActive = sql`d.source_type = 'mlflow_evaluation_dataset' and r.lifecycle_stage = 'active'`;
