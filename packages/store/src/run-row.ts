import { JsonText, type Printable, type Run, type RunInfo, RunStatus } from "@spanloom/wire";
import { compareText } from "./metric-points.ts";
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

/** What was logged to a run, as JSON objects by key: that costs far less than a row a key, or than lists of objects. */
export interface RunDataRow {
  /** Each value is `<value> <timestamp> <step>`. */
  readonly metrics: string | null;
  readonly params: string | null;
  readonly tags: string | null;
}

export const runDataColumns: Sql = sql`
  (select json_object_agg(key, case when is_nan then '"NaN"' else to_json(value)::text end || ' ' || timestamp_ms || ' ' || step)::text
   from latest_metrics where latest_metrics.run_id = runs.run_id) as metrics,
  (select json_object_agg(key, value)::text from run_params where run_params.run_id = runs.run_id) as params,
  (select json_object_agg(key, value)::text from run_tags where run_tags.run_id = runs.run_id) as tags`;

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
export function runOf(row: RunRow & RunDataRow): Printable<Run> {
  return {
    info: runInfoOf(row),
    data: { metrics: metricsJson(row.metrics), params: keyValuesJson(row.params), tags: keyValuesJson(row.tags) },
  };
}

/** Numbers are passed on as they are written. */
function metricsJson(json: string | null): JsonText | undefined {
  if (json === null) return undefined;
  const items = entriesOf(json).map(([key, text]) => {
    const [value, timestamp, step] = text.split(" ");
    return `{"key":${JSON.stringify(key)},"value":${value},"timestamp":${timestamp},"step":${step}}`;
  });
  return new JsonText(`[${items.join(",")}]`);
}

function keyValuesJson(json: string | null): JsonText | undefined {
  return json === null
    ? undefined
    : new JsonText(JSON.stringify(entriesOf(json).map(([key, value]) => ({ key, value }))));
}

/** By key. */
function entriesOf(json: string): [key: string, value: string][] {
  const entries = Object.entries(JSON.parse(json) as Record<string, string>);
  return entries.sort(([a], [b]) => compareText(a, b));
}

export type RunStatusName = NonNullable<RunInfo["status"]>;

export const runStatusNumber = (name: RunStatusName): number => RunStatus.values[name]!;

function runStatusOf(number: number): RunStatusName {
  return runStatusNames[number]!;
}

const runStatusNames: Readonly<Record<number, RunStatusName>> = Object.fromEntries(
  Object.entries(RunStatus.values).map(([name, number]) => [number, name as RunStatusName]),
);
