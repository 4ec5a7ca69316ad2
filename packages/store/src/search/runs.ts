import { type FilterAst, type OrderBy, printOrderBy } from "@spanloom/filter";
import type { Printable, Run } from "@spanloom/wire";
import type { Db } from "../postgres/db.ts";
import { join, preparedShape, type Sql, sql } from "../postgres/sql.ts";
import { runColumnsOf, type WholeRunRow, wholeRunColumns, wholeRunOf } from "../run-row.ts";
import { compileFilter, fewRows, type Lookup } from "./conditions.ts";
import { isAfter, keyColumns, keyNames, orderClause, pageOf } from "./keyset.ts";
import { cursorIn } from "./page-token.ts";
import { anyOf, runCondition } from "./run-fields.ts";
import { completeOrder, orderJoins, orderKeys } from "./run-order.ts";
import { type RunWalk, walkRuns } from "./run-walk.ts";
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

export interface RunPage {
  readonly runs: readonly Printable<Run>[];
  /** Absent on the last page. */
  readonly nextPageToken?: string;
}

/**
 * Runs with what was logged to them, by the statement that finds them. Of few runs those that match are sorted. Of many,
 * first a walk along an index that has the order, if there is one, over as many runs as hold a page where much matches;
 * where little does, all that match are found and sorted. Which of the two is quick cannot be known before: how often a
 * key has a value is beyond the planner's statistics. Throws INVALID_PARAMETER_VALUE for a page token that was not made
 * for this order.
 */
export async function searchRuns(db: Db, search: RunSearch): Promise<RunPage> {
  const { experimentIds, view, filter, orderBy, limit, pageToken } = search;
  if (experimentIds.length === 0) return { runs: [] };
  const order = completeOrder(orderBy);
  const keys = orderKeys(order);
  const query = `runs ${printOrderBy(orderBy)}`;
  const types = keys.map(({ type }) => type);
  const cursor = pageToken ? cursorIn(pageToken, query, types) : undefined;
  const looked = (lookup: Lookup): RunWalk => ({
    experimentIds,
    conditions: [
      ...isInView("r", view),
      ...(filter === null
        ? []
        : [compileFilter(filter, (each, how) => runCondition(each, how, experimentIds), lookup)]),
    ],
    order,
    keys,
    cursor,
    limit,
    isFiltered: filter !== null,
  });
  const rows =
    (await sortFewRuns(db, looked("gathered"))) ??
    (await walkRuns(db, looked("probed"))) ??
    (await sortRuns(db, looked("joined")));
  const { keys: runs, ...next } = pageOf(rows, limit, keys.length, query, wholeRunOf);
  return { runs, ...next };
}

/** All that match, where the experiments have few runs; undefined where they have more. */
async function sortFewRuns(db: Db, walk: RunWalk): Promise<readonly WholeRunRow[] | undefined> {
  const { experimentIds, conditions, order, keys, isFiltered } = walk;
  // A walk along all runs, newest first, is in vain for none.
  if (!isFiltered && order[0]!.field === "start_time") return undefined;
  // The limit keeps the planner from asking what it cannot know; the order of an index would make it believe in luck.
  const rows = await db.query<WholeRunRow & { readonly is_few: boolean }>(
    preparedShape(sql`
      with few as materialized (
        select count(*) <= ${fewRows} as is_few from (
          select from runs where experiment_id = ${anyOf(experimentIds)} limit ${fewRows + 1}) as counted)
      select few.is_few, ${wholeRunColumns}, ${keyNames(keys)} from few left join lateral (
        select ${runColumnsOf("r")}, ${keyColumns(keys)}
        from (select * from runs where few.is_few and experiment_id = ${anyOf(experimentIds)} limit ${fewRows}) r${orderJoins(order)}
        where ${join([...conditions, ...after(walk)], " and ", sql`true`)}
        order by ${orderClause(keys)} limit ${walk.limit + 1}) runs on true`),
  );
  if (rows[0]?.is_few !== true) return undefined;
  return rows.filter(({ run_id }) => run_id !== null);
}

function sortRuns(db: Db, walk: RunWalk): Promise<readonly WholeRunRow[]> {
  const { experimentIds, conditions, order, limit } = walk;
  // Not by the index on the start: the walk along it has failed.
  const keys = walk.keys.map((key, i) =>
    order[i]?.field === "start_time" ? { ...key, sql: sql`(${key.sql} + 0)` } : key,
  );
  return db.query<WholeRunRow>(sql`
    select ${wholeRunColumns}, ${keyNames(keys)} from (
      select ${runColumnsOf("r")}, ${keyColumns(keys)} from runs r${orderJoins(order, 0, experimentIds)}
      where ${join([sql`r.experiment_id = ${anyOf(experimentIds)}`, ...conditions, ...after({ ...walk, keys })], " and ")}
      order by ${orderClause(keys)} limit ${limit + 1}) runs`);
}

const after = ({ keys, cursor }: RunWalk): Sql[] => (cursor === undefined ? [] : [isAfter(keys, cursor)]);
