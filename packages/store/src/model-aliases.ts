import { ApiError, type ModelVersion } from "@spanloom/wire";
import { isVersion, type VersionColumns, versionColumns, versionNotFound, versionOf } from "./model-version-row.ts";
import type { Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";
import { lockModel, requireModel } from "./registered-model-lock.ts";
import { type ChangedBy, recordChanges } from "./registry-history.ts";
import type { VersionKey } from "./search/model-versions.ts";
import { storableText } from "./storable-text.ts";
import { enqueueWebhooks } from "./webhook-events.ts";

/** Names that point at versions, and can be pointed elsewhere. */
export class ModelAliases {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /**
   * The version that an alias points at, or with "latest" the highest one. Throws RESOURCE_DOES_NOT_EXIST for the model,
   * and INVALID_PARAMETER_VALUE for the alias.
   */
  async get(modelName: string, alias: string): Promise<ModelVersion> {
    const name = storableText(modelName);
    const latest = alias.toLowerCase() === "latest";
    const found = latest
      ? sql`order by v.version desc limit 1`
      : sql`and v.version = (select version from model_aliases where name = ${name} and alias = ${storableText(alias)})`;
    const [row] = await this.#db.query<VersionColumns>(
      sql`select ${versionColumns} from model_versions as v where v.name = ${name} and v.stage <> 'Deleted' ${found}`,
    );
    if (row !== undefined) return versionOf(row);
    await requireModel(this.#db, name);
    throw latest
      ? new ApiError("RESOURCE_DOES_NOT_EXIST", `Latest version not found for model ${modelName}.`)
      : new ApiError("INVALID_PARAMETER_VALUE", `Registered model alias ${alias} not found.`);
  }

  /** Points an alias at a version, wherever it pointed before. Throws RESOURCE_DOES_NOT_EXIST. */
  async set({ name: given, version }: VersionKey, alias: string, changedBy: ChangedBy): Promise<void> {
    const name = storableText(given);
    await this.#db.transaction(async (db) => {
      const model = await lockModel(db, name).catch(() => undefined);
      const [there] = await db.query(
        sql`select from model_versions as v where ${isVersion({ name, version })} for share`,
      );
      if (model === undefined || there === undefined) throw versionNotFound({ name: given, version });
      const [before] = await db.query<{ version: number }>(
        sql`select version from model_aliases where name = ${name} and alias = ${alias}`,
      );
      await db.execute(sql`
        insert into model_aliases (name, alias, version) values (${name}, ${alias}, ${version})
        on conflict (name, alias) do update set version = excluded.version`);
      if (before?.version !== version) {
        const [oldValue, newValue] = [before && String(before.version), String(version)];
        await recordChanges(db, [{ name, kind: "alias", alias, oldValue, newValue, changedBy }]);
      }
      const event = model.isPrompt ? "prompt_alias.created" : "model_version_alias.created";
      await enqueueWebhooks(db, event, { name, alias, version: String(version) });
    });
  }

  /** An alias that there is not is no error. Throws RESOURCE_DOES_NOT_EXIST for the model. */
  async delete(modelName: string, alias: string, changedBy: ChangedBy): Promise<void> {
    const name = storableText(modelName);
    await this.#db.transaction(async (db) => {
      const model = await lockModel(db, name);
      const [gone] = await db.query<{ version: number }>(
        sql`delete from model_aliases where name = ${name} and alias = ${storableText(alias)} returning version`,
      );
      if (gone !== undefined) {
        await recordChanges(db, [{ name, kind: "alias", alias, oldValue: String(gone.version), changedBy }]);
      }
      const event = model.isPrompt ? "prompt_alias.deleted" : "model_version_alias.deleted";
      await enqueueWebhooks(db, event, { name, alias });
    });
  }
}
