import {
  ApiError,
  type ExactJson,
  type RunInputs as Inputs,
  type JsonValue,
  type RunOutputs as Outputs,
  parseExact,
  parseJson,
  printJson,
} from "@spanloom/wire";
import { type DatasetUse, useDatasets } from "./datasets.ts";
import type { Pool } from "./postgres/db.ts";
import { join, prepared, type Sql, sql } from "./postgres/sql.ts";
import type { Runs } from "./runs.ts";
import { storableText } from "./storable-text.ts";

export interface ModelUse {
  readonly modelId: string;
  /** Of an output: the step of training after which it was made. */
  readonly step?: number | bigint;
}

/**
 * What runs took in and gave out. Nothing is there twice: what is logged again changes nothing. Models are not looked up,
 * for they may be another server's. Methods throw as `Runs.requireActive` does.
 */
export class RunInputs {
  readonly #db: Pool;
  readonly #runs: Runs;

  constructor(db: Pool, runs: Runs) {
    this.#db = db;
    this.#runs = runs;
  }

  async log(runId: string, datasets: readonly DatasetUse[], models: readonly ModelUse[]): Promise<void> {
    const parts: Sql[] = [];
    if (datasets.length > 0) parts.push(useDatasets(datasets));
    if (models.length > 0) parts.push(useModels("input", models));
    const kinds = `${datasets.length > 0 ? "-datasets" : ""}${models.length > 0 ? "-models" : ""}`;
    await this.#write(runId, prepared(`log-inputs${kinds}`, writing(runId, parts)));
  }

  async logOutputs(runId: string, models: readonly ModelUse[]): Promise<void> {
    await this.#write(runId, prepared("log-outputs", writing(runId, [useModels("output", models)])));
  }

  /** Appends to the JSON list in the tag mlflow.log-model.history. Throws where the tag holds something else. */
  async appendModelHistory(runId: string, model: JsonValue | ExactJson): Promise<void> {
    await this.#db.transaction(async (db) => {
      await this.#runs.requireActive(db, runId);
      // Others that append wait here, and then read what was appended before; who logs anything else does not wait.
      await db.query(sql`select 1 from runs where run_id = ${storableText(runId)} for no key update`);
      const [tag] = await db.query<{ value: string }>(
        sql`select value from run_tags where run_id = ${storableText(runId)} and key = ${historyTag}`,
      );
      const history = storableText(printJson([...historyOf(tag?.value), model]));
      await db.query(sql`
        insert into run_tags (run_id, experiment_id, key, value)
        select run_id, experiment_id, ${historyTag}, ${history} from runs where run_id = ${storableText(runId)}
        on conflict (run_id, key) do update set value = excluded.value`);
    });
  }

  async #write(runId: string, statement: Sql): Promise<void> {
    const [row] = await this.#db.query(statement);
    if (row === undefined) await this.#runs.requireActive(this.#db, runId);
  }
}

/** As JSON, like the other columns of what was logged to a run; null where there is none. */
export interface RunInputRow {
  readonly datasets: string | null;
  readonly models: string | null;
}

/** Of a row that the statement calls `runs`. */
export const runInputColumns: Sql = sql`
  case when runs.has_inputs then (select json_agg(json_build_array(d.name, d.digest, d.source_type, d.source, d.schema, d.profile, u.tags) order by u.position)::text
   from run_datasets u join datasets d using (dataset_id) where u.run_id = runs.run_id) end as datasets,
  case when runs.has_inputs then (select json_agg(json_build_array(direction, model_id, step) order by position)::text
   from run_models where run_models.run_id = runs.run_id) end as models`;

export function runInputsOf(row: RunInputRow): { inputs: Inputs; outputs: Outputs } {
  const models = listOf(row.models);
  const ofDirection = (direction: string) => models.filter((model) => model[0] === direction);
  return {
    inputs: {
      dataset_inputs: listOf(row.datasets).map(datasetInputOf),
      model_inputs: ofDirection("input").map(([, modelId]) => ({ model_id: modelId as string })),
    },
    outputs: {
      model_outputs: ofDirection("output").map(([, modelId, step]) => ({
        model_id: modelId as string,
        step: step as number | bigint,
      })),
    },
  };
}

const historyTag = "mlflow.log-model.history";

/**
 * The lock keeps the run from being removed while this is written, and has others that tell of its inputs wait: two that
 * tell the same in another order would wait for each other's rows in a circle. Who logs anything else does not wait.
 */
function writing(runId: string, parts: readonly Sql[]): Sql {
  const run = sql`run as materialized (
    select run_id, experiment_id from runs where run_id = ${storableText(runId)} and lifecycle_stage = 'active' for no key update)`;
  return sql`with ${join([run, ...parts], ", ")} select run_id from run`;
}

function useModels(direction: "input" | "output", models: readonly ModelUse[]): Sql {
  return sql`
    models as (
      insert into run_models (run_id, direction, model_id, step)
      select run.run_id, ${direction}, given.model_id, given.step
      from run, unnest(${models.map(({ modelId }) => storableText(modelId))}::text[], ${models.map(({ step = 0 }) => step)}::bigint[])
        with ordinality as given (model_id, step, place)
      order by given.place
      on conflict (run_id, direction, model_id, step) do nothing)`;
}

function historyOf(tag: string | undefined): readonly ExactJson[] {
  if (tag === undefined) return [];
  let history: ExactJson;
  try {
    history = parseExact(tag);
  } catch {
    history = null;
  }
  if (Array.isArray(history)) return history;
  throw new ApiError(
    "INVALID_PARAMETER_VALUE",
    `The run's tag ${historyTag} holds no JSON list, so no model can be appended.`,
  );
}

function listOf(json: string | null): JsonValue[][] {
  return json === null ? [] : (parseJson(json) as JsonValue[][]);
}

function datasetInputOf([name, digest, sourceType, source, schema, profile, tags]: JsonValue[]) {
  return {
    tags: Object.entries(tags as Record<string, string>).map(([key, value]) => ({ key, value })),
    dataset: {
      name: name as string,
      digest: digest as string,
      source_type: sourceType as string,
      source: source as string,
      ...(schema !== null && { schema: schema as string }),
      ...(profile !== null && { profile: profile as string }),
    },
  };
}
