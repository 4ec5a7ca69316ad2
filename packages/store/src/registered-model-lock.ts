import { ApiError } from "@spanloom/wire";
import type { Db } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";
import { isPrompt, type Tags } from "./registry-tags.ts";

export function modelNotFound(name: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `Registered Model with name=${name} not found`);
}

/** Holds the model against being changed or deleted until the transaction ends. Throws RESOURCE_DOES_NOT_EXIST. */
export async function lockModel(db: Db, name: string): Promise<{ readonly isPrompt: boolean }> {
  const [row] = await db.query<{ tags: Tags }>(
    sql`select tags from registered_models where name = ${name} for no key update`,
  );
  if (row === undefined) throw modelNotFound(name);
  return { isPrompt: isPrompt(row.tags) };
}

/** Throws RESOURCE_DOES_NOT_EXIST. */
export async function requireModel(db: Db, name: string): Promise<void> {
  const [model] = await db.query(sql`select from registered_models where name = ${name}`);
  if (model === undefined) throw modelNotFound(name);
}
