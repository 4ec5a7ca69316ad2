import {
  type JsonValue,
  type Metric,
  type Param,
  parseJson,
  type Run,
  type RunInfo,
  RunStatus,
  type RunTag,
} from "@spanloom/wire";
import { type Sql, sql } from "./postgres/sql.ts";

/** The columns of a run itself. */
export interface RunRow {
  readonly run_id: string;
  readonly experiment_id: bigint;
  readonly name: string;
  readonly user_id: string;
  readonly status: number;
  readonly start_time_ms: bigint;
  readonly end_time_ms: bigint | null;
  readonly artifact_uri: string;
  readonly lifecycle_stage: string;
}

export const runColumns: Sql = sql`runs.run_id, runs.experiment_id, runs.name, runs.user_id, runs.status,
  runs.start_time_ms, runs.end_time_ms, runs.artifact_uri, runs.lifecycle_stage`;

/** What was logged to a run, as JSON: one value a run costs far less than a row for each key. */
export interface RunDataRow {
  readonly metrics: string | null;
  readonly params: string | null;
  readonly tags: string | null;
}

export const runDataColumns: Sql = sql`
  (select json_agg(json_build_array(key, case when is_nan then null else value end, timestamp_ms, step) order by key)::text
   from latest_metrics where latest_metrics.run_id = runs.run_id) as metrics,
  (select json_agg(json_build_array(key, value) order by key)::text from run_params where run_params.run_id = runs.run_id) as params,
  (select json_agg(json_build_array(key, value) order by key)::text from run_tags where run_tags.run_id = runs.run_id) as tags`;

export function runInfoOf(row: RunRow): RunInfo {
  return {
    run_id: row.run_id,
    run_uuid: row.run_id,
    run_name: row.name,
    experiment_id: String(row.experiment_id),
    user_id: row.user_id,
    status: runStatusOf(row.status),
    start_time: Number(row.start_time_ms),
    ...(row.end_time_ms !== null && { end_time: Number(row.end_time_ms) }),
    artifact_uri: row.artifact_uri,
    lifecycle_stage: row.lifecycle_stage,
  };
}

/** Without inputs and outputs. */
export function runOf(row: RunRow & RunDataRow): Run {
  return {
    info: runInfoOf(row),
    data: {
      metrics: listOf(row.metrics, metricOf),
      params: listOf(row.params, paramOf),
      tags: listOf(row.tags, tagOf),
    },
  };
}

function listOf<T>(json: string | null, read: (item: JsonValue[]) => T): T[] {
  return json === null ? [] : (parseJson(json) as JsonValue[][]).map(read);
}

const metricOf = ([key, value, timestamp, step]: JsonValue[]): Metric => ({
  key: key as string,
  value: value === null ? Number.NaN : (value as number),
  timestamp: timestamp as number,
  step: step as number | bigint,
});

const paramOf = ([key, value]: JsonValue[]): Param => ({ key: key as string, value: value as string });

const tagOf = ([key, value]: JsonValue[]): RunTag => ({ key: key as string, value: value as string });

export type RunStatusName = NonNullable<RunInfo["status"]>;

export const runStatusNumber = (name: RunStatusName): number => RunStatus.values[name]!;

function runStatusOf(number: number): RunStatusName {
  return runStatusNames[number]!;
}

const runStatusNames: Readonly<Record<number, RunStatusName>> = Object.fromEntries(
  Object.entries(RunStatus.values).map(([name, number]) => [number, name as RunStatusName]),
);
