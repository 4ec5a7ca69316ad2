import { JsonText, type Printable, type Run, type RunInfo, RunStatus } from "@spanloom/wire";
import { raw, type Sql, sql } from "./postgres/sql.ts";
import { type RunInputRow, runInputColumns, runInputsOf } from "./run-inputs.ts";

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
  readonly has_inputs: boolean;
}

const columns: readonly (keyof RunRow)[] = [
  "run_id",
  "experiment_id",
  "name",
  "user_id",
  "status",
  "start_time_ms",
  "end_time_ms",
  "artifact_uri",
  "lifecycle_stage",
  "has_inputs",
];

/** Of `r`, the table that a search reads, or of the row that a statement calls `runs`. */
export const runColumnsOf = (alias: "r" | "runs"): Sql => raw(columns.map((name) => `${alias}.${name}`).join(", "));

export const runColumns: Sql = runColumnsOf("runs");

/** A run with all that clients are shown of it. */
export type WholeRunRow = RunRow & RunDataRow & RunInputRow;

/**
 * What was logged to a run, as a JSON object each, in the order of the keys. The text of a metric is its latest value, its
 * time and its step, with a space between two.
 */
interface RunDataRow {
  readonly metrics: string | null;
  readonly params: string | null;
  readonly tags: string | null;
}

/**
 * Rows of a run lie together, so that reading them along the key is half the work of a bitmap and a sort, which the
 * planner, who takes them to be scattered, would rather do. Of a limit that it does not know it expects a tenth of the
 * rows, and so it does not sort.
 */
const alongTheKey: Sql = sql`order by key limit (select 9223372036854775807)`;

/** `json_object_agg` finds out once how a text is written, where `to_json` does for each: this takes half the time of items. */
const runDataColumns: Sql = sql`
  (select json_object_agg(key, concat_ws(' ', case when is_nan then 'NaN' else value::text end, timestamp_ms, step))::text
   from (select * from latest_metrics where latest_metrics.run_id = runs.run_id ${alongTheKey}) m) as metrics,
  (select json_object_agg(key, value)::text
   from (select * from run_params where run_params.run_id = runs.run_id ${alongTheKey}) p) as params,
  (select json_object_agg(key, value)::text
   from (select * from run_tags where run_tags.run_id = runs.run_id ${alongTheKey}) t) as tags`;

/** Of a row that the statement calls `runs`. */
export const wholeRunColumns: Sql = sql`${runColumns}, ${runDataColumns}, ${runInputColumns}`;

export function wholeRunOf(row: WholeRunRow): Printable<Run> {
  return {
    info: runInfoOf(row),
    data: { metrics: metricsOf(row.metrics), params: pairsOf(row.params), tags: pairsOf(row.tags) },
    ...runInputsOf(row),
  };
}

/** The members of an object as the items that the answer has: what was logged is passed on as Postgres wrote it. */
function pairsOf(object: string | null): JsonText | undefined {
  return object === null ? undefined : itemsOf(object.replace(pair, '{"key":$1,"value":$2}'));
}

function metricsOf(object: string | null): JsonText | undefined {
  if (object === null) return undefined;
  const items = object.replace(metric, '{"key":$1,"value":$2,"timestamp":$3,"step":$4}');
  return itemsOf(items.replaceAll('"value":NaN,', '"value":"NaN",'));
}

const itemsOf = (members: string): JsonText => new JsonText(`[${members.slice(1, -1)}]`);

/** A text of JSON, and the members of an object that `json_object_agg` made. */
const text = String.raw`"[^"\\]*(?:\\.[^"\\]*)*"`;
const pair = new RegExp(`(${text}) : (${text})`, "g");
const metric = new RegExp(`(${text}) : "(\\S+) (-?\\d+) (-?\\d+)"`, "g");

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

export type RunStatusName = NonNullable<RunInfo["status"]>;

export const runStatusNumber = (name: RunStatusName): number => RunStatus.values[name]!;

function runStatusOf(number: number): RunStatusName {
  return runStatusNames[number]!;
}

const runStatusNames: Readonly<Record<number, RunStatusName>> = Object.fromEntries(
  Object.entries(RunStatus.values).map(([name, number]) => [number, name as RunStatusName]),
);
