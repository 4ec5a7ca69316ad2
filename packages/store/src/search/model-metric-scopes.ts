/** Which rows of `latest_model_metrics` an order by a metric is by. Their scopes are made by `model_metric_scope`. */
import type { Db } from "../postgres/db.ts";
import { raw, type Sql, sql } from "../postgres/sql.ts";
import { storableText } from "../storable-text.ts";

/** What is given is equal, and not empty; with nothing given, all datasets and points on none. */
export interface ScopeDataset {
  readonly name?: string | undefined;
  readonly digest?: string | undefined;
}

/** Whether rows of several scopes can be about one model, of which the latest counts: `isLatestScope`. */
export const hasSeveralScopes = ({ name, digest }: ScopeDataset): boolean =>
  (name === undefined) !== (digest === undefined);

/** Of rows under an alias: that they are on the dataset. */
export function isInScope(alias: string, dataset: ScopeDataset): Sql {
  const scope = raw(`${alias}.scope`);
  const { name, digest } = dataset;
  if (!hasSeveralScopes(dataset)) return sql`${scope} = ${scopeOf(dataset)}`;
  if (name === undefined) return sql`right(${scope}, 32) = md5(${storableText(digest!)})`;
  const { from, to } = rangeOf(name);
  return sql`${scope} >= ${from} and ${scope} < ${to}`;
}

/** Of one row of a model and metric under an alias: that none in scope is later by time, step and run. */
export function isLatestInScope(alias: string, dataset: ScopeDataset): Sql {
  if (!hasSeveralScopes(dataset)) return sql`true`;
  const e = raw(alias);
  return sql`not exists (
    select from latest_model_metrics n where n.model_id = ${e}.model_id and n.key = ${e}.key and ${isInScope("n", dataset)}
      and (n.timestamp_ms, n.step, ${e}.run_id, n.value, n.is_nan, n.scope)
        > (${e}.timestamp_ms, ${e}.step, n.run_id, ${e}.value, ${e}.is_nan, ${e}.scope))`;
}

/**
 * The stretches of the index on values that have the dataset's rows, as a table of experiments and scopes, (id, scope). Undefined
 * where they are more than `limit`: of datasets that share a name, one a digest.
 */
export async function stretchesOf(
  db: Db,
  experimentIds: readonly string[],
  key: string,
  dataset: ScopeDataset,
  limit: number,
): Promise<Sql | undefined> {
  const ids = sql`unnest(${[...experimentIds]}::bigint[]) x (id)`;
  if (!hasSeveralScopes(dataset)) {
    return experimentIds.length > limit ? undefined : sql`(select x.id, ${scopeOf(dataset)} as scope from ${ids}) x`;
  }
  // From one scope to the next in the index, however many rows each has.
  const { from, to } = rangeOf(dataset.name);
  const next = (after: Sql) => sql`(
    select e.scope from latest_model_metrics e
    where e.experiment_id = x.id and e.key = ${key}::text and e.scope ${after} and e.scope < ${to} order by e.scope limit 1)`;
  const found = await db.query<{ id: string; scope: string; isInScope: boolean }>(sql`
    with recursive x (id, scope) as (
      select x.id, ${next(sql`>= ${from}`)} from ${ids}
      union all select x.id, ${next(sql`> x.scope`)} from x where x.scope is not null)
    select id::text, scope, ${isInScope("x", dataset)} as "isInScope" from x where scope is not null limit ${limit + 1}`);
  if (found.length > limit) return undefined;
  const stretches = found.filter((each) => each.isInScope);
  return sql`unnest(${stretches.map(({ id }) => id)}::bigint[], ${stretches.map(({ scope }) => scope)}::text[]) x (id, scope)`;
}

/** Of the scopes of datasets of a name, or of any. A scope is hexadecimal digits: the name's 32, then the digest's. */
function rangeOf(name: string | undefined): { readonly from: Sql; readonly to: Sql } {
  if (name === undefined) return { from: sql`'0'`, to: sql`'g'` };
  const start = sql`md5(${storableText(name)})`;
  return { from: start, to: sql`${start} || 'g'` };
}

function scopeOf({ name, digest }: ScopeDataset): Sql {
  if (name === undefined || digest === undefined) return sql`''`;
  return sql`model_metric_scope(${storableText(name)}, ${storableText(digest)})`;
}
