import type { Dataset, DatasetSummary } from "@spanloom/wire";
import type { Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import { storableEntries, storableText } from "./storable-text.ts";

/** A dataset that a run takes in, with tags of this use of it. */
export interface DatasetUse {
  readonly dataset: Dataset & Required<Pick<Dataset, "name" | "digest" | "source_type" | "source">>;
  readonly tags: Readonly<Record<string, string>>;
}

/** The tag that says what a run uses a dataset for: training, evaluation, … */
const contextTag = "mlflow.data.context";

/** Datasets that runs took in. Each is one row in its experiment, found by its name and digest. */
export class Datasets {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** One a dataset and context, at most 1,000. Those without a context come first of their dataset's. */
  async summaries(experimentIds: readonly string[]): Promise<DatasetSummary[]> {
    const rows = await this.#db.query<{
      experiment_id: bigint;
      name: string;
      digest: string;
      context: string | null;
    }>(sql`
      select distinct datasets.experiment_id, datasets.name, datasets.digest, run_datasets.tags ->> ${contextTag} as context
      from datasets join run_datasets using (dataset_id)
      where datasets.experiment_id = any(${[...experimentIds]}::bigint[])
      order by experiment_id, name, digest, context nulls first limit 1000`);
    return rows.map(({ experiment_id, name, digest, context }) => ({
      experiment_id: String(experiment_id),
      name,
      digest,
      ...(context !== null && { context }),
    }));
  }
}

type Column = string | null;

/**
 * The statements, to stand after a `run (run_id, experiment_id)`, that make the datasets which the experiment does not
 * have and tie all of them to the run. What is there stays as it is, a tie with its
 * tags included; of one that comes twice the first counts.
 */
export function useDatasets(uses: readonly DatasetUse[]): Sql {
  const given = new Map<string, Column[]>();
  for (const { dataset, tags } of uses) {
    const { name, digest, source_type, source, schema = null, profile = null } = dataset;
    const row = [name, digest, source_type, source, schema, profile].map((text) => text && storableText(text));
    const key = `${row[0]}\0${row[1]}`;
    if (!given.has(key)) given.set(key, [...row, JSON.stringify(storableEntries(tags))]);
  }
  const column = (index: number) => [...given.values()].map((row) => row[index]);
  return sql`
    given as materialized (
      select run.run_id, run.experiment_id, given.* from run, unnest(
        ${column(0)}::text[], ${column(1)}::text[], ${column(2)}::text[], ${column(3)}::text[], ${column(4)}::text[],
        ${column(5)}::text[], ${column(6)}::jsonb[]
      ) with ordinality as given (name, digest, source_type, source, schema, profile, tags, place)),
    known as materialized (
      select dataset_id, name, digest from given join datasets using (experiment_id, name, digest)),
    made as (
      insert into datasets (experiment_id, name, digest, source_type, source, schema, profile)
      select experiment_id, name, digest, source_type, source, schema, profile
      from given where not exists (select from known where known.name = given.name and known.digest = given.digest)
      order by name, digest
      -- Another run made it a moment ago: written again as it is, because a row that is not touched is not returned. By a
      -- column of no key, for that lock lets others refer to the row meanwhile.
      on conflict (experiment_id, name, digest) do update set source_type = datasets.source_type
      returning dataset_id, name, digest),
    uses as (
      insert into run_datasets (run_id, dataset_id, tags)
      select given.run_id, dataset_id, given.tags
      from given join (select * from known union all select * from made) using (name, digest)
      order by given.place
      on conflict (run_id, dataset_id) do nothing)`;
}
