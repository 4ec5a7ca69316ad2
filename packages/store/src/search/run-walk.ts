/** Along an index that has runs in the wanted order: what a page needs is mostly among the first few hundred. */
import type { Db } from "../postgres/db.ts";
import { join, preparedShape, raw, type Sql, sql } from "../postgres/sql.ts";
import { runColumnsOf, type WholeRunRow, wholeRunColumns } from "../run-row.ts";
import { isAfter, keyColumns, keyNames, orderClause } from "./keyset.ts";
import { orderJoins } from "./run-order.ts";
import { type Stretch, stretchesOf, type WalkedOrder } from "./run-stretches.ts";

export interface RunWalk extends WalkedOrder {
  readonly conditions: readonly Sql[];
  readonly limit: number;
  readonly isFiltered: boolean;
}

/** Walks through more experiments, or for longer pages, would cost more than they save. */
const maxExperiments = 20;
const maxLimit = 2_000;
/** Steps for each row of a page after which finding all and sorting is quicker. Without a filter that is all of them. */
const maxStepsPerRow = { filtered: 30, all: 100 };

/** A page with one row more, in order; nothing where there is no such index, or where too little matches. */
export async function walkRuns(db: Db, walk: RunWalk): Promise<readonly WholeRunRow[] | undefined> {
  const { experimentIds, limit, isFiltered } = walk;
  if (experimentIds.length > maxExperiments || limit > maxLimit) return undefined;
  const wanted = limit + 1;
  const rows: WholeRunRow[] = [];
  const maxSteps = wanted * (isFiltered ? maxStepsPerRow.filtered : maxStepsPerRow.all);
  for (const stretch of await stretchesOf(db, walk)) {
    if (stretch === undefined) return undefined;
    const missing = wanted - rows.length;
    for (let steps = wanted * (isFiltered ? 5 : 2); ; ) {
      const found = await walkStretch(db, walk, stretch, steps);
      if (found.rows.length >= missing || found.isOver) {
        rows.push(...found.rows);
        break;
      }
      // What it takes, if it goes on as it began.
      const needed = Math.ceil((steps * missing * 1.3) / Math.max(found.rows.length, 1));
      if (steps >= maxSteps || (isFiltered && needed > maxSteps)) return undefined;
      steps = Math.min(needed, maxSteps);
    }
    if (rows.length >= wanted) return rows.slice(0, wanted);
  }
  return rows;
}

interface Found {
  readonly rows: readonly WholeRunRow[];
  /** Whether there was no further step. */
  readonly isOver: boolean;
}

/**
 * Those among the next steps that match. The index says nothing of the order of runs whose first key is equal, so those
 * that are equal to the last step wait, unless it is the last of all.
 */
async function walkStretch(db: Db, walk: RunWalk, stretch: Stretch, steps: number): Promise<Found> {
  const { source, isDescending, run, keys, constants, cursor } = stretch;
  const order = raw(`edge ${isDescending ? "desc" : "asc"}`);
  const conditions = [
    ...stretch.conditions,
    ...walk.conditions,
    ...(cursor === undefined ? [] : [isAfter(keys.slice(constants), cursor.slice(constants))]),
  ];
  // Where the steps are runs, they are read under the alias that conditions know.
  const alias = raw(run.text === "" ? "r" : "w");
  const rows = await db.query<WholeRunRow & { seen: number }>(
    preparedShape(sql`
    with steps as materialized (
      select w.* from unnest(${[...walk.experimentIds]}::bigint[]) x (id)
        cross join lateral (${source} order by ${order} limit ${steps}) w
      order by ${order} limit ${steps})
    select s.seen, ${wholeRunColumns}, ${keyNames(keys)} from (
      select count(*)::int as seen, ${raw(isDescending ? "min" : "max")}(edge) as edge from steps) s
      left join lateral (
        select ${runColumnsOf("r")}, ${keyColumns(keys)}
        from steps ${alias} ${run}${orderJoins(walk.order, 1)}
        where (s.seen < ${steps} or ${alias}.edge ${raw(isDescending ? ">" : "<")} s.edge)
          and ${join(conditions, " and ", sql`true`)}
        order by ${orderClause(keys.slice(constants))} limit ${walk.limit + 1}) runs on true`),
  );
  return { rows: rows.filter((row) => row.run_id !== null), isOver: (rows[0]?.seen ?? 0) < steps };
}
