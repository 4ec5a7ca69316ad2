/** Along an index that has runs in the wanted order: what a page needs is mostly among the first few hundred. */
import type { OrderBy } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { isAfter, keyColumns, orderClause, type SortKey } from "./keyset.ts";
import type { Cursor } from "./page-token.ts";
import { orderJoins } from "./run-order.ts";
import type { RunRow } from "./runs.ts";

export interface RunWalk {
  readonly experimentIds: readonly string[];
  readonly conditions: readonly Sql[];
  readonly order: readonly OrderBy[];
  /** Of the order. */
  readonly keys: readonly SortKey[];
  readonly cursor: Cursor | undefined;
  readonly limit: number;
  readonly isFiltered: boolean;
}

/** Walks through more experiments, or for longer pages, would cost more than they save. */
const maxExperiments = 20;
const maxLimit = 2_000;
/** Steps for each row of a page after which finding all and sorting is quicker. */
const maxStepsPerRow = 30;

/** A page with one row more, in order; nothing where there is no such index, or where too little matches. */
export async function walkRuns(db: Db, walk: RunWalk): Promise<readonly RunRow[] | undefined> {
  const { experimentIds, limit, isFiltered } = walk;
  if (experimentIds.length > maxExperiments || limit > maxLimit) return undefined;
  const wanted = limit + 1;
  const rows: RunRow[] = [];
  for (const stretch of stretchesOf(walk)) {
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
      if (needed <= steps || needed > wanted * maxStepsPerRow) return undefined;
      steps = needed;
    }
    if (rows.length >= wanted) return rows.slice(0, wanted);
  }
  return rows;
}

/** A part of the order that one index has: runs whose first key is a number, is NaN, or is missing. */
interface Stretch {
  /** Rows of one experiment, `x.id`, as `w`, with what they are ordered by as `edge`. */
  readonly source: Sql;
  readonly isDescending: boolean;
  /** From `w` to the run, as `r`. */
  readonly run: Sql;
  readonly conditions: readonly Sql[];
  readonly keys: readonly SortKey[];
  /** How many keys at the beginning are the same all along. */
  readonly constants: number;
  readonly cursor: Cursor | undefined;
}

/** In order, from the cursor on; undefined where one has no index. */
function stretchesOf(walk: RunWalk): (Stretch | undefined)[] {
  const { order, keys, cursor } = walk;
  const [first, second] = order;
  if (first?.field === "start_time") return [byStart(order[0]!, keys, cursor, 0)];
  if (first?.field !== "metrics") return [undefined];
  const name = first.key ?? "";
  const isDescending = first.direction === "desc";
  const metric = (condition: Sql): Sql =>
    sql`select e.run_id, e.value as edge from latest_metrics e where e.experiment_id = x.id and e.key = ${name}::text and ${condition}`;
  const rest = keys.slice(1);
  const constant = (value: string): SortKey => ({ ...keys[0]!, sql: raw(`${value}::float8`) });
  const start = cursor?.[0];
  const isIn = (part: "numbers" | "NaN" | "none") =>
    part === (start === null ? "none" : start === "NaN" ? "NaN" : "numbers") ? cursor : undefined;
  const here = cursor === undefined ? 0 : start === null ? 2 : start === "NaN" ? 1 : 0;

  const from = isIn("numbers")?.[0];
  const bound =
    from == null ? sql`true` : isDescending ? sql`e.value <= -(${from}::float8)` : sql`e.value >= ${from}::float8`;
  const numbers: Stretch = {
    source: metric(sql`not e.is_nan and ${bound}`),
    isDescending,
    run: sql`join runs r using (run_id)`,
    conditions: [],
    keys: [{ ...keys[0]!, sql: raw(isDescending ? "(-w.edge)" : "w.edge"), isNullable: false }, ...rest],
    constants: 0,
    cursor: isIn("numbers"),
  };
  const nan: Stretch = {
    source: metric(sql`e.is_nan`),
    isDescending,
    run: sql`join runs r using (run_id)`,
    conditions: [],
    keys: [constant("'NaN'"), ...rest],
    constants: 1,
    cursor: isIn("NaN"),
  };
  const hasNone = sql`not exists (select from latest_metrics e where e.run_id = r.run_id and e.key = ${name}::text)`;
  const none =
    second?.field === "start_time"
      ? byStart(second, [constant("null"), ...rest], isIn("none"), 1, [hasNone])
      : undefined;
  return [numbers, nan, none].slice(here);
}

function byStart(
  { direction }: OrderBy,
  keys: readonly SortKey[],
  cursor: Cursor | undefined,
  constants: number,
  conditions: readonly Sql[] = [],
): Stretch {
  const isDescending = direction === "desc";
  const from = cursor?.[constants];
  const bound = from == null ? sql`true` : sql`r.start_time_ms ${raw(isDescending ? "<=" : ">=")} ${from}::bigint`;
  return {
    source: sql`select r.*, r.start_time_ms as edge from runs r where r.experiment_id = x.id and ${bound}`,
    isDescending,
    run: sql``,
    conditions,
    keys,
    constants,
    cursor,
  };
}

interface Found {
  readonly rows: readonly RunRow[];
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
  const rows = await db.query<RunRow & { seen: number }>(sql`
    with steps as materialized (
      select w.* from unnest(${[...walk.experimentIds]}::bigint[]) x (id)
        cross join lateral (${source} order by ${order} limit ${steps}) w
      order by ${order} limit ${steps})
    select s.seen, q.* from (
      select count(*)::int as seen, ${raw(isDescending ? "min" : "max")}(edge) as edge from steps) s
      left join lateral (
        select r.run_id, ${keyColumns(keys)}
        from steps ${alias} ${run}${orderJoins(walk.order, walk.experimentIds, 1)}
        where (s.seen < ${steps} or ${alias}.edge ${raw(isDescending ? ">" : "<")} s.edge)
          and ${join(conditions, " and ", sql`true`)}
        order by ${orderClause(keys.slice(constants))} limit ${walk.limit + 1}) q on true`);
  return { rows: rows.filter((row) => row.run_id !== null), isOver: (rows[0]?.seen ?? 0) < steps };
}
