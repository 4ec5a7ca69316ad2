import { type Comparison, type FilterAst, type OrderBy, printOrderBy } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { type Sql, sql } from "../postgres/sql.ts";
import { type Columns, columnKey, compareColumn, withRest } from "./columns.ts";
import { compareJsonText, compileFilter } from "./conditions.ts";
import { type Page, readPage } from "./keyset.ts";
import { asksForPrompts, withoutPromptTag } from "./prompts.ts";

export interface RegistrySearch {
  /** Prompts are found only where their tag is asked for. */
  readonly filter: FilterAst | null;
  readonly orderBy: readonly OrderBy[];
  readonly limit: number;
  readonly pageToken?: string;
}

/** Names of registered models. Throws INVALID_PARAMETER_VALUE for a page token that was not made for this order. */
export function searchRegisteredModels(db: Db, search: RegistrySearch): Promise<Page<string>> {
  const { orderBy, limit, pageToken } = search;
  const prompts = asksForPrompts(search.filter);
  const filter = prompts ? search.filter : withoutPromptTag(search.filter);
  return readPage<{ name: string }, string>(
    db,
    {
      from: sql`registered_models m`,
      conditions: [
        ...(prompts ? [] : [sql`not m.tags @> '{"mlflow.prompt.is_prompt": "true"}'`]),
        ...(filter === null ? [] : [compileFilter(filter, compare)]),
      ],
      keys: withRest(orderBy, [{ field: "name", direction: "asc" }]).map(({ field, direction }) =>
        columnKey(columns[field]!, direction),
      ),
      columns: sql`m.name`,
    },
    { limit, pageToken, query: `registered models ${printOrderBy(orderBy)}` },
    (row) => row.name,
  );
}

const columns: Columns = {
  name: { sql: "m.name", type: "text" },
  last_updated_timestamp: { sql: "m.last_updated_time_ms", type: "bigint" },
};

function compare(comparison: Comparison): Sql {
  if (comparison.field === "tags") return compareJsonText("m.tags", comparison);
  return compareColumn(columns[comparison.field]!, comparison);
}
