/** Along the index on the latest value of a metric: the first models of a long list, without a look at all others. */
import type { OrderBy } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { isAfter, keyColumns, type Listing, orderClause, type Paging } from "./keyset.ts";
import type { Cursor } from "./page-token.ts";

export interface ModelWalk {
  readonly experimentIds: readonly string[];
  readonly key: string;
  readonly direction: OrderBy["direction"];
  /** Which of `latest_model_metrics`: over all datasets, or one dataset's. */
  readonly scope: Sql;
  /** What is listed, `logged_models m`, without the table of the first key. */
  readonly listing: Listing;
  readonly cursor: Cursor | undefined;
  readonly limit: Paging["limit"];
}

/** Walks through more experiments, or for longer pages, would cost more than they save. */
const maxExperiments = 20;
const maxLimit = 2_000;
/** Steps for each row of a page: first few, then so many that sorting all is hardly dearer. */
const stepsPerRow = [5, 30];

/**
 * A page with one row more, in order. Undefined where that many models with a number are not near: models without the
 * metric, and those whose metric is NaN, come after all others, and whoever wants them sorts.
 */
export async function walkLoggedModels<Row extends object>(
  db: Db,
  walk: ModelWalk,
): Promise<readonly Row[] | undefined> {
  const { experimentIds, key, direction, scope, listing, cursor, limit } = walk;
  const from = cursor?.[0];
  if (experimentIds.length > maxExperiments || limit > maxLimit || from === null || from === "NaN") return undefined;
  const isDescending = direction === "desc";
  const edge = isDescending ? sql`-w.edge` : sql`w.edge`;
  const bound =
    from === undefined
      ? sql`true`
      : isDescending
        ? sql`e.value <= -(${from}::float8)`
        : sql`e.value >= ${from}::float8`;
  const keys = [{ ...listing.keys[0]!, sql: edge, isNullable: false }, ...listing.keys.slice(1)];
  const order = raw(`edge ${direction}`);
  const conditions = [...listing.conditions, ...(cursor === undefined ? [] : [isAfter(keys, cursor)])];
  for (const perRow of stepsPerRow) {
    const steps = perRow * (limit + 1);
    // The index says nothing of the order of models with one value, so those that are equal to the last step wait.
    const rows = await db.query<Row>(sql`
      with steps as materialized (
        select w.* from unnest(${[...experimentIds]}::bigint[]) x (id) cross join lateral (
          select e.model_id, e.value as edge from latest_model_metrics e
          where e.experiment_id = x.id and e.key = ${key}::text and e.scope = ${scope} and not e.is_nan and ${bound}
          order by ${order} limit ${steps}) w
        order by ${order} limit ${steps}),
      walked as (select count(*) as steps, ${raw(isDescending ? "min" : "max")}(edge) as edge from steps)
      select ${listing.columns}, ${keyColumns(keys)}
      from walked cross join steps w join ${listing.from} on m.model_id = w.model_id
      where (walked.steps < ${steps} or w.edge ${raw(isDescending ? ">" : "<")} walked.edge) and ${join(conditions, " and ")}
      order by ${orderClause(keys)} limit ${limit + 1}`);
    if (rows.length > limit) return rows;
  }
  return undefined;
}
