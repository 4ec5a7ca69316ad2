import type { Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

const maxRemembered = 10_000;

/** Where resources keep their files, as URIs; undefined where there is no such resource. Deleted ones have theirs still. */
export class ArtifactRoots {
  readonly #db: Pool;
  readonly #ofExperiments = new Map<string, string>();

  constructor(db: Pool) {
    this.#db = db;
  }

  ofRun(runId: string): Promise<string | undefined> {
    return this.#one(sql`select artifact_uri as uri from runs where run_id = ${storableText(runId)}`);
  }

  ofLoggedModel(modelId: string): Promise<string | undefined> {
    return this.#one(sql`
      select artifact_uri as uri from logged_models
      where model_id = ${storableText(modelId)} and lifecycle_stage = 'active'`);
  }

  /** The files of what a version was made from, also where that is another version or a logged model. */
  ofModelVersion(name: string, version: number): Promise<string | undefined> {
    return this.#one(sql`
      select coalesce(storage_location, source, '') as uri from model_versions
      where name = ${storableText(name)} and version = ${version} and stage <> 'Deleted'`);
  }

  /** By experiment id; unknown ones are left out. Remembered for good: an experiment's files never move. */
  async ofExperiments(experimentIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const unknown = [...new Set(experimentIds)].filter((id) => !this.#ofExperiments.has(id));
    if (unknown.length > 0) {
      const rows = await this.#db.query<{ id: string; uri: string }>(sql`
        select experiment_id::text as id, artifact_location as uri from experiments
        where experiment_id = any(${unknown}::bigint[])`);
      if (this.#ofExperiments.size > maxRemembered) this.#ofExperiments.clear();
      for (const { id, uri } of rows) this.#ofExperiments.set(id, uri);
    }
    return this.#ofExperiments;
  }

  async #one(query: Sql): Promise<string | undefined> {
    const [row] = await this.#db.query<{ uri: string }>(query);
    return row?.uri;
  }
}
