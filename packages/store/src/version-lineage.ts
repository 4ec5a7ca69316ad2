import { isVersion, versionNotFound } from "./model-version-row.ts";
import type { Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import type { VersionKey } from "./search/model-versions.ts";
import { storableText } from "./storable-text.ts";

/** A version as one end of a link. */
export interface LinkedVersion extends VersionKey {
  readonly stage: string;
  readonly aliases: readonly string[];
  readonly creationTimeMs: number;
  readonly runId: string | undefined;
  readonly modelId: string | undefined;
}

/** A run or a logged model as one end of a link. */
export interface LinkedEntity {
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  readonly lifecycleStage: string;
}

export interface VersionLineage {
  readonly version: LinkedVersion;
  readonly loggedModel: LinkedEntity | undefined;
  readonly run: LinkedEntity | undefined;
  /** Ids as 32 hex digits, newest first; the count stops at one more than `maxCounted`. */
  readonly traces: { readonly count: number; readonly newest: readonly string[] };
  readonly copiedFrom: LinkedVersion | undefined;
  readonly copies: readonly LinkedVersion[];
}

/** From a version to what it was made of, and back. */
export class VersionLineages {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** Throws RESOURCE_DOES_NOT_EXIST for the version. */
  async of(key: VersionKey, limits: { readonly traces: number; readonly counted: number; readonly copies: number }) {
    const [row] = await this.#db.query<Columns & { from_name: string | null; from_version: number | null }>(sql`
      select ${columns}, v.copied_from_name as from_name, v.copied_from_version as from_version
      from model_versions as v where ${isVersion(key)}`);
    if (row === undefined) throw versionNotFound(key);
    const version = linkOf(row);
    const source = row.from_name === null ? sql`false` : isVersion({ name: row.from_name, version: row.from_version! });
    const [models, runs, traces, from, copies] = await Promise.all([
      this.#entities(sql`model_id as id, name, experiment_id, lifecycle_stage from logged_models
        where model_id = ${version.modelId ?? null}`),
      this.#entities(sql`run_id as id, name, experiment_id, lifecycle_stage from runs
        where run_id = ${version.runId ?? null}`),
      this.#traces(version, limits),
      this.#versions(source, 1),
      this.#versions(sql`v.copied_from_name = ${row.name} and v.copied_from_version = ${row.version}`, limits.copies),
    ]);
    return { version, loggedModel: models, run: runs, traces, copiedFrom: from[0], copies } satisfies VersionLineage;
  }

  async ofRun(runId: string, limit: number): Promise<LinkedVersion[]> {
    return this.#versions(sql`v.run_id = ${storableText(runId)}`, limit);
  }

  async ofLoggedModel(modelId: string, limit: number): Promise<LinkedVersion[]> {
    return this.#versions(sql`v.model_id = ${storableText(modelId)}`, limit);
  }

  /** Of the trace's logged model where it has one, else of its run; undefined where there is no such trace. */
  async ofTrace(traceId: string, limit: number): Promise<LinkedVersion[] | undefined> {
    const [trace] = await this.#db.query<{ run_id: string | null; model_id: string | null }>(
      sql`select run_id, model_id from traces where trace_id = ${traceId}::uuid`,
    );
    if (trace === undefined) return undefined;
    if (trace.model_id !== null) return this.ofLoggedModel(trace.model_id, limit);
    return trace.run_id === null ? [] : this.ofRun(trace.run_id, limit);
  }

  /** Those made with the logged model; without one, those made in the run. */
  async #traces(
    { modelId, runId }: LinkedVersion,
    limits: { readonly traces: number; readonly counted: number },
  ): Promise<VersionLineage["traces"]> {
    if (modelId === undefined && runId === undefined) return { count: 0, newest: [] };
    const which = modelId === undefined ? sql`run_id = ${runId}` : sql`model_id = ${modelId}`;
    const [row] = await this.#db.query<{ count: number; newest: string[] }>(sql`
      select (select count(*)::int from (select from traces where ${which} limit ${limits.counted + 1}) as counted) as count,
        array(select replace(trace_id::text, '-', '') from traces where ${which}
          order by start_ns desc limit ${limits.traces}) as newest`);
    return row!;
  }

  async #entities(selected: Sql): Promise<LinkedEntity | undefined> {
    const [row] = await this.#db.query<{ id: string; name: string; experiment_id: bigint; lifecycle_stage: string }>(
      sql`select ${selected}`,
    );
    if (row === undefined) return undefined;
    const { id, name, experiment_id, lifecycle_stage } = row;
    return { id, name, experimentId: String(experiment_id), lifecycleStage: lifecycle_stage };
  }

  async #versions(which: Sql, limit: number): Promise<LinkedVersion[]> {
    const rows = await this.#db.query<Columns>(sql`
      select ${columns} from model_versions as v where ${which} and v.stage <> 'Deleted'
      order by v.creation_time_ms desc, v.name, v.version desc limit ${limit}`);
    return rows.map(linkOf);
  }
}

const columns = sql`v.name, v.version, v.stage, v.creation_time_ms, v.run_id, v.model_id,
  array(select alias from model_aliases a where a.name = v.name and a.version = v.version order by alias) as aliases`;

interface Columns {
  readonly name: string;
  readonly version: number;
  readonly stage: string;
  readonly creation_time_ms: bigint;
  readonly run_id: string | null;
  readonly model_id: string | null;
  readonly aliases: readonly string[];
}

function linkOf(row: Columns): LinkedVersion {
  return {
    name: row.name,
    version: row.version,
    stage: row.stage,
    aliases: row.aliases,
    creationTimeMs: Number(row.creation_time_ms),
    runId: row.run_id ?? undefined,
    modelId: row.model_id ?? undefined,
  };
}
