import { type FilterAst, type OrderBy, printOrderBy } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { type Sql, sql } from "../postgres/sql.ts";
import { compileFilter } from "./conditions.ts";
import { type Listing, type Page, pageOf, readRows, type SortKey } from "./keyset.ts";
import { cursorIn } from "./page-token.ts";
import { anyOf, runCondition } from "./run-fields.ts";
import { completeOrder, orderJoins, orderKeys } from "./run-order.ts";
import { walkRuns } from "./run-walk.ts";
import { isInView, type View } from "./view.ts";

export interface RunSearch {
  readonly experimentIds: readonly string[];
  readonly view: View;
  readonly filter: FilterAst | null;
  /** What is equal goes by start, newest first, and then by id. */
  readonly orderBy: readonly OrderBy[];
  readonly limit: number;
  readonly pageToken?: string;
}

/**
 * Ids of runs. First a walk along an index that has the order, if there is one, over as many runs as hold a page where
 * much matches; where little does, all that match are found and sorted. Which of the two is quick cannot be known before:
 * how often a key has a value is beyond the planner's statistics. Throws INVALID_PARAMETER_VALUE for a page token that
 * was not made for this order.
 */
export async function searchRuns(db: Db, search: RunSearch): Promise<Page<string>> {
  const { experimentIds, view, filter, orderBy, limit, pageToken } = search;
  if (experimentIds.length === 0) return { keys: [] };
  const order = completeOrder(orderBy);
  const keys = orderKeys(order);
  const query = `runs ${printOrderBy(orderBy)}`;
  const types = keys.map(({ type }) => type);
  const cursor = pageToken ? cursorIn(pageToken, query, types) : undefined;
  const conditions = (joins?: number) => [
    ...isInView("r", view),
    ...(filter === null
      ? []
      : [compileFilter(filter, (each, isProbed) => runCondition(each, isProbed, experimentIds), joins)]),
  ];
  const walk = { experimentIds, conditions: conditions(0), order, keys, cursor, limit, isFiltered: filter !== null };
  const rows =
    (await walkRuns(db, walk)) ??
    (await readRows<RunRow>(db, sorted(experimentIds, order, keys, conditions()), limit, cursor));
  return pageOf(rows, limit, keys.length, query, (row) => row.run_id);
}

export interface RunRow {
  readonly run_id: string;
}

function sorted(
  experimentIds: readonly string[],
  order: readonly OrderBy[],
  keys: readonly SortKey[],
  conditions: readonly Sql[],
): Listing {
  return {
    from: sql`runs r${orderJoins(order, experimentIds)}`,
    conditions: [sql`r.experiment_id = ${anyOf(experimentIds)}`, ...conditions],
    keys: keys.map((key, i) => (order[i]?.field === "start_time" ? { ...key, sql: sql`(${key.sql} + 0)` } : key)),
    columns: sql`r.run_id`,
  };
}
