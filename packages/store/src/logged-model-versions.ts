import type { Db } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";

/** The tag of a logged model that lists the versions made from it, as JSON; clients read it to find them. */
const tag = "mlflow.modelVersions";

/** Adds a version to the list, once. A text that is no list is replaced. A model that there is not is left alone. */
export async function linkLoggedModel(
  db: Db,
  modelId: string,
  link: { readonly name: string; readonly version: number },
): Promise<void> {
  // The lock: of two versions made at once, each adds itself to the other's list.
  const [model] = await db.query(sql`select from logged_models where model_id = ${modelId} for no key update`);
  if (model === undefined) return;
  const [row] = await db.query<{ value: string }>(
    sql`select value from logged_model_tags where model_id = ${modelId} and key = ${tag}`,
  );
  const value = JSON.stringify([...listed(row?.value), link]);
  await db.execute(sql`
    insert into logged_model_tags (model_id, key, value) values (${modelId}, ${tag}, ${value})
    on conflict (model_id, key) do update set value = excluded.value`);
}

function listed(text: string | undefined): unknown[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
