import { randomBytes } from "node:crypto";
import { ApiError, type LoggedModel, notFound } from "@spanloom/wire";
import { experimentNotFound } from "./experiments.ts";
import {
  type LoggedModelRow,
  type LoggedModelStatusName,
  loggedModelColumns,
  loggedModelOf,
  statusNumber,
} from "./logged-model-row.ts";
import type { Pool } from "./postgres/db.ts";
import { prepared, type Sql, sql } from "./postgres/sql.ts";
import type { KeyValue } from "./run-log.ts";
import { randomRunName } from "./run-names.ts";
import { notActive } from "./runs.ts";
import { storableText } from "./storable-text.ts";

export interface NewLoggedModel {
  readonly experimentId: string;
  /** Without one it gets a random name. */
  readonly name?: string;
  readonly modelType: string;
  /** Empty: made outside of a run. It is not looked up. */
  readonly sourceRunId: string;
  /** Each key once, as of the tags; else it is refused. */
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
}

/**
 * Models as runs, or code outside of runs, made them. A deleted model is found by nobody who does not ask for deleted
 * ones, but can still be written to: its files may come later than its deletion. Methods throw RESOURCE_DOES_NOT_EXIST
 * for a model that is not there.
 */
export class LoggedModels {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** Pending. Throws where the experiment is unknown or deleted. */
  async create(model: NewLoggedModel): Promise<LoggedModel> {
    const modelId = `m-${randomBytes(16).toString("hex")}`;
    const [row] = await this.#db
      .query<LoggedModelRow>(createStatement(modelId, model, Date.now()))
      .catch(async (error) => {
        throw isKeyTwice(error) ? await this.#keysTwice(modelId, []) : error;
      });
    if (row === undefined) throw await this.#experimentRefusal(model.experimentId);
    return loggedModelOf({ ...row, params: pairsOf(model.params), tags: pairsOf(model.tags), metrics: null });
  }

  async get(modelId: string, { allowDeleted = false } = {}): Promise<LoggedModel> {
    const [row] = await this.#db.query<LoggedModelRow>(
      prepared(
        "get-logged-model",
        sql`select ${loggedModelColumns} from logged_models as model where model_id = ${storableText(modelId)}`,
      ),
    );
    if (row === undefined || (row.lifecycle_stage === "deleted" && !allowDeleted)) throw modelNotFound(modelId);
    return loggedModelOf(row);
  }

  /** In this order; those that are not there are left out. */
  async getMany(modelIds: readonly string[]): Promise<LoggedModel[]> {
    if (modelIds.length === 0) return [];
    const rows = await this.#db.query<LoggedModelRow>(sql`
      select ${loggedModelColumns}
      from unnest(${[...modelIds]}::text[]) with ordinality as wanted (model_id, place)
      join logged_models as model using (model_id) order by place`);
    return rows.map(loggedModelOf);
  }

  async finalize(modelId: string, status: LoggedModelStatusName): Promise<LoggedModel> {
    const [row] = await this.#db.query<LoggedModelRow>(sql`
      with model as (
        update logged_models set status = ${statusNumber(status)}, last_updated_time_ms = ${Date.now()}
        where model_id = ${storableText(modelId)} returning *)
      select ${loggedModelColumns} from model`);
    if (row === undefined) throw modelNotFound(modelId);
    return loggedModelOf(row);
  }

  /** Marks it. To delete a deleted one again changes nothing that counts. */
  async delete(modelId: string): Promise<void> {
    const now = Date.now();
    const changed = await this.#db.execute(sql`
      update logged_models
      set lifecycle_stage = 'deleted', last_updated_time_ms = ${now}, deleted_time_ms = coalesce(deleted_time_ms, ${now})
      where model_id = ${storableText(modelId)}`);
    if (changed === 0) throw modelNotFound(modelId);
  }

  /** All or none. Throws BAD_REQUEST for a key that comes twice or that the model has already, with whatever value. */
  async addParams(modelId: string, params: readonly KeyValue[]): Promise<void> {
    const id = storableText(modelId);
    const statement = sql`
      with model as (select model_id from logged_models where model_id = ${id}),
      params as (${insertPairs("logged_model_params", params)})
      select 1 from model`;
    const [row] = await this.#db.query(statement).catch(async (error) => {
      throw isKeyTwice(error) ? await this.#keysTwice(id, params) : error;
    });
    if (row === undefined) throw modelNotFound(modelId);
  }

  /** Of a key that comes twice, the last counts. */
  async setTags(modelId: string, tags: readonly KeyValue[]): Promise<void> {
    const last = [...new Map(tags.map((tag) => [storableText(tag.key), tag])).values()];
    const [row] = await this.#db.query(sql`
      with model as (select model_id from logged_models where model_id = ${storableText(modelId)}),
      tags as (
        ${insertPairs("logged_model_tags", last)}
        on conflict (model_id, key) do update set value = excluded.value)
      select 1 from model`);
    if (row === undefined) throw modelNotFound(modelId);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST for a tag that the model has not. */
  async deleteTag(modelId: string, key: string): Promise<void> {
    const [row] = await this.#db.query<{ deleted: boolean }>(sql`
      with model as (select model_id from logged_models where model_id = ${storableText(modelId)}),
      gone as (delete from logged_model_tags using model where logged_model_tags.model_id = model.model_id and key = ${storableText(key)} returning key)
      select exists (select from gone) as deleted from model`);
    if (row === undefined) throw modelNotFound(modelId);
    if (row.deleted) return;
    const message = `No tag with key '${key}' found for model with ID '${modelId}'.`;
    throw new ApiError("RESOURCE_DOES_NOT_EXIST", message);
  }

  async #experimentRefusal(experimentId: string): Promise<ApiError> {
    const [row] = await this.#db.query(sql`select 1 from experiments where experiment_id = ${experimentId}::bigint`);
    return row === undefined ? experimentNotFound(experimentId) : notActive("experiment", experimentId, "deleted");
  }

  /** Clients know BAD_REQUEST here, because their own server says what its database says. */
  async #keysTwice(modelId: string, params: readonly KeyValue[]): Promise<ApiError> {
    const keys = params.map(({ key }) => storableText(key));
    const known = await this.#db.query<{ key: string }>(sql`
      select key from logged_model_params where model_id = ${modelId} and key = any(${keys}::text[]) order by key`);
    const names = known.map(({ key }) => `'${key}'`).join(", ");
    const message =
      known.length > 0
        ? `Params of a logged model are set once: '${modelId}' has ${names} already.`
        : "A key stands twice in the params or the tags; send it once.";
    return new ApiError("BAD_REQUEST", message);
  }
}

export const modelNotFound = (modelId: string): ApiError => notFound("Logged model", modelId);

/** unique_violation */
const isKeyTwice = (error: unknown): boolean => (error as { code?: string }).code === "23505";

function createStatement(modelId: string, model: NewLoggedModel, now: number): Sql {
  const { experimentId, name, modelType, sourceRunId, params, tags } = model;
  return prepared(
    "create-logged-model",
    sql`with model as (
        insert into logged_models (
          model_id, experiment_id, name, artifact_uri, creation_time_ms, last_updated_time_ms, status, model_type, source_run_id)
        select ${modelId}, experiment_id, ${storableText(name || randomRunName())},
          ${artifactUri(modelId)}, ${now}::bigint, ${now}::bigint,
          ${statusNumber("LOGGED_MODEL_PENDING")}::smallint, ${storableText(modelType)}, ${storableText(sourceRunId)}
        from experiments where experiment_id = ${experimentId}::bigint and lifecycle_stage = 'active' for key share
        returning *),
      params as (${insertPairs("logged_model_params", params)}),
      tags as (${insertPairs("logged_model_tags", tags)})
      select model.* from model`,
  );
}

/** Below the experiment's; what comes after a `?` there stays at the end. */
function artifactUri(modelId: string): Sql {
  return sql`regexp_replace(artifact_location, '/*([?].*)?$', ${`/models/${modelId}/artifacts\\1`})`;
}

/** In the order of their keys, so that two writers of one model wait for each other and never in a circle. */
function insertPairs(table: "logged_model_params" | "logged_model_tags", pairs: readonly KeyValue[]): Sql {
  const into = table === "logged_model_params" ? sql`logged_model_params` : sql`logged_model_tags`;
  const keys = pairs.map(({ key }) => storableText(key));
  const values = pairs.map(({ value }) => storableText(value));
  return sql`
    insert into ${into} (model_id, key, value)
    select model.model_id, given.key, given.value
    from model, unnest(${keys}::text[], ${values}::text[]) as given (key, value) order by given.key`;
}

/** As the columns of `loggedModelColumns` give them. */
function pairsOf(pairs: readonly KeyValue[]): string | null {
  const sorted = [...pairs].sort((a, b) => (a.key < b.key ? -1 : 1));
  return pairs.length === 0
    ? null
    : JSON.stringify(sorted.map(({ key, value }) => [storableText(key), storableText(value)]));
}
