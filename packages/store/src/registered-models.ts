import { type ApiError, alreadyExists, type RegisteredModel } from "@spanloom/wire";
import { latestVersions } from "./model-version-row.ts";
import type { Db, Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import { lockModel, modelNotFound } from "./registered-model-lock.ts";
import { type ChangedBy, recordChanges } from "./registry-history.ts";
import { hasPromptTag, isPrompt, type Tags, tagList, withoutTag, withTag } from "./registry-tags.ts";
import { storableEntries, storableText } from "./storable-text.ts";
import { delivery, enqueueWebhooks } from "./webhook-events.ts";

/** Registered models, and prompts, which are registered models with a tag. Every write tells the webhooks. */
export class RegisteredModels {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** Throws RESOURCE_ALREADY_EXISTS for a name that is taken, and says so if by the other kind. */
  async create(
    model: { readonly name: string; readonly description: string; readonly tags: Tags },
    changedBy: ChangedBy,
  ): Promise<RegisteredModel> {
    const name = storableText(model.name);
    const description = storableText(model.description);
    const tags = storableEntries(model.tags);
    const now = Date.now();
    return this.#db.transaction(async (db) => {
      const made = await db.execute(sql`
        insert into registered_models (name, creation_time_ms, last_updated_time_ms, description, tags)
        values (${name}, ${now}, ${now}, ${description || null}, ${JSON.stringify(tags)}::jsonb)
        on conflict (name) do nothing`);
      if (made === 0) throw await nameTaken(db, name, isPrompt(tags));
      await recordChanges(db, [{ name, kind: "model", newValue: name, changedBy }]);
      await enqueueWebhooks(db, isPrompt(tags) ? "prompt.created" : "registered_model.created", {
        name,
        tags: isPrompt(tags) ? ownPromptTags(tags) : tags,
        description,
      });
      return {
        name,
        creation_timestamp: now,
        last_updated_timestamp: now,
        ...(description && { description }),
        latest_versions: [],
        tags: tagList(tags),
        aliases: [],
      };
    });
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async get(name: string): Promise<RegisteredModel> {
    const [model] = await this.getMany([name]);
    if (model === undefined) throw modelNotFound(name);
    return model;
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async isPrompt(name: string): Promise<boolean> {
    const [row] = await this.#db.query<{ tags: Tags }>(
      sql`select tags from registered_models where name = ${storableText(name)}`,
    );
    if (row === undefined) throw modelNotFound(name);
    return isPrompt(row.tags);
  }

  /** In the order of the names; those that there are not are left out. */
  async getMany(names: readonly string[]): Promise<RegisteredModel[]> {
    const stored = names.map(storableText);
    const [rows, aliases, versions] = await Promise.all([
      this.#db.query<Columns>(sql`
        select name, creation_time_ms, last_updated_time_ms, description, tags from registered_models
        where name = any(${stored}::text[])`),
      this.#db.query<{ name: string; alias: string; version: number }>(sql`
        select name, alias, version from model_aliases where name = any(${stored}::text[]) order by name, alias`),
      latestVersions(this.#db, stored),
    ]);
    const rowOf = new Map(rows.map((row) => [row.name, row]));
    const aliasesOf = Map.groupBy(aliases, (row) => row.name);
    const versionsOf = Map.groupBy(versions, (version) => version.name);
    return stored.flatMap((name) => {
      const row = rowOf.get(name);
      if (row === undefined) return [];
      return {
        name,
        creation_timestamp: Number(row.creation_time_ms),
        last_updated_timestamp: Number(row.last_updated_time_ms),
        ...(row.description && { description: row.description }),
        latest_versions: versionsOf.get(name) ?? [],
        tags: tagList(row.tags),
        aliases: (aliasesOf.get(name) ?? []).map(({ alias, version }) => ({ alias, version: String(version) })),
      };
    });
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async update(name: string, description: string): Promise<RegisteredModel> {
    const changed = await this.#db.execute(sql`
      update registered_models set description = ${storableText(description) || null}, last_updated_time_ms = ${Date.now()}
      where name = ${storableText(name)}`);
    if (changed === 0) throw modelNotFound(name);
    return this.get(name);
  }

  /** Versions, aliases and history go with it. Throws RESOURCE_ALREADY_EXISTS and RESOURCE_DOES_NOT_EXIST. */
  async rename(name: string, newName: string, changedBy: ChangedBy): Promise<RegisteredModel> {
    const [from, to] = [storableText(name), storableText(newName)];
    const now = Date.now();
    await this.#db.transaction(async (db) => {
      await lockModel(db, from);
      if (from !== to) {
        await db.execute(sql`update registered_models set name = ${to} where name = ${from}`).catch((error) => {
          if ((error as { code?: string }).code !== uniqueViolation) throw error;
          throw alreadyExists(`Registered Model (name=${to}) already exists.`);
        });
        await db.execute(sql`update registry_history set name = ${to} where name = ${from}`);
        await recordChanges(db, [{ name: to, kind: "model", oldValue: from, newValue: to, changedBy }]);
      }
      await db.execute(sql`update registered_models set last_updated_time_ms = ${now} where name = ${to}`);
      await db.execute(
        sql`update model_versions set last_updated_time_ms = ${now} where name = ${to} and stage <> 'Deleted'`,
      );
    });
    return this.get(to);
  }

  /** With all of its versions; the history stays. Throws RESOURCE_DOES_NOT_EXIST. */
  async delete(name: string, changedBy: ChangedBy): Promise<void> {
    const stored = storableText(name);
    await this.#db.transaction(async (db) => {
      const deleted = await db.execute(sql`delete from registered_models where name = ${stored}`);
      if (deleted === 0) throw modelNotFound(name);
      await recordChanges(db, [{ name: stored, kind: "model", oldValue: stored, changedBy }]);
    });
  }

  /** Throws RESOURCE_DOES_NOT_EXIST for the model. */
  async setTag(name: string, tagKey: string, tagValue: string): Promise<void> {
    const [key, value] = [storableText(tagKey), storableText(tagValue)];
    await this.#changeTags(name, withTag(key, value), "prompt_tag.set", { key, value });
  }

  /** A tag that it does not have is no error. Throws RESOURCE_DOES_NOT_EXIST for the model. */
  async deleteTag(name: string, tagKey: string): Promise<void> {
    const key = storableText(tagKey);
    await this.#changeTags(name, withoutTag(key), "prompt_tag.deleted", { key });
  }

  async #changeTags(
    name: string,
    tags: Sql,
    event: "prompt_tag.set" | "prompt_tag.deleted",
    tag: object,
  ): Promise<void> {
    const stored = storableText(name);
    const [row] = await this.#db.query(sql`
      with changed as (
        update registered_models set tags = ${tags} where name = ${stored} returning ${hasPromptTag} as is_prompt
      ), told as (
        ${delivery(event, { name: stored, ...tag }, sql`changed where is_prompt`)}
      )
      select from changed`);
    if (row === undefined) throw modelNotFound(name);
  }
}

async function nameTaken(db: Db, name: string, wantsPrompt: boolean): Promise<ApiError> {
  const [row] = await db.query<{ tags: Tags }>(sql`select tags from registered_models where name = ${name}`);
  const kind = (prompt: boolean) => (prompt ? "Prompt" : "Registered Model");
  const [wanted, there] = [kind(wantsPrompt), kind(row === undefined ? wantsPrompt : isPrompt(row.tags))];
  if (wanted === there) return alreadyExists(`${wanted} (name=${name}) already exists.`);
  return alreadyExists(
    `Tried to create a ${wanted.toLowerCase()} with name '${name}', but the name is already taken by a ` +
      `${there.toLowerCase()}: models and prompts share one space of names.`,
  );
}

/** A prompt's tags without those that make it one. */
function ownPromptTags(tags: Tags): Tags {
  const { "mlflow.prompt.is_prompt": _is, _mlflow_prompt_type: _type, ...own } = tags;
  return own;
}

const uniqueViolation = "23505";

interface Columns {
  readonly name: string;
  readonly creation_time_ms: bigint;
  readonly last_updated_time_ms: bigint;
  readonly description: string | null;
  readonly tags: Tags;
}
