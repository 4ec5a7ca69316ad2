import { type Sql, sql } from "./postgres/sql.ts";

/** The tags of a model or a version, by key. */
export type Tags = Readonly<Record<string, string>>;

/** What makes a registered model a prompt, and a model version the version of one. */
const promptTag = "mlflow.prompt.is_prompt";

export function isPrompt(tags: Tags): boolean {
  return Object.hasOwn(tags, promptTag) && tags[promptTag]!.toLowerCase() === "true";
}

/** The same of a column `tags`. */
export const hasPromptTag = sql`coalesce(lower(tags ->> 'mlflow.prompt.is_prompt') = 'true', false)`;

export function tagList(tags: Tags): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** A new value of the column `tags`. */
export function withTag(key: string, value: string): Sql {
  return sql`tags || jsonb_build_object(${key}::text, ${value}::text)`;
}

export function withoutTag(key: string): Sql {
  return sql`tags - ${key}::text`;
}
