/** What a table of many runs needs beside its rows: the keys and values that occur, counts, and groups. */
import type { FilterAst } from "@spanloom/filter";
import type { Db } from "./postgres/db.ts";
import { join, raw, type Sql, sql } from "./postgres/sql.ts";
import { bounded, type SearchPool } from "./search/bounded.ts";
import { compileFilter } from "./search/conditions.ts";
import { anyOf, loggedTables, runColumns, runCondition } from "./search/run-fields.ts";
import { isInView, type View } from "./search/view.ts";
import { storableText } from "./storable-text.ts";

export interface RunScope {
  readonly experimentIds: readonly string[];
  readonly filter: FilterAst | null;
  readonly view: View;
}

/** By what runs are put together. */
export type GroupKey =
  | { readonly of: "params" | "tags"; readonly key: string }
  | { readonly of: "dataset"; readonly key: "name" };

export interface RunGroup {
  /** One for each key; null for runs that have none. */
  readonly values: readonly (string | null)[];
  readonly runCount: number;
  readonly lastStartMs: number;
  readonly metrics: readonly GroupMetric[];
}

/** Over the runs of a group that have the metric with a number. */
export interface GroupMetric {
  readonly key: string;
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

export type LoggedKeys = Readonly<Record<keyof typeof loggedTables, readonly string[]>>;

/** What tables of runs ask for. Counts and groups throw DEADLINE_EXCEEDED where they would keep Postgres for long. */
export class RunTables {
  readonly #searches: SearchPool;

  constructor(searches: SearchPool) {
    this.#searches = searches;
  }

  /** Keys that occur, each list in alphabetical order. An index is stepped through from key to key, not from run to run. */
  async keys(experimentIds: readonly string[]): Promise<LoggedKeys> {
    const [metrics = [], params = [], tags = []] = await Promise.all([
      keysOf(this.#searches, raw("latest_metrics"), sql`true`, experimentIds),
      keysOfTexts(this.#searches, "run_params", experimentIds),
      keysOfTexts(this.#searches, "run_tags", experimentIds),
    ]);
    return { metrics, params, tags };
  }

  /**
   * Values of a field (`params` and `tags` with a key) that begin with the prefix in any case, in alphabetical order:
   * of keyed texts among the first thousand there are, of attributes and datasets among those of the newest runs.
   */
  async values(experimentIds: readonly string[], field: string, key: string, prefix: string): Promise<string[]> {
    const all =
      field === "params" || field === "tags"
        ? await valuesOfKey(this.#searches, loggedTables[field], storableText(key), experimentIds)
        : await sampledValues(this.#searches, field, experimentIds);
    const wanted = prefix.toLowerCase();
    return all.filter((value) => value !== "" && value.toLowerCase().startsWith(wanted)).slice(0, maxValues);
  }

  async count(scope: RunScope): Promise<number> {
    if (scope.experimentIds.length === 0) return 0;
    const statement = sql`select count(*)::int as count from runs r where ${conditionsOf(scope)}`;
    const [row] = await this.#bounded<{ count: number }>(statement);
    return row?.count ?? 0;
  }

  /** How many active runs name each of the given ones as their parent; those without children are absent. */
  async childCounts(experimentIds: readonly string[], runIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#searches.query<{ run_id: string; count: number }>(sql`
      select t.value as run_id, count(*)::int as count
      from run_tags t join runs r using (run_id)
      where t.experiment_id = ${anyOf(experimentIds)} and t.key = ${parentTag} and t.value = any(${runIds.map(storableText)}::text[])
        and length(t.value) <= 250 and r.lifecycle_stage = 'active'
      group by t.value`);
    return new Map(rows.map(({ run_id, count }) => [run_id, count]));
  }

  /** Groups of the matching runs, the largest first, at most `limit` of them. */
  async groups(
    scope: RunScope,
    by: readonly GroupKey[],
    metrics: readonly string[],
    limit: number,
  ): Promise<readonly RunGroup[]> {
    if (scope.experimentIds.length === 0) return [];
    const { experimentIds } = scope;
    // Arrays with the same elements are equal even where an element is null, and can be hashed.
    const rows = await this.#bounded<GroupRow>(sql`
      with found as materialized (
        select r.run_id, r.start_time_ms, array[${join(by.map(groupValue), ", ")}]::text[] as g
        from runs r${join(
          by.map((key, index) => groupJoin(key, index, experimentIds)),
          " ",
        )}
        where ${conditionsOf(scope)}),
      sizes as materialized (
        select g, count(*)::int as runs, max(start_time_ms)::float8 as last_start, row_number() over (order by count(*) desc, g) as place
        from found group by g order by place limit ${limit}),
      measured as (
        select s.place, l.key, count(*)::int as count, avg(l.value) as mean, min(l.value) as min, max(l.value) as max
        from sizes s join found f using (g) join latest_metrics l using (run_id)
        where l.experiment_id = ${anyOf(experimentIds)} and l.key = any(${metrics.map(storableText)}::text[]) and not l.is_nan
        group by s.place, l.key),
      listed as (
        select place, json_agg(json_build_array(key, count, mean, min, max) order by key) as metrics from measured group by place)
      select s.g as values, s.runs, s.last_start, coalesce(l.metrics, '[]') as metrics
      from sizes s left join listed l using (place) order by s.place`);
    return rows.map((row) => ({
      values: row.values,
      runCount: row.runs,
      lastStartMs: row.last_start,
      metrics: row.metrics.map(([key, count, mean, min, max]) => ({ key, count, mean, min, max })),
    }));
  }

  #bounded<Row extends object>(statement: Sql): Promise<readonly Row[]> {
    const advice = "name fewer experiments or filter more narrowly";
    return bounded(this.#searches, advice, (db) => db.query<Row>(statement));
  }
}

interface GroupRow {
  readonly values: (string | null)[];
  readonly runs: number;
  readonly last_start: number;
  readonly metrics: [key: string, count: number, mean: number, min: number, max: number][];
}

const parentTag = "mlflow.parentRunId";
const maxKeys = 2_000;
const maxValues = 50;
/** Values that are looked at, and characters of one: longer ones are no help in a list. */
const scannedValues = 1_000;
const maxValueLength = 200;
const sampledRuns = 2_000;

function conditionsOf({ experimentIds, filter, view }: RunScope): Sql {
  const compiled =
    filter === null
      ? []
      : [compileFilter(filter, (comparison, lookup) => runCondition(comparison, lookup, experimentIds))];
  return join([sql`r.experiment_id = ${anyOf(experimentIds)}`, ...isInView("r", view), ...compiled], " and ");
}

function groupValue({ of }: GroupKey, index: number): Sql {
  return raw(of === "dataset" ? `e${index}.name` : `e${index}.value`);
}

/** The value to group by, under the alias of its place; runs without one stay in. Begins with a space. */
function groupJoin({ of, key }: GroupKey, index: number, experimentIds: readonly string[]): Sql {
  const alias = raw(`e${index}`);
  if (of === "dataset") {
    return sql` left join lateral (
      select string_agg(distinct d.name, ', ' order by d.name) as name
      from run_datasets u join datasets d using (dataset_id) where u.run_id = r.run_id) ${alias} on true`;
  }
  return sql` left join ${raw(loggedTables[of])} ${alias}
    on ${alias}.run_id = r.run_id and ${alias}.key = ${storableText(key)}::text and ${alias}.experiment_id = ${anyOf(experimentIds)}`;
}

async function keysOfTexts(db: Db, table: string, experimentIds: readonly string[]): Promise<readonly string[]> {
  const [short, long] = await Promise.all([
    keysOf(db, raw(table), sql`length(value) <= 250`, experimentIds),
    keysOf(db, raw(table), sql`length(value) > 250`, experimentIds),
  ]);
  return [...new Set([...short, ...long])].sort();
}

/** Each step is one look into the index for the next key, so the number of runs does not matter. */
async function keysOf(db: Db, table: Sql, condition: Sql, experimentIds: readonly string[]): Promise<string[]> {
  const next = (after: Sql) => sql`(
    select min(key) from ${table} where experiment_id = x.id and ${condition} and ${after})`;
  const rows = await db.query<{ key: string }>(sql`
    select distinct found.key from unnest(${[...experimentIds]}::bigint[]) x (id)
    cross join lateral (
      with recursive step (key, n) as (
        select ${next(sql`true`)}, 1
        union all select ${next(sql`key > step.key`)}, n + 1 from step where step.key is not null and n < ${maxKeys})
      select key from step where key is not null) found
    order by found.key limit ${maxKeys}`);
  return rows.map(({ key }) => key);
}

/** In the order of the index, from one value to the next that differs. */
async function valuesOfKey(
  db: Db,
  table: string,
  key: string,
  experimentIds: readonly string[],
): Promise<readonly string[]> {
  const next = (after: Sql) => sql`(
    select min(value) from ${raw(table)}
    where experiment_id = x.id and key = ${key}::text and length(value) <= 250 and ${after})`;
  const rows = await db.query<{ value: string }>(sql`
    select distinct found.value from unnest(${[...experimentIds]}::bigint[]) x (id)
    cross join lateral (
      with recursive step (value, n) as (
        select ${next(sql`true`)}, 1
        union all select ${next(sql`value > step.value`)}, n + 1 from step where step.value is not null and n < ${scannedValues})
      select value from step where length(value) <= ${maxValueLength}) found
    order by found.value`);
  return rows.map(({ value }) => value);
}

async function sampledValues(db: Db, field: string, experimentIds: readonly string[]): Promise<readonly string[]> {
  const dataset = datasetColumns[field];
  const column = runColumns[field];
  if (dataset === undefined && column === undefined) return [];
  const newest = sql`unnest(${[...experimentIds]}::bigint[]) x (id)
    cross join lateral (
      select * from runs where experiment_id = x.id order by start_time_ms desc limit ${sampledRuns}) r`;
  const rows = await db.query<{ value: string }>(
    dataset === undefined
      ? sql`select distinct (${raw(column!.sql)})::text as value from ${newest} where ${raw(column!.sql)} is not null order by value limit ${scannedValues}`
      : sql`select distinct ${raw(dataset)} as value from ${newest} join run_datasets u on u.run_id = r.run_id
          join datasets d using (dataset_id) where ${raw(dataset)} is not null order by value limit ${scannedValues}`,
  );
  return rows.map(({ value }) => value).filter((value) => value.length <= maxValueLength);
}

const datasetColumns: Readonly<Record<string, string>> = {
  "dataset.name": "d.name",
  "dataset.digest": "d.digest",
  "dataset.context": "(u.tags ->> 'mlflow.data.context')",
};
