import { ApiError, type ModelVersion, type ModelVersionStatus } from "@spanloom/wire";
import type { Db } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import { type Tags, tagList } from "./registry-tags.ts";
import type { VersionKey } from "./search/model-versions.ts";
import { storableText } from "./storable-text.ts";

/** The stages that a version can be moved to. */
export const stages = ["None", "Staging", "Production", "Archived"] as const;
export type Stage = (typeof stages)[number];

/** The highest version of each stage of each model, by name and version. */
export async function latestVersions(
  db: Db,
  names: readonly string[],
  wanted: readonly Stage[] = stages,
): Promise<ModelVersion[]> {
  const rows = await db.query<VersionColumns>(sql`
    select ${versionColumns} from unnest(${names}::text[]) as model (name), unnest(${wanted}::text[]) as wanted (stage),
      lateral (select * from model_versions
        where model_versions.name = model.name and model_versions.stage = wanted.stage
        order by version desc limit 1) as v
    order by v.name, v.version`);
  return rows.map(versionOf);
}

export function versionNotFound({
  name,
  version,
}: {
  readonly name: string;
  readonly version: number | string;
}): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `Model Version (name=${name}, version=${version}) not found`);
}

/** Whether a row `v` is this version, and not deleted. */
export const isVersion = ({ name, version }: VersionKey): Sql =>
  sql`v.name = ${storableText(name)} and v.version = ${version} and v.stage <> 'Deleted'`;

/** Of a row `v`. */
export const versionColumns = sql`v.name, v.version, v.creation_time_ms, v.last_updated_time_ms, v.description, v.stage, v.source,
  v.run_id, v.run_link, v.model_id, v.status, v.status_message, v.tags,
  array(select alias from model_aliases a where a.name = v.name and a.version = v.version order by alias) as aliases`;

export interface VersionColumns {
  readonly name: string;
  readonly version: number;
  readonly creation_time_ms: bigint;
  readonly last_updated_time_ms: bigint;
  readonly description: string | null;
  readonly stage: string;
  readonly source: string | null;
  readonly run_id: string | null;
  readonly run_link: string | null;
  readonly model_id: string | null;
  readonly status: ModelVersionStatus;
  readonly status_message: string | null;
  readonly tags: Tags;
  readonly aliases: readonly string[];
}

/** Clients read a missing run id as none, and an empty one as well: it is given as MLflow gives it, empty. */
export function versionOf(row: VersionColumns): ModelVersion {
  return {
    name: row.name,
    version: String(row.version),
    creation_timestamp: Number(row.creation_time_ms),
    last_updated_timestamp: Number(row.last_updated_time_ms),
    current_stage: row.stage,
    ...(row.description !== null && { description: row.description }),
    source: row.source ?? "",
    run_id: row.run_id ?? "",
    status: row.status,
    ...(row.status_message !== null && { status_message: row.status_message }),
    tags: tagList(row.tags),
    run_link: row.run_link ?? "",
    aliases: [...row.aliases],
    ...(row.model_id !== null && { model_id: row.model_id }),
  };
}
