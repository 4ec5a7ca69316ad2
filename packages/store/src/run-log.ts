import { ApiError } from "@spanloom/wire";
import { fillBlocks, leastPointsWithBlocks, writeBlocks } from "./metric-blocks.ts";
import { compareText, type MetricPoint, pointArrays, type StorablePoint, storablePoints } from "./metric-points.ts";
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

/**
 * Stores a log in one statement; resolves to false where there is no active run of this id. Rows are written table by
 * table in the order of their keys, so that writers on one run wait for each other and never in a circle. Throws
 * INVALID_PARAMETER_VALUE for a param that has another value already.
 */
export async function logToRun(db: Db, runId: string, log: RunLog): Promise<boolean> {
  const { metrics = [], params = [], tags = [] } = log;
  try {
    const [row] = await db.query<{ grown: bigint[] | null }>(
      logStatement(storableText(runId), storablePoints(metrics), params.map(storable), tags.map(storable)),
    );
    if (row?.grown) await fillBlocks(db, row.grown);
    return row !== undefined;
  } catch (error) {
    if ((error as { code?: string }).code === paramChanged) throw await paramChange(db, runId, params);
    throw error;
  }
}

/** How `refuse_param_change()` of the schema ends a statement. */
const paramChanged = "SL001";

function logStatement(
  runId: string,
  points: readonly StorablePoint[],
  params: readonly KeyValue[],
  tags: readonly KeyValue[],
): Sql {
  const lastTags = [...new Map(tags.map((tag) => [tag.key, tag.value]))].sort(byKey);
  const name = lastTags.find(([key, value]) => key === runNameTag && value !== "")?.[1];
  const active = sql`run_id = ${runId} and lifecycle_stage = 'active'`;
  // The lock keeps the run from being removed while this is written; it does not keep others from writing.
  const run =
    name === undefined
      ? sql`run as materialized (select run_id, experiment_id from runs where ${active} for key share)`
      : sql`run as (update runs set name = ${name} where ${active} returning run_id, experiment_id)`;
  const parts = [run];
  if (params.length > 0) parts.push(writeParams([...params].sort((a, b) => compareText(a.key, b.key))));
  const metrics = metricsOf(points);
  if (points.length > 0) parts.push(...writeMetrics(points, metrics));
  if (lastTags.length > 0) parts.push(writeTags(lastTags));
  const kinds = [params.length > 0 && "params", points.length > 0 && "metrics", lastTags.length > 0 && "tags"];
  const words = ["log", name !== undefined && "name", ...kinds].filter(Boolean);
  return prepared(
    words.join("-"),
    sql`with ${join(parts, ", ")} select ${points.length > 0 ? grown(metrics) : sql`null`} as grown from run`,
  );
}

function writeParams(params: readonly KeyValue[]): Sql {
  return sql`params as (
    insert into run_params as known (run_id, experiment_id, key, value)
    select run.run_id, run.experiment_id, given.key, given.value
    from run, unnest(${params.map(({ key }) => key)}::text[], ${params.map(({ value }) => value)}::text[]) as given (key, value)
    on conflict (run_id, key) do update set value = refuse_param_change() where known.value <> excluded.value)`;
}

function writeTags(tags: readonly (readonly [key: string, value: string])[]): Sql {
  return sql`tags as (
    insert into run_tags as known (run_id, experiment_id, key, value)
    select run.run_id, run.experiment_id, given.key, given.value
    from run, unnest(${tags.map(([key]) => key)}::text[], ${tags.map(([, value]) => value)}::text[]) as given (key, value)
    on conflict (run_id, key) do update set value = excluded.value where known.value <> excluded.value)`;
}

interface MetricGiven {
  readonly latest: StorablePoint;
  readonly count: number;
}

/** Each metric once, by its key. */
function metricsOf(points: readonly StorablePoint[]): MetricGiven[] {
  const metrics: MetricGiven[] = [];
  let start = 0;
  points.forEach((latest, at) => {
    if (points[at + 1]?.key === latest.key) return;
    metrics.push({ latest, count: at + 1 - start });
    start = at + 1;
  });
  return metrics;
}

/**
 * First the latest point of each metric, which gives the metric's id, then all points below that id. The latest one is
 * written even where it stays as it is: a row that is not touched would not be returned.
 */
function writeMetrics(points: readonly StorablePoint[], metrics: readonly MetricGiven[]): Sql[] {
  return [
    sql`latest as (
      insert into latest_metrics as known (run_id, experiment_id, key, step, timestamp_ms, value, is_nan, points)
      select run.run_id, run.experiment_id, given.* from run, unnest(
        ${pointArrays(metrics.map(({ latest }) => latest))}, ${metrics.map(({ count }) => count)}::bigint[])
        as given (key, step, timestamp_ms, value, is_nan, points)
      on conflict (run_id, key) do update set (step, timestamp_ms, value, is_nan, points) = (
        select case when is_later then excluded.step else known.step end,
               case when is_later then excluded.timestamp_ms else known.timestamp_ms end,
               case when is_later then excluded.value else known.value end,
               case when is_later then excluded.is_nan else known.is_nan end,
               known.points + excluded.points
        from (select (excluded.step, excluded.timestamp_ms, excluded.value) > (known.step, known.timestamp_ms, known.value) as is_later))
      returning metric_id, key, points)`,
    sql`points as (
      insert into metric_points (metric_id, step, timestamp_ms, value, is_nan)
      select latest.metric_id, given.step, given.timestamp_ms, given.value, given.is_nan
      from unnest(${pointArrays(points)}) with ordinality as given (key, step, timestamp_ms, value, is_nan, place)
      join latest using (key) order by given.place
      on conflict do nothing)`,
    sql`blocks as (${writeBlocks(points)})`,
  ];
}

/** The metrics that now have so many points that they have blocks, and did not before. */
function grown(metrics: readonly MetricGiven[]): Sql {
  return sql`(select array_agg(metric_id) from latest join unnest(
      ${metrics.map(({ latest }) => latest.key)}::text[], ${metrics.map(({ count }) => count)}::bigint[]) as given (key, count) using (key)
    where points > ${leastPointsWithBlocks} and points - count <= ${leastPointsWithBlocks})`;
}

const storable = ({ key, value }: KeyValue): KeyValue => ({ key: storableText(key), value: storableText(value) });

const byKey = (a: readonly [string, string], b: readonly [string, string]): number => compareText(a[0], b[0]);

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
