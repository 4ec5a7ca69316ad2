import type { Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

/** A run or a logged model that a version says it was made from. */
export interface SourceOwner {
  readonly artifactUri: string;
  /** The run that a logged model was made in, where it was made in one. */
  readonly runId?: string | undefined;
}

/** Deleted runs included. */
export async function runOfSource(db: Pool, runId: string): Promise<SourceOwner | undefined> {
  const [row] = await db.query<{ artifact_uri: string }>(
    sql`select artifact_uri from runs where run_id = ${storableText(runId)}`,
  );
  return row && { artifactUri: row.artifact_uri };
}

/** Deleted models left out. */
export async function loggedModelOfSource(db: Pool, modelId: string): Promise<SourceOwner | undefined> {
  const [row] = await db.query<{ artifact_uri: string; source_run_id: string | null }>(sql`
    select artifact_uri, source_run_id from logged_models
    where model_id = ${storableText(modelId)} and lifecycle_stage = 'active'`);
  return row && { artifactUri: row.artifact_uri, runId: row.source_run_id ?? undefined };
}
