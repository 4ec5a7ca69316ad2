import type { ModelVersion } from "@spanloom/wire";
import { linkLoggedModel } from "./logged-model-versions.ts";
import {
  isVersion,
  latestVersions,
  type Stage,
  type VersionColumns,
  versionColumns,
  versionNotFound,
  versionOf,
} from "./model-version-row.ts";
import type { Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import { modelNotFound, requireModel } from "./registered-model-lock.ts";
import { type ChangedBy, recordChanges } from "./registry-history.ts";
import { hasPromptTag, isPrompt, type Tags, withoutTag, withTag } from "./registry-tags.ts";
import type { VersionKey } from "./search/model-versions.ts";
import { storableEntries, storableText } from "./storable-text.ts";
import { delivery, enqueueWebhooks } from "./webhook-events.ts";

/** A version to be made. The source is checked and resolved already; empty texts are "none". */
export interface NewVersion {
  readonly name: string;
  readonly source: string;
  /** Where the files are, when the source names a version or a logged model. */
  readonly storageLocation?: string | undefined;
  readonly copiedFrom?: VersionKey | undefined;
  readonly runId: string;
  readonly modelId: string;
  readonly runLink: string;
  readonly description: string;
  readonly tags: Tags;
}

/** The numbered versions of models and prompts. Deleted ones keep their number, and nothing else. */
export class ModelVersions {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** The next version of its model: numbers are consecutive however many are made at once. Throws RESOURCE_DOES_NOT_EXIST. */
  async create(made: NewVersion, changedBy: ChangedBy): Promise<ModelVersion> {
    const name = storableText(made.name);
    const tags = storableEntries(made.tags);
    const source = storableText(made.source);
    const description = storableText(made.description);
    const runId = storableText(made.runId);
    const now = Date.now();
    return this.#db.transaction(async (db) => {
      // One statement, because it is the one that many wait for: it holds the model until the transaction ends.
      const insert = sql`
        with model as (
          update registered_models set next_version = next_version + 1, last_updated_time_ms = ${now}
          where name = ${name} returning next_version - 1 as version
        ), history as (
          insert into registry_history (name, kind, version, new_value, changed_at_ms, changed_by)
          select ${name}, 'stage', version, 'None', ${now}::bigint, ${changedBy === undefined ? null : storableText(changedBy)}
          from model
        ), v as (
          insert into model_versions (name, version, creation_time_ms, last_updated_time_ms, description, source,
            storage_location, copied_from_name, copied_from_version, run_id, run_link, model_id, tags)
          select ${name}, version, ${now}::bigint, ${now}::bigint, ${description}, ${source},
            ${made.storageLocation === undefined ? null : storableText(made.storageLocation)},
            ${made.copiedFrom === undefined ? null : storableText(made.copiedFrom.name)},
            ${made.copiedFrom?.version ?? null}::integer, ${runId || null}, ${storableText(made.runLink)},
            ${made.modelId || null}, ${JSON.stringify(tags)}::jsonb
          from model returning *
        )
        select ${versionColumns} from v`;
      const [row] = await db.query<VersionColumns>(insert).catch((error) => {
        // The version that it is a copy of was renamed or removed a moment ago.
        if (made.copiedFrom === undefined || (error as { code?: string }).code !== foreignKeyViolation) throw error;
        throw versionNotFound(made.copiedFrom);
      });
      if (row === undefined) throw modelNotFound(name);
      const { version } = row;
      if (made.modelId) await linkLoggedModel(db, made.modelId, { name, version });
      const told = { name, version: String(version) };
      if (isPrompt(tags)) {
        const { "mlflow.prompt.text": template, "mlflow.prompt.is_prompt": _is, _mlflow_prompt_type: _, ...own } = tags;
        const data = { ...told, template: template ?? null, tags: own, description: description || null };
        await enqueueWebhooks(db, "prompt_version.created", data);
      } else {
        const data = { ...told, source, run_id: runId || null, tags, description: description || null };
        await enqueueWebhooks(db, "model_version.created", data);
      }
      return versionOf(row);
    });
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async get(key: VersionKey): Promise<ModelVersion> {
    const [row] = await this.#db.query<VersionColumns>(
      sql`select ${versionColumns} from model_versions as v where ${isVersion(key)}`,
    );
    if (row === undefined) throw versionNotFound(key);
    return versionOf(row);
  }

  /** In the order of the keys; those that there are not are left out. */
  async getMany(keys: readonly VersionKey[]): Promise<ModelVersion[]> {
    const rows = await this.#db.query<VersionColumns>(sql`
      select ${versionColumns}
      from unnest(${keys.map((key) => storableText(key.name))}::text[], ${keys.map((key) => key.version)}::integer[])
        with ordinality as wanted (name, version, position)
      join model_versions as v using (name, version)
      where v.stage <> 'Deleted' order by wanted.position`);
    return rows.map(versionOf);
  }

  /** The highest version of each of the stages. Throws RESOURCE_DOES_NOT_EXIST for the model. */
  async latest(modelName: string, wanted: readonly Stage[]): Promise<ModelVersion[]> {
    const name = storableText(modelName);
    const versions = await latestVersions(this.#db, [name], wanted);
    if (versions.length === 0) await requireModel(this.#db, name);
    return versions;
  }

  /** Where the files of a version are. Throws RESOURCE_DOES_NOT_EXIST. */
  async downloadUri(key: VersionKey): Promise<string> {
    const [row] = await this.#db.query<{ uri: string }>(
      sql`select coalesce(storage_location, source) as uri from model_versions as v where ${isVersion(key)}`,
    );
    if (row === undefined) throw versionNotFound(key);
    return row.uri;
  }

  /** Without a description the version loses the one it has. Throws RESOURCE_DOES_NOT_EXIST. */
  async update(key: VersionKey, description: string | undefined): Promise<ModelVersion> {
    const [row] = await this.#db.query<VersionColumns>(sql`
      update model_versions as v set last_updated_time_ms = ${Date.now()},
        description = ${description === undefined ? null : storableText(description)}
      where ${isVersion(key)} returning ${versionColumns}`);
    if (row === undefined) throw versionNotFound(key);
    return versionOf(row);
  }

  /** With `archiveExisting`, whatever else is in the stage is archived. Throws RESOURCE_DOES_NOT_EXIST. */
  async transition(
    { name: given, version }: VersionKey,
    stage: Stage,
    archiveExisting: boolean,
    changedBy: ChangedBy,
  ): Promise<ModelVersion> {
    const name = storableText(given);
    const now = Date.now();
    return this.#db.transaction(async (db) => {
      await db.execute(sql`update registered_models set last_updated_time_ms = ${now} where name = ${name}`);
      const [before] = await db.query<{ stage: string }>(
        sql`select stage from model_versions as v where ${isVersion({ name, version })} for update`,
      );
      if (before === undefined) throw versionNotFound({ name: given, version });
      const archived = archiveExisting
        ? await db.query<{ version: number }>(sql`
            update model_versions set stage = 'Archived', last_updated_time_ms = ${now}
            where name = ${name} and version <> ${version} and stage = ${stage} returning version`)
        : [];
      const [row] = await db.query<VersionColumns>(sql`
        update model_versions as v set stage = ${stage}, last_updated_time_ms = ${now}
        where ${isVersion({ name, version })} returning ${versionColumns}`);
      const moved = (of: number, oldValue: string, newValue: string) =>
        ({ name, kind: "stage", version: of, oldValue, newValue, changedBy }) as const;
      await recordChanges(db, [
        ...archived.map((other) => moved(other.version, stage, "Archived")),
        ...(before.stage === stage ? [] : [moved(version, before.stage, stage)]),
      ]);
      return versionOf(row!);
    });
  }

  /** The aliases that point at it go with it. Throws RESOURCE_DOES_NOT_EXIST. */
  async delete({ name: given, version }: VersionKey, changedBy: ChangedBy): Promise<void> {
    const name = storableText(given);
    const now = Date.now();
    await this.#db.transaction(async (db) => {
      await db.execute(sql`update registered_models set last_updated_time_ms = ${now} where name = ${name}`);
      const [before] = await db.query<{ stage: string }>(
        sql`select stage from model_versions as v where ${isVersion({ name, version })} for update`,
      );
      if (before === undefined) throw versionNotFound({ name: given, version });
      await db.execute(sql`
        update model_versions set stage = 'Deleted', last_updated_time_ms = ${now}, description = null, user_id = null,
          source = null, storage_location = null, copied_from_name = null, copied_from_version = null, run_id = null,
          run_link = null, model_id = null, status_message = null, tags = '{}'
        where name = ${name} and version = ${version}`);
      const aliases = await db.query<{ alias: string }>(
        sql`delete from model_aliases where name = ${name} and version = ${version} returning alias`,
      );
      await recordChanges(db, [
        ...aliases.map(({ alias }) => ({ name, kind: "alias", alias, oldValue: String(version), changedBy }) as const),
        { name, kind: "stage", version, oldValue: before.stage, changedBy },
      ]);
    });
  }

  /** Throws RESOURCE_DOES_NOT_EXIST for the version. */
  async setTag(key: VersionKey, tagKey: string, tagValue: string): Promise<void> {
    const tag = { key: storableText(tagKey), value: storableText(tagValue) };
    await this.#changeTags(key, withTag(tag.key, tag.value), "set", tag);
  }

  /** A tag that it does not have is no error. Throws RESOURCE_DOES_NOT_EXIST for the version. */
  async deleteTag(key: VersionKey, tagKey: string): Promise<void> {
    const tag = { key: storableText(tagKey) };
    await this.#changeTags(key, withoutTag(tag.key), "deleted", tag);
  }

  async #changeTags(key: VersionKey, tags: Sql, action: "set" | "deleted", tag: object): Promise<void> {
    const name = storableText(key.name);
    const data = { name, version: String(key.version), ...tag };
    const [row] = await this.#db.query(sql`
      with changed as (
        update model_versions as v set tags = ${tags} where ${isVersion(key)}
        returning (select ${hasPromptTag} from registered_models where name = v.name) as is_prompt
      ), told as (
        ${delivery(`prompt_version_tag.${action}`, data, sql`changed where is_prompt`)}
      ), told_of_model as (
        ${delivery(`model_version_tag.${action}`, data, sql`changed where not is_prompt`)}
      )
      select from changed`);
    if (row === undefined) throw versionNotFound(key);
  }
}

const foreignKeyViolation = "23503";
