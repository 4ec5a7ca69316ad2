import { ApiError } from "@spanloom/wire";
import type { Db } from "./postgres/db.ts";
import { join, prepared, type Sql, sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

export interface MetricPoint {
  readonly key: string;
  /** NaN and infinities as they are. */
  readonly value: number;
  readonly timestampMs: number;
  readonly step: number | bigint;
}

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
    const rows = await db.query(logStatement(storableText(runId), metrics, params.map(storable), tags.map(storable)));
    return rows.length > 0;
  } catch (error) {
    if ((error as { code?: string }).code === paramChanged) throw await paramChange(db, runId, params);
    throw error;
  }
}

/** How `refuse_param_change()` of the schema ends a statement. */
const paramChanged = "SL001";

function logStatement(
  runId: string,
  metrics: readonly MetricPoint[],
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
  if (metrics.length > 0) parts.push(...writeMetrics(metrics));
  if (lastTags.length > 0) parts.push(writeTags(lastTags));
  const kinds = [params.length > 0 && "params", metrics.length > 0 && "metrics", lastTags.length > 0 && "tags"];
  const words = ["log", name !== undefined && "name", ...kinds].filter(Boolean);
  return prepared(words.join("-"), sql`with ${join(parts, ", ")} select run_id from run`);
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

/**
 * First the latest point of each metric, which gives the metric's id, then all points below that id. The latest one is
 * written even where it stays as it is: a row that is not touched would not be returned.
 */
function writeMetrics(metrics: readonly MetricPoint[]): Sql[] {
  const points = metrics.map(storablePoint).sort(comparePoints);
  const latest = points.filter((point, at) => points[at + 1]?.key !== point.key);
  return [
    sql`latest as (
      insert into latest_metrics as known (run_id, experiment_id, key, step, timestamp_ms, value, is_nan)
      select run.run_id, run.experiment_id, given.* from run, ${unnested(latest)} as given (key, step, timestamp_ms, value, is_nan)
      on conflict (run_id, key) do update set (step, timestamp_ms, value, is_nan) = (
        select (case when is_later then excluded.step else known.step end),
               (case when is_later then excluded.timestamp_ms else known.timestamp_ms end),
               (case when is_later then excluded.value else known.value end),
               (case when is_later then excluded.is_nan else known.is_nan end)
        from (select (excluded.step, excluded.timestamp_ms, excluded.value) > (known.step, known.timestamp_ms, known.value) as is_later))
      returning metric_id, key)`,
    sql`points as (
      insert into metric_points (metric_id, step, timestamp_ms, value, is_nan)
      select latest.metric_id, given.step, given.timestamp_ms, given.value, given.is_nan
      from ${unnested(points)} with ordinality as given (key, step, timestamp_ms, value, is_nan, place)
      join latest using (key) order by given.place
      on conflict do nothing)`,
  ];
}

interface StorablePoint {
  readonly key: string;
  readonly step: bigint;
  readonly timestampMs: number;
  readonly value: number;
  readonly isNan: boolean;
}

function unnested(points: readonly StorablePoint[]): Sql {
  return sql`unnest(
    ${points.map(({ key }) => key)}::text[], ${points.map(({ step }) => step)}::bigint[],
    ${points.map(({ timestampMs }) => timestampMs)}::bigint[], ${points.map(({ value }) => value)}::float8[],
    ${points.map(({ isNan }) => isNan)}::boolean[])`;
}

/** NaN has no place in an order and infinities do not travel in JSON: a flagged 0 and the largest doubles stand for them. */
function storablePoint({ key, value, timestampMs, step }: MetricPoint): StorablePoint {
  const isNan = Number.isNaN(value);
  const finite = isNan ? 0 : Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  return { key: storableText(key), step: BigInt(step), timestampMs, value: finite, isNan };
}

function comparePoints(a: StorablePoint, b: StorablePoint): number {
  return (
    compareText(a.key, b.key) ||
    (a.step === b.step ? 0 : a.step < b.step ? -1 : 1) ||
    a.timestampMs - b.timestampMs ||
    a.value - b.value ||
    Number(b.isNan) - Number(a.isNan)
  );
}

const storable = ({ key, value }: KeyValue): KeyValue => ({ key: storableText(key), value: storableText(value) });

const byKey = (a: readonly [string, string], b: readonly [string, string]): number => compareText(a[0], b[0]);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

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
