import { ApiError, alreadyExists, type Experiment } from "@spanloom/wire";
import { deleteAssessmentsOfRuns } from "./assessments.ts";
import type { Db, Pool } from "./postgres/db.ts";
import { prepared, sql } from "./postgres/sql.ts";
import { notActive } from "./runs.ts";
import { storableEntries, storableText } from "./storable-text.ts";

export interface ExperimentOptions {
  /**
   * Where the artifacts of an experiment without a location go: to a folder named by its id. A URI; what comes after
   * its `?` stays at the end. `mlflow-artifacts:` where nothing is said: the server's own store.
   */
  readonly artifactRoot?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Experiments: where runs and traces belong. */
export class Experiments {
  readonly #db: Pool;
  readonly #artifactRoot: string;

  constructor(db: Pool, artifactRoot = "mlflow-artifacts:") {
    this.#db = db;
    this.#artifactRoot = artifactRoot;
  }

  /** Throws RESOURCE_ALREADY_EXISTS for a name that an experiment has, a deleted one included. */
  async create(name: string, artifactLocation?: string, options: ExperimentOptions = {}): Promise<string> {
    const chosen = { artifactRoot: this.#artifactRoot, ...options };
    const id = await insertExperiment(this.#db, name, artifactLocation, chosen);
    if (id === undefined) throw alreadyExists(`Experiment(name=${name}) already exists.`);
    return id;
  }

  /** Deleted ones included. */
  async get(experimentId: string): Promise<Experiment | undefined> {
    const [experiment] = await this.getMany([experimentId]);
    return experiment;
  }

  /** In the order of the ids; unknown ones are left out. */
  async getMany(experimentIds: readonly string[]): Promise<Experiment[]> {
    const rows = await this.#db.query<Columns>(
      prepared(
        "get-experiments",
        sql`select ${columns} from experiments where experiment_id = any(${[...experimentIds]}::bigint[])`,
      ),
    );
    const byId = new Map(rows.map((row) => [row.experiment_id, experimentOf(row)]));
    return experimentIds.flatMap((id) => byId.get(BigInt(id)) ?? []);
  }

  /** Deleted ones included. */
  async getByName(name: string): Promise<Experiment | undefined> {
    const [row] = await this.#db.query<Columns>(
      sql`select ${columns} from experiments where name = ${storableText(name)}`,
    );
    return row && experimentOf(row);
  }

  /** Throws for an experiment that is unknown or deleted, and RESOURCE_ALREADY_EXISTS for a name that is taken. */
  async rename(experimentId: string, name: string): Promise<void> {
    const changed = await this.#db
      .execute(
        sql`
          update experiments set name = ${storableText(name)}, last_update_time_ms = ${Date.now()}
          where experiment_id = ${experimentId}::bigint and lifecycle_stage = 'active'`,
      )
      .catch((error: unknown) => {
        if ((error as { code?: string }).code === uniqueViolation)
          throw alreadyExists(`Experiment(name=${name}) already exists.`);
        throw error;
      });
    if (changed > 0) return;
    if ((await this.get(experimentId)) === undefined) throw experimentNotFound(experimentId);
    throw new ApiError("INVALID_STATE", "Cannot rename a non-active experiment.");
  }

  /** With all its runs. Throws RESOURCE_DOES_NOT_EXIST where there is no active one. */
  async delete(experimentId: string): Promise<void> {
    const now = Date.now();
    await this.#db.transaction(async (db) => {
      const changed = await db.execute(sql`
        update experiments set lifecycle_stage = 'deleted', deleted_time_ms = ${now}, last_update_time_ms = ${now}
        where experiment_id = ${experimentId}::bigint and lifecycle_stage = 'active'`);
      if (changed === 0) throw experimentNotFound(experimentId);
      const runs = await db.query<{ run_id: string }>(sql`
        update runs set lifecycle_stage = 'deleted', deleted_time_ms = ${now}
        where experiment_id = ${experimentId}::bigint and lifecycle_stage = 'active' returning run_id`);
      await deleteAssessmentsOfRuns(
        db,
        runs.map(({ run_id }) => run_id),
      );
    });
  }

  /** With all its runs, those that were deleted before it included. Throws RESOURCE_DOES_NOT_EXIST where there is no deleted one. */
  async restore(experimentId: string): Promise<void> {
    await this.#db.transaction(async (db) => {
      const changed = await db.execute(sql`
        update experiments set lifecycle_stage = 'active', deleted_time_ms = null, last_update_time_ms = ${Date.now()}
        where experiment_id = ${experimentId}::bigint and lifecycle_stage = 'deleted'`);
      if (changed === 0) throw experimentNotFound(experimentId);
      await db.execute(sql`
        update runs set lifecycle_stage = 'active', deleted_time_ms = null
        where experiment_id = ${experimentId}::bigint and lifecycle_stage = 'deleted'`);
    });
  }

  /** Throws for an experiment that is unknown or deleted, and for one view of the web app too many. */
  async setTag(experimentId: string, key: string, value: string): Promise<void> {
    const tag = JSON.stringify(storableEntries({ [key]: value }));
    const hasRoom = key.startsWith(customViewPrefix)
      ? sql`(tags ? ${storableText(key)} or ${maxCustomViews} >
          (select count(*) from jsonb_object_keys(tags) as name where starts_with(name, ${customViewPrefix})))`
      : sql`true`;
    const changed = await this.#db.execute(sql`
      update experiments set tags = tags || ${tag}::jsonb
      where experiment_id = ${experimentId}::bigint and lifecycle_stage = 'active' and ${hasRoom}`);
    if (changed > 0) return;
    await this.#requireActive(experimentId);
    throw tooManyCustomViews(` for experiment ${experimentId}`);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST for a tag that the experiment does not have. */
  async deleteTag(experimentId: string, key: string): Promise<void> {
    const changed = await this.#db.execute(sql`
      update experiments set tags = tags - ${storableText(key)}::text
      where experiment_id = ${experimentId}::bigint and lifecycle_stage = 'active' and tags ? ${storableText(key)}`);
    if (changed > 0) return;
    await this.#requireActive(experimentId);
    throw new ApiError("RESOURCE_DOES_NOT_EXIST", `No tag with name: ${key} in experiment with id ${experimentId}`);
  }

  async #requireActive(experimentId: string): Promise<void> {
    const experiment = await this.get(experimentId);
    if (experiment === undefined) throw experimentNotFound(experimentId);
    if (experiment.lifecycle_stage !== "active") throw notActive("experiment", experimentId, "deleted");
  }
}

/** The id of the new experiment; undefined where its name is taken. */
export async function insertExperiment(
  db: Db,
  name: string,
  artifactLocation: string | undefined,
  { artifactRoot = "mlflow-artifacts:", tags = {} }: ExperimentOptions,
): Promise<string | undefined> {
  if (Object.keys(tags).filter((key) => key.startsWith(customViewPrefix)).length > maxCustomViews)
    throw tooManyCustomViews("");
  const [, root = "", query = ""] = /^([^?]*)(.*)$/s.exec(artifactRoot)!;
  const now = Date.now();
  const [row] = await db.query<{ id: string }>(sql`
    with new_id as (select nextval(pg_get_serial_sequence('experiments', 'experiment_id')) as id)
    insert into experiments (experiment_id, name, artifact_location, tags, creation_time_ms, last_update_time_ms)
    select id, ${storableText(name)}, coalesce(${artifactLocation === undefined ? null : storableText(artifactLocation)}::text,
      rtrim(${root}, '/') || '/' || id || ${query}), ${JSON.stringify(storableEntries(tags))}::jsonb, ${now}, ${now}
    from new_id
    on conflict (name) do nothing
    returning experiment_id::text as id`);
  return row?.id;
}

/** The experiment that the schema comes with is made before anybody could say where its artifacts go. */
export async function placeDefaultExperiment(db: Db, artifactRoot: string): Promise<void> {
  await db.execute(sql`update experiments set artifact_location = ${`${artifactRoot}/0`} where experiment_id = 0`);
}

/** Saved views of MLflow's web app lie in tags of this prefix. */
const customViewPrefix = "mlflow.customView.view";
const maxCustomViews = 50;

const uniqueViolation = "23505";

function tooManyCustomViews(where: string): ApiError {
  return new ApiError(
    "INVALID_PARAMETER_VALUE",
    `Unable to create another custom view${where}; the maximum number of custom views per experiment is ${maxCustomViews}. ` +
      "Delete an existing custom view before creating a new one.",
  );
}

export function experimentNotFound(experimentId: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `No Experiment with id=${experimentId} exists`);
}

const columns = sql`experiment_id, name, artifact_location, lifecycle_stage, tags, creation_time_ms, last_update_time_ms`;

interface Columns {
  readonly experiment_id: bigint;
  readonly name: string;
  readonly artifact_location: string;
  readonly lifecycle_stage: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly creation_time_ms: bigint;
  readonly last_update_time_ms: bigint;
}

function experimentOf(row: Columns): Experiment {
  return {
    experiment_id: String(row.experiment_id),
    name: row.name,
    artifact_location: row.artifact_location,
    lifecycle_stage: row.lifecycle_stage,
    creation_time: Number(row.creation_time_ms),
    last_update_time: Number(row.last_update_time_ms),
    tags: Object.entries(row.tags).map(([key, value]) => ({ key, value })),
    workspace: "default",
  };
}
