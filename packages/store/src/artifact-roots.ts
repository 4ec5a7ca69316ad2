import type { Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

/** Where resources keep their files, as URIs; undefined where there is no such resource. Deleted ones have theirs still. */
export class ArtifactRoots {
  readonly #db: Pool;

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

  ofExperiment(experimentId: string): Promise<string | undefined> {
    return this.#one(
      sql`select artifact_location as uri from experiments where experiment_id = ${experimentId}::bigint`,
    );
  }

  async #one(query: Sql): Promise<string | undefined> {
    const [row] = await this.#db.query<{ uri: string }>(query);
    return row?.uri;
  }
}
