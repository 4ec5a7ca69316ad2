/** The order of a list of runs: tables to join, and the keys that make it. */
import type { OrderBy } from "@spanloom/filter";
import { raw, type Sql, sql } from "../postgres/sql.ts";
import { columnKey, withRest } from "./columns.ts";
import type { SortKey } from "./keyset.ts";
import { anyOf, type LoggedField, loggedTables, runColumns } from "./run-fields.ts";

/** What is equal goes by start, newest first, and then by id. */
export function completeOrder(orderBy: readonly OrderBy[]): readonly OrderBy[] {
  const all = withRest(orderBy, [
    { field: "start_time", direction: "desc" },
    { field: "run_id", direction: "asc" },
  ]);
  return all.slice(0, all.findIndex(({ field }) => field === "run_id") + 1); // nothing is equal after the id
}

/**
 * Joins for those of the order's values that were logged, each under the alias of its place; begins with a space. Where
 * there are many runs, their experiments let an index on the values answer; of few, each looks its own up by the key. A
 * planner without statistics could not choose: it would read the values of all of them for each.
 */
export function orderJoins(order: readonly OrderBy[], from = 0, experimentIds?: readonly string[]): Sql {
  const scope = (alias: Sql) =>
    experimentIds === undefined ? sql`` : sql` and ${alias}.experiment_id = ${anyOf(experimentIds)}`;
  return order.reduce((joins, { field, key = "" }, i) => {
    if (i < from || field in runColumns) return joins;
    const alias = raw(`s${i}`);
    return sql`${joins} left join ${raw(loggedTables[field as LoggedField])} ${alias}
      on ${alias}.run_id = r.run_id and ${alias}.key = ${key}::text${scope(alias)}`;
  }, sql``);
}

export function orderKeys(order: readonly OrderBy[]): SortKey[] {
  return order.map(({ field, direction }, i) => {
    const column = runColumns[field];
    if (column !== undefined) return columnKey(column, direction);
    if (field === "metrics") return metricKey(`s${i}`, direction);
    return columnKey({ sql: `s${i}.value`, type: "text", isNullable: true }, direction);
  });
}

/**
 * NaN stands between the numbers and what is missing, in both directions. In Postgres it is greater than any number, so
 * that downwards the numbers are turned around.
 */
export function metricKey(alias: string, direction: OrderBy["direction"]): SortKey {
  const value = direction === "desc" ? `-${alias}.value` : `${alias}.value`;
  return {
    sql: raw(`(case when ${alias}.is_nan then 'NaN' else ${value} end)`),
    type: "float8",
    isDescending: false,
    isNullable: true,
  };
}
