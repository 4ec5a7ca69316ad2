import { ApiError } from "@spanloom/wire";
import { fillBlocks, leastPointsWithBlocks, writeBlocks } from "./metric-blocks.ts";
import {
  comparePoints,
  compareText,
  type MetricPoint,
  pointArrays,
  type StorablePoint,
  storablePoint,
} from "./metric-points.ts";
import type { Db } from "./postgres/db.ts";
import { join, prepared, type Sql, sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** What one request logs: it is stored as a whole or not at all. */
export interface RunLog {
  readonly metrics?: readonly MetricPoint[];
  /** Each key once. */
  readonly params?: readonly KeyValue[];
  /** Of a key that comes twice, the last counts. */
  readonly tags?: readonly KeyValue[];
}

/** The tag that is the run's name: setting one sets the other. */
export const runNameTag = "mlflow.runName";

/** A log and the run that it goes to. */
export interface LogOfRun {
  readonly runId: string;
  readonly log: RunLog;
}

/** How many rows it writes, about. */
export function sizeOfLog({ metrics = [], params = [], tags = [] }: RunLog): number {
  return metrics.length + params.length + tags.length;
}

export interface Logged {
  /** Of each log whether it was stored, which it is not where there is no active run of its id. */
  readonly stored: readonly boolean[];
  /** Metrics that are long now, for `makeBlocks` once this is committed. */
  readonly grown: readonly bigint[];
}

/**
 * Stores logs in one statement: all of them or, where it throws, none. Rows are written table by table in the order of runs and keys, so that writers
 * on one run wait for each other and never in a circle. Throws INVALID_PARAMETER_VALUE for a single log with a param that
 * has another value already. Several logs may fail together only, and should then be given one by one.
 */
export async function logToRuns(db: Db, logs: readonly LogOfRun[]): Promise<Logged> {
  const all = collect(logs);
  try {
    const rows = await db.query<{ place: bigint; grown: bigint[] | null }>(logStatement(all));
    const [first] = rows;
    const found = new Set(rows.map(({ place }) => Number(place)));
    return { stored: logs.map(({ runId }) => found.has(all.runs.get(runId)!)), grown: first?.grown ?? [] };
  } catch (error) {
    const [only, ...others] = logs;
    if (only === undefined || others.length > 0 || (error as { code?: string }).code !== paramChanged) throw error;
    throw await paramChange(db, storableText(only.runId), only.log.params ?? []);
  }
}

/**
 * Makes the blocks of metrics that have become long. Never throws: the logs are stored, and who were told otherwise would
 * store them again. The first chart makes blocks that are not there.
 */
export async function makeBlocks(db: Db, grown: readonly bigint[]): Promise<void> {
  if (grown.length > 0) await fillBlocks(db, grown).catch(() => undefined);
}

/** How `refuse_param_change()` of the schema ends a statement. */
const paramChanged = "SL001";

/** What logs write together. Each list is in the order in which it is written: of the places of runs, then of keys. */
interface Collected {
  /** The places of runs, from 1 on, by their ids as they were given. */
  readonly runs: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<number, string>;
  readonly params: readonly Entry[];
  readonly tags: readonly Entry[];
  readonly metrics: readonly MetricEntry[];
}

interface Key {
  /** The place of the run. */
  readonly run: number;
  readonly key: string;
}

interface Entry extends Key {
  readonly value: string;
}

interface MetricEntry extends Key {
  /** At least one; the last is the latest. */
  readonly points: StorablePoint[];
}

function collect(logs: readonly LogOfRun[]): Collected {
  const runIds = [...new Set(logs.map(({ runId }) => runId))].sort(compareText);
  const runs = new Map(runIds.map((runId, at) => [runId, at + 1]));
  const names = new Map<number, string>();
  const params = new Map<string, Entry>();
  const tags = new Map<string, Entry>();
  const metrics = new Map<string, MetricEntry>();
  for (const { runId, log } of logs) {
    const run = runs.get(runId)!;
    for (const param of log.params ?? []) {
      const entry = { run, ...storable(param) };
      // One that comes with two values stays in twice, and the statement fails.
      params.set(`${run} ${entry.key}\0${entry.value}`, entry);
    }
    let name = "";
    for (const tag of log.tags ?? []) {
      const entry = { run, ...storable(tag) };
      tags.set(`${run} ${entry.key}`, entry);
      if (entry.key === runNameTag) name = entry.value;
    }
    if (name !== "") names.set(run, name);
    for (const metric of log.metrics ?? []) {
      const point = storablePoint(metric);
      const place = `${run} ${point.key}`;
      const entry = metrics.get(place);
      if (entry === undefined) metrics.set(place, { run, key: point.key, points: [point] });
      else entry.points.push(point);
    }
  }
  for (const { points } of metrics.values()) points.sort(comparePoints);
  return { runs, names, params: sorted(params), tags: sorted(tags), metrics: sorted(metrics) };
}

const sorted = <Item extends Key>(items: ReadonlyMap<string, Item>): Item[] =>
  [...items.values()].sort((a, b) => a.run - b.run || compareText(a.key, b.key));

function logStatement({ runs, names, params, tags, metrics }: Collected): Sql {
  const runIds = [...runs.keys()].map(storableText);
  // The lock keeps a run from being removed while this is written; it does not keep others from writing.
  const run = sql`run as materialized (
    select given.place, run_id, experiment_id
    from unnest(${runIds}::text[]) with ordinality as given (run_id, place) join runs using (run_id)
    where lifecycle_stage = 'active' for key share of runs)`;
  const parts: readonly (readonly [word: string, isWritten: boolean, part: () => Sql])[] = [
    ["name", names.size > 0, () => writeNames(names)],
    ["params", params.length > 0, () => writeParams(params)],
    ["metrics", metrics.length > 0, () => writeMetrics(metrics)],
    ["tags", tags.length > 0, () => writeTags(tags)],
  ];
  const written = parts.filter(([, isWritten]) => isWritten);
  const grown = metrics.length > 0 ? grownMetrics : sql`null`;
  return prepared(
    ["log", ...written.map(([word]) => word)].join("-"),
    sql`with ${join([run, ...written.map(([, , part]) => part())], ", ")} select place, ${grown} as grown from run`,
  );
}

function writeNames(names: ReadonlyMap<number, string>): Sql {
  return sql`names as (
    update runs set name = given.name
    from unnest(${[...names.keys()]}::bigint[], ${[...names.values()]}::text[]) as given (run, name) join run on run.place = given.run
    where runs.run_id = run.run_id)`;
}

function writeParams(params: readonly Entry[]): Sql {
  return sql`params as (
    insert into run_params as known (run_id, experiment_id, key, value) ${entriesOf(params)}
    on conflict (run_id, key) do update set value = refuse_param_change() where known.value <> excluded.value)`;
}

function writeTags(tags: readonly Entry[]): Sql {
  return sql`tags as (
    insert into run_tags as known (run_id, experiment_id, key, value) ${entriesOf(tags)}
    on conflict (run_id, key) do update set value = excluded.value where known.value <> excluded.value)`;
}

function entriesOf(entries: readonly Entry[]): Sql {
  return sql`
    select run_id, experiment_id, given.key, given.value
    from unnest(${entries.map(({ run }) => run)}::bigint[], ${entries.map(({ key }) => key)}::text[],
      ${entries.map(({ value }) => value)}::text[]) with ordinality as given (run, key, value, nth)
    join run on run.place = given.run order by nth`;
}

/**
 * First the latest point of each metric, which gives the metric's id, then all points below that id. The latest one is
 * written even where it stays as it is: a row that is not touched would not be returned.
 */
function writeMetrics(metrics: readonly MetricEntry[]): Sql {
  const points = metrics.flatMap((metric, at) => metric.points.map((point) => ({ ...point, place: at + 1 })));
  return sql`
    metrics as materialized (
      select given.*, run_id, experiment_id
      from unnest(${metrics.map(({ run }) => run)}::bigint[], ${metrics.map(({ key }) => key)}::text[],
        ${pointArrays(metrics.map((metric) => metric.points.at(-1)!))}, ${metrics.map((metric) => metric.points.length)}::bigint[])
        with ordinality as given (run, key, step, timestamp_ms, value, is_nan, count, place)
      join run on run.place = given.run),
    latest as (
      insert into latest_metrics as known (run_id, experiment_id, key, step, timestamp_ms, value, is_nan, points)
      select run_id, experiment_id, key, step, timestamp_ms, value, is_nan, count from metrics order by place
      on conflict (run_id, key) do update set (step, timestamp_ms, value, is_nan, points) = (
        select case when is_later then excluded.step else known.step end,
               case when is_later then excluded.timestamp_ms else known.timestamp_ms end,
               case when is_later then excluded.value else known.value end,
               case when is_later then excluded.is_nan else known.is_nan end,
               known.points + excluded.points
        from (select (excluded.step, excluded.timestamp_ms, excluded.value) > (known.step, known.timestamp_ms, known.value) as is_later))
      returning metric_id, run_id, key, points),
    stored as (select place, count, metric_id, points from metrics join latest using (run_id, key)),
    points as (
      insert into metric_points (metric_id, step, timestamp_ms, value, is_nan)
      select stored.metric_id, given.step, given.timestamp_ms, given.value, given.is_nan
      from unnest(${points.map(({ place }) => place)}::bigint[], ${pointArrays(points)})
        with ordinality as given (place, step, timestamp_ms, value, is_nan, nth)
      join stored using (place) order by nth
      on conflict do nothing),
    blocks as (${writeBlocks(metrics.map((metric) => metric.points))})`;
}

/** The metrics that now have so many points that they have blocks, and did not before. */
const grownMetrics = sql`(select array_agg(metric_id) from stored
  where points > ${leastPointsWithBlocks} and points - count <= ${leastPointsWithBlocks})`;

const storable = ({ key, value }: KeyValue): KeyValue => ({ key: storableText(key), value: storableText(value) });

/** The sentence for params that cannot change; a param once written stays, so it can be read afterwards. */
async function paramChange(db: Db, runId: string, params: readonly KeyValue[]): Promise<ApiError> {
  const known = await db.query<KeyValue>(sql`
    select key, value from run_params where run_id = ${runId} and key = any(${params.map(({ key }) => storableText(key))}::text[])`);
  const oldValues = new Map(known.map(({ key, value }) => [key, value]));
  const changes = params.flatMap((param) => {
    const given = storable(param);
    const old = oldValues.get(given.key);
    return old === undefined || old === given.value ? [] : [{ ...given, old }];
  });
  const [first] = changes;
  const said =
    params.length === 1 && first !== undefined
      ? `Param with key='${first.key}' was already logged with value='${first.old}' for run ID='${runId}'. ` +
        `Attempted logging new value '${first.value}'.`
      : `Params were already logged='[${changes.map(shownChange).join(", ")}]' for run ID='${runId}'.`;
  return new ApiError("INVALID_PARAMETER_VALUE", `Changing param values is not allowed. ${said}`);
}

function shownChange({ key, old, value }: KeyValue & { readonly old: string }): string {
  return `{'key': '${key}', 'old_value': '${old}', 'new_value': '${value}'}`;
}
