import { type Comparison, type FilterAst, type OrderBy, printOrderBy } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { type Sql, sql } from "../postgres/sql.ts";
import { type Columns, columnKey, compareColumn, withRest } from "./columns.ts";
import { compareText } from "./comparisons.ts";
import { compareJsonText, compileFilter } from "./conditions.ts";
import { type Page, readPage } from "./keyset.ts";
import { isInView, type View } from "./view.ts";

export interface ExperimentSearch {
  readonly view: View;
  readonly filter: FilterAst | null;
  /** Newest first where nothing is said. */
  readonly orderBy: readonly OrderBy[];
  readonly limit: number;
  readonly pageToken?: string;
}

/** Ids of experiments. Throws INVALID_PARAMETER_VALUE for a page token that was not made for this order. */
export function searchExperiments(db: Db, search: ExperimentSearch): Promise<Page<string>> {
  const { view, filter, orderBy, limit, pageToken } = search;
  const order = orderBy.length === 0 ? newestFirst : withRest(orderBy, [{ field: "experiment_id", direction: "desc" }]);
  return readPage<{ id: string }, string>(
    db,
    {
      from: sql`experiments e`,
      conditions: [...isInView("e", view), ...(filter === null ? [] : [compileFilter(filter, compare)])],
      keys: order.map(({ field, direction }) => columnKey(columns[field]!, direction)),
      columns: sql`e.experiment_id::text as id`,
    },
    { limit, pageToken, query: `experiments ${printOrderBy(orderBy)}` },
    (row) => row.id,
  );
}

const newestFirst: readonly OrderBy[] = [
  { field: "creation_time", direction: "desc" },
  { field: "experiment_id", direction: "asc" },
];

const columns: Columns = {
  name: { sql: "e.name", type: "text" },
  experiment_id: { sql: "e.experiment_id", type: "bigint" },
  creation_time: { sql: "e.creation_time_ms", type: "bigint" },
  last_update_time: { sql: "e.last_update_time_ms", type: "bigint" },
};

function compare(comparison: Comparison): Sql {
  if (comparison.field === "tags") return compareJsonText("e.tags", comparison);
  // Ids are texts on the wire; `007` is 7.
  if (comparison.field === "experiment_id") return compareText(sql`e.experiment_id::text`, withoutZeros(comparison));
  return compareColumn(columns[comparison.field]!, comparison);
}

function withoutZeros(comparison: Comparison): Comparison {
  const plain = (value: unknown) => String(BigInt(String(value)));
  const { value } = comparison;
  return { ...comparison, value: Array.isArray(value) ? value.map(plain) : plain(value) };
}
