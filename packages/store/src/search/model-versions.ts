import { type Comparison, type OrderBy, printOrderBy } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { raw, type Sql, sql } from "../postgres/sql.ts";
import { type Columns, columnKey, compareColumn, withRest } from "./columns.ts";
import { compareText } from "./comparisons.ts";
import { compareJsonText, compileFilter } from "./conditions.ts";
import { type Page, readPage } from "./keyset.ts";
import { asksForPrompts, withoutPromptTag } from "./prompts.ts";
import type { RegistrySearch } from "./registered-models.ts";

export interface VersionKey {
  readonly name: string;
  readonly version: number;
}

/** Versions that are not deleted. Throws INVALID_PARAMETER_VALUE for a page token that was not made for this order. */
export function searchModelVersions(db: Db, search: RegistrySearch): Promise<Page<VersionKey>> {
  const { orderBy, limit, pageToken } = search;
  const prompts = asksForPrompts(search.filter);
  const filter = prompts ? search.filter : withoutPromptTag(search.filter);
  return readPage<VersionKey, VersionKey>(
    db,
    {
      from: sql`model_versions v`,
      conditions: [
        sql`v.stage <> 'Deleted'`,
        ...(prompts ? [] : [isOfNoPrompt]),
        ...(filter === null ? [] : [compileFilter(filter, compare)]),
      ],
      keys: (orderBy.length === 0 ? newestFirst : withRest(orderBy, byName)).map(({ field, direction }) =>
        columnKey(columns[field]!, direction),
      ),
      columns: sql`v.name, v.version`,
    },
    { limit, pageToken, query: `model versions ${printOrderBy(orderBy)}` },
    ({ name, version }) => ({ name, version }),
  );
}

/** One version with the tag makes all of the name versions of a prompt. */
const isOfNoPrompt = sql`not exists (select from model_versions p
  where p.name = v.name and p.tags @> '{"mlflow.prompt.is_prompt": "true"}')`;

const byName: readonly OrderBy[] = [
  { field: "name", direction: "asc" },
  { field: "version_number", direction: "desc" },
];
const newestFirst: readonly OrderBy[] = [{ field: "last_updated_timestamp", direction: "desc" }, ...byName];

/** A version without a run has the run '', for clients; what is compared with an id itself has an index. */
function runId({ operator, value }: Comparison): string {
  const isId = (operator === "=" || operator === "IN") && [value].flat().every((id) => id !== "");
  return isId ? "v.run_id" : "coalesce(v.run_id, '')";
}

const columns: Columns = {
  name: { sql: "v.name", type: "text" },
  version_number: { sql: "v.version", type: "bigint" },
  source_path: { sql: "v.source", type: "text" },
  creation_timestamp: { sql: "v.creation_time_ms", type: "bigint" },
  last_updated_timestamp: { sql: "v.last_updated_time_ms", type: "bigint" },
};

function compare(comparison: Comparison): Sql {
  if (comparison.field === "tags") return compareJsonText("v.tags", comparison);
  if (comparison.field === "run_id") return compareText(raw(runId(comparison)), comparison);
  return compareColumn(columns[comparison.field]!, comparison);
}
