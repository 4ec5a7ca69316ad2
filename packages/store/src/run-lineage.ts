import { type LoggedModelStatusName, statusName } from "./logged-model-row.ts";
import { modelNotFound } from "./logged-models.ts";
import type { Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import { runNotFound } from "./runs.ts";
import { storableText } from "./storable-text.ts";
import type { LinkedEntity } from "./version-lineage.ts";

export interface LinkedTraces {
  /** Stops at one more than was to be counted. */
  readonly count: number;
  /** Ids as 32 hex digits, newest first. */
  readonly newest: readonly string[];
}

export interface RunModel extends LinkedEntity {
  readonly status: LoggedModelStatusName;
  readonly direction: "input" | "output";
  readonly step: number;
}

export interface LineageLimits {
  readonly entities: number;
  readonly traces: number;
  readonly counted: number;
}

/** From runs to logged models and traces, and back. What is deleted, but not removed yet, is among them. */
export class RunLineages {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  async ofLoggedModel(modelId: string, limits: LineageLimits) {
    const id = storableText(modelId);
    const [model] = await this.#db.query<{ source_run_id: string }>(
      sql`select source_run_id from logged_models where model_id = ${id}`,
    );
    if (model === undefined) throw modelNotFound(modelId);
    const [sourceRuns, inputOf, traces] = await Promise.all([
      this.#runs(sql`run_id = ${model.source_run_id}`, 1),
      this.#runs(
        sql`run_id in (select run_id from run_models where model_id = ${id} and direction = 'input')`,
        limits.entities,
      ),
      this.#traces(sql`select trace_id, start_ns from traces where model_id = ${id}`, limits),
    ]);
    return { sourceRun: sourceRuns[0], inputOf, traces };
  }

  async ofRun(runId: string, limits: LineageLimits): Promise<{ models: RunModel[]; traces: LinkedTraces }> {
    const id = storableText(runId);
    const [known, models, traces] = await Promise.all([
      this.#db.query(sql`select from runs where run_id = ${id}`),
      this.#models(id, limits.entities),
      this.#traces(
        sql`
        select trace_id, start_ns from traces where run_id = ${id}
        union select trace_id, start_ns from traces join trace_runs using (trace_id) where trace_runs.run_id = ${id}`,
        limits,
      ),
    ]);
    if (known.length === 0) throw runNotFound(runId);
    return { models, traces };
  }

  /** Those that name the run as their source are among its outputs, whether or not it logged them as such. */
  async #models(runId: string, limit: number): Promise<RunModel[]> {
    const rows = await this.#db.query<EntityRow & { status: number; direction: "input" | "output"; step: bigint }>(sql`
      with uses as (
        select model_id, direction, step, position from run_models where run_id = ${runId}
        union all
        select model_id, 'output', 0, creation_time_ms from logged_models model
        where source_run_id = ${runId} and not exists (
          select from run_models u where u.run_id = ${runId} and u.model_id = model.model_id and u.direction = 'output'))
      select model_id as id, name, experiment_id, lifecycle_stage, status, direction, step
      from uses join logged_models using (model_id)
      order by direction desc, position limit ${limit}`);
    return rows.map((row) => ({
      ...entityOf(row),
      status: statusName(row.status),
      direction: row.direction,
      step: Number(row.step),
    }));
  }

  async #runs(which: Sql, limit: number): Promise<LinkedEntity[]> {
    const rows = await this.#db.query<EntityRow>(sql`
      select run_id as id, name, experiment_id, lifecycle_stage from runs where ${which}
      order by start_time_ms desc, run_id limit ${limit}`);
    return rows.map(entityOf);
  }

  async #traces(which: Sql, { traces, counted }: LineageLimits): Promise<LinkedTraces> {
    const [row] = await this.#db.query<LinkedTraces>(sql`
      select (select count(*)::int from (select from (${which}) as linked limit ${counted + 1}) as counted) as count,
        array(select replace(trace_id::text, '-', '') from (${which}) as newest order by start_ns desc limit ${traces}) as newest`);
    return row!;
  }
}

interface EntityRow {
  readonly id: string;
  readonly name: string;
  readonly experiment_id: bigint;
  readonly lifecycle_stage: string;
}

function entityOf({ id, name, experiment_id, lifecycle_stage }: EntityRow): LinkedEntity {
  return { id, name, experimentId: String(experiment_id), lifecycleStage: lifecycle_stage };
}
