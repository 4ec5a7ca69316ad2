import { randomUUID } from "node:crypto";
import { ApiError, type Printable, type Run, type RunInfo } from "@spanloom/wire";
import { deleteAssessmentsOfRuns } from "./assessments.ts";
import { Batcher } from "./batcher.ts";
import { logModelMetrics, type ModelMetric } from "./logged-model-metrics.ts";
import { type Db, isDeadlock, isTransient, type Pool } from "./postgres/db.ts";
import { prepared, sql } from "./postgres/sql.ts";
import { type KeyValue, type LogOfRun, logToRuns, makeBlocks, type RunLog, runNameTag, sizeOfLog } from "./run-log.ts";
import { randomRunName } from "./run-names.ts";
import {
  type RunRow,
  type RunStatusName,
  runColumns,
  runInfoOf,
  runStatusNumber,
  type WholeRunRow,
  wholeRunColumns,
  wholeRunOf,
} from "./run-row.ts";
import { storableText } from "./storable-text.ts";

export interface NewRun {
  readonly experimentId: string;
  readonly userId: string;
  readonly startTimeMs: number;
  /** Else the tag mlflow.runName, else random words. */
  readonly name?: string;
  readonly tags: readonly KeyValue[];
}

export interface RunChange {
  readonly status?: RunStatusName;
  readonly endTimeMs?: number;
  readonly name?: string;
}

export interface RunKey {
  readonly runId: string;
  readonly experimentId: string;
}

/** While some wait for the disk, another writes: two had fewer logs a second, four gather too few. */
const writers = 3;
/** Of logs that are stored together. */
const maxRows = 2_000;

/** Runs and what is logged to them. Only those with `lifecycle_stage` active can be written to. */
export class Runs {
  readonly #db: Pool;
  readonly #logs: Batcher<LogOfRun, boolean>;

  constructor(db: Pool) {
    this.#db = db;
    this.#logs = new Batcher({
      async commit(logs) {
        const { stored, grown } = await logToRuns(db, logs);
        await makeBlocks(db, grown);
        return stored;
      },
      writers,
      maxWeight: maxRows,
      // Alone, none can wait for another in a circle.
      isFaultOfOne: (error) => isDeadlock(error) || !isTransient(error),
    });
  }

  /** Throws for an experiment that is unknown or deleted. */
  async create({ experimentId, userId, startTimeMs, name, tags }: NewRun): Promise<Run> {
    const runId = randomUUID().replaceAll("-", "");
    const all = new Map(tags.map((tag) => [storableText(tag.key), storableText(tag.value)]));
    const runName = storableText(name || all.get(runNameTag) || randomRunName());
    all.set(runNameTag, runName);
    const keys = [...all.keys()].sort();
    const values = keys.map((key) => all.get(key)!);
    const [row] = await this.#db.query<RunRow>(
      prepared(
        "create-run",
        sql`
      with runs as (
        insert into runs (run_id, experiment_id, name, user_id, status, start_time_ms, artifact_uri)
        select ${runId}, experiment_id, ${runName}, ${storableText(userId)}, ${runStatusNumber("RUNNING")}, ${startTimeMs}::bigint,
          rtrim(split_part(artifact_location, '?', 1), '/') || '/' || ${runId} || '/artifacts'
            || coalesce(substring(artifact_location from '[?].*'), '')
        from experiments where experiment_id = ${experimentId}::bigint and lifecycle_stage = 'active'
        returning *),
      tags as (
        insert into run_tags (run_id, experiment_id, key, value)
        select run_id, experiment_id, given.key, given.value from runs, unnest(${keys}::text[], ${values}::text[]) as given (key, value))
      select ${runColumns} from runs`,
      ),
    );
    if (row === undefined) throw await this.#experimentRefusal(experimentId);
    return {
      info: runInfoOf(row),
      data: { metrics: [], params: [], tags: keys.map((key, at) => ({ key, value: values[at]! })) },
      inputs: { dataset_inputs: [], model_inputs: [] },
    };
  }

  /** Deleted ones included. */
  async get(runId: string): Promise<Printable<Run> | undefined> {
    // Not one of many: of those, a statement is planned anew each time, because the plan for any number looks dearer.
    const [row] = await this.#db.query<WholeRunRow>(
      prepared("get-run", sql`select ${wholeRunColumns} from runs where run_id = ${storableText(runId)}`),
    );
    return row && wholeRunOf(row);
  }

  /** In the order of the ids; unknown ones are left out. */
  async getMany(runIds: readonly string[]): Promise<Printable<Run>[]> {
    if (runIds.length === 0) return [];
    const ids = runIds.map(storableText);
    const rows = await this.#db.query<WholeRunRow>(
      prepared("get-runs", sql`select ${wholeRunColumns} from runs where run_id = any(${ids}::text[])`),
    );
    const byId = new Map(rows.map((row) => [row.run_id, wholeRunOf(row)]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** A name that is empty is no name. Throws for a run that is unknown or deleted. */
  async update(runId: string, { status, endTimeMs, name }: RunChange): Promise<RunInfo> {
    const runName = name ? storableText(name) : null;
    const [row] = await this.#db.query<RunRow>(
      prepared(
        "update-run",
        sql`
      with runs as (
        update runs set
          status = coalesce(${status === undefined ? null : runStatusNumber(status)}::smallint, status),
          end_time_ms = coalesce(${endTimeMs ?? null}::bigint, end_time_ms),
          name = coalesce(${runName}::text, name)
        where run_id = ${storableText(runId)} and lifecycle_stage = 'active' returning *),
      name_tag as (
        insert into run_tags (run_id, experiment_id, key, value)
        select run_id, experiment_id, ${runNameTag}, name from runs where ${runName}::text is not null
        on conflict (run_id, key) do update set value = excluded.value)
      select ${runColumns} from runs`,
      ),
    );
    if (row === undefined) throw await refusal(this.#db, runId);
    return runInfoOf(row);
  }

  /** Deleting a deleted run changes nothing. Assessments that the run made go with it. */
  async delete(runId: string): Promise<void> {
    await this.#db.transaction(async (db) => {
      const changed = await db.execute(sql`
        update runs set lifecycle_stage = 'deleted', deleted_time_ms = ${Date.now()} where run_id = ${storableText(runId)}`);
      if (changed === 0) throw runNotFound(runId);
      await deleteAssessmentsOfRuns(db, [runId]);
    });
  }

  async restore(runId: string): Promise<void> {
    const changed = await this.#db.execute(sql`
      update runs set lifecycle_stage = 'active', deleted_time_ms = null where run_id = ${storableText(runId)}`);
    if (changed === 0) throw runNotFound(runId);
  }

  /** All of it or, when anything is refused, nothing. What arrives together with logs of other runs is stored with them. */
  async log(runId: string, log: RunLog, modelMetrics: readonly ModelMetric[] = []): Promise<void> {
    if (modelMetrics.length === 0) {
      if (!(await this.#logs.add({ runId, log }, sizeOfLog(log)))) throw await refusal(this.#db, runId);
      return;
    }
    const grown = await this.#db.transaction(async (db) => {
      const logged = await logToRuns(db, [{ runId, log }]);
      if (!logged.stored[0]) throw await refusal(db, runId);
      await logModelMetrics(db, { runId }, modelMetrics);
      return logged.grown;
    });
    await makeBlocks(this.#db, grown);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST for a tag that the run does not have. */
  async deleteTag(runId: string, key: string): Promise<void> {
    const { experimentId: _, ...run } = await this.requireActive(this.#db, runId);
    const deleted = await this.#db.execute(
      sql`delete from run_tags where run_id = ${run.runId} and key = ${storableText(key)}`,
    );
    if (deleted === 0)
      throw new ApiError("RESOURCE_DOES_NOT_EXIST", `No tag with name: ${key} in run with id ${runId}`);
  }

  /** Throws for a run that is unknown or deleted. */
  async requireActive(db: Db, runId: string): Promise<RunKey> {
    const [row] = await db.query<{ experiment_id: bigint }>(
      sql`select experiment_id from runs where run_id = ${storableText(runId)} and lifecycle_stage = 'active'`,
    );
    if (row === undefined) throw await refusal(db, runId);
    return { runId, experimentId: String(row.experiment_id) };
  }

  async #experimentRefusal(experimentId: string): Promise<ApiError> {
    const [row] = await this.#db.query<{ lifecycle_stage: string }>(
      sql`select lifecycle_stage from experiments where experiment_id = ${experimentId}::bigint`,
    );
    if (row === undefined)
      return new ApiError("RESOURCE_DOES_NOT_EXIST", `No Experiment with id=${experimentId} exists`);
    return notActive("experiment", experimentId, row.lifecycle_stage);
  }
}

/** Why an active run of this id was not found. */
async function refusal(db: Db, runId: string): Promise<ApiError> {
  const [row] = await db.query<{ lifecycle_stage: string }>(
    sql`select lifecycle_stage from runs where run_id = ${storableText(runId)}`,
  );
  return row === undefined ? runNotFound(runId) : notActive("run", runId, row.lifecycle_stage);
}

export function runNotFound(runId: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `Run with id=${runId} not found`);
}

export function notActive(kind: "run" | "experiment", id: string, stage: string): ApiError {
  return new ApiError(
    "INVALID_PARAMETER_VALUE",
    `The ${kind} ${id} must be in the 'active' state. Current state is ${stage}.`,
  );
}
