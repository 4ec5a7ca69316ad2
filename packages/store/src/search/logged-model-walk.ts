/** Along the index on the latest value of a metric: the first models of a long list, without a look at all others. */
import type { OrderBy } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { join, raw, sql } from "../postgres/sql.ts";
import { isAfter, keyColumns, type Listing, orderClause, type Paging } from "./keyset.ts";
import { isLatestInScope, type ScopeDataset, stretchesOf } from "./model-metric-scopes.ts";
import type { Cursor } from "./page-token.ts";

export interface ModelWalk {
  readonly experimentIds: readonly string[];
  readonly key: string;
  readonly direction: OrderBy["direction"];
  readonly dataset: ScopeDataset;
  /** What is listed, `logged_models m`, without the table of the first key. */
  readonly listing: Listing;
  readonly cursor: Cursor | undefined;
  readonly limit: Paging["limit"];
}

/** Walks along more stretches of the index, or for longer pages, would cost more than they save. */
const maxStretches = 20;
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
  const { experimentIds, key, direction, dataset, listing, cursor, limit } = walk;
  const from = cursor?.[0];
  if (limit > maxLimit || from === null || from === "NaN") return undefined;
  const stretches = await stretchesOf(db, experimentIds, key, dataset, maxStretches);
  if (stretches === undefined) return undefined;
  const isDescending = direction === "desc";
  const edge = isDescending ? sql`-w.value` : sql`w.value`;
  const bound =
    from === undefined
      ? sql`true`
      : isDescending
        ? sql`e.value <= -(${from}::float8)`
        : sql`e.value >= ${from}::float8`;
  const keys = [{ ...listing.keys[0]!, sql: edge, isNullable: false }, ...listing.keys.slice(1)];
  const order = raw(`value ${direction}`);
  const conditions = [
    ...listing.conditions,
    isLatestInScope("w", dataset),
    ...(cursor === undefined ? [] : [isAfter(keys, cursor)]),
  ];
  for (const perRow of stepsPerRow) {
    const steps = perRow * (limit + 1);
    // The index says nothing of the order of models with one value, so those that are equal to the last step wait.
    const rows = await db.query<Row>(sql`
      with steps as materialized (
        select w.* from ${stretches} cross join lateral (
          select e.* from latest_model_metrics e
          where e.experiment_id = x.id and e.key = ${key}::text and e.scope = x.scope and not e.is_nan and ${bound}
          order by ${order} limit ${steps}) w
        order by ${order} limit ${steps}),
      walked as (select count(*) as steps, ${raw(isDescending ? "min" : "max")}(value) as edge from steps)
      select ${listing.columns}, ${keyColumns(keys)}
      from walked cross join steps w join ${listing.from} on m.model_id = w.model_id
      where (walked.steps < ${steps} or w.value ${raw(isDescending ? ">" : "<")} walked.edge) and ${join(conditions, " and ")}
      order by ${orderClause(keys)} limit ${limit + 1}`);
    if (rows.length > limit) return rows;
  }
  return undefined;
}
