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
];

/** Of `r`, the table that a search reads, or of the row that a statement calls `runs`. */
export const runColumnsOf = (alias: "r" | "runs"): Sql => raw(columns.map((name) => `${alias}.${name}`).join(", "));

export const runColumns: Sql = runColumnsOf("runs");

/** A run with all that clients are shown of it. */
export type WholeRunRow = RunRow & RunDataRow & RunInputRow;

/** What was logged to a run, as the answer has it: nobody on the way looks into it. */
interface RunDataRow {
  readonly metrics: string | null;
  readonly params: string | null;
  readonly tags: string | null;
}

/** Put together as text: `json_agg` of rows costs Postgres half as much again, and of `json_build_object` more. */
const runDataColumns: Sql = sql`
  (select '[' || string_agg('{"key":' || to_json(key) || ',"value":' || case when is_nan then '"NaN"' else value::text end
      || ',"timestamp":' || timestamp_ms || ',"step":' || step || '}', ',') || ']'
   from (select * from latest_metrics where latest_metrics.run_id = runs.run_id order by key) m) as metrics,
  (select '[' || string_agg('{"key":' || to_json(key) || ',"value":' || to_json(value) || '}', ',') || ']'
   from (select * from run_params where run_params.run_id = runs.run_id order by key) p) as params,
  (select '[' || string_agg('{"key":' || to_json(key) || ',"value":' || to_json(value) || '}', ',') || ']'
   from (select * from run_tags where run_tags.run_id = runs.run_id order by key) t) as tags`;

/** Of a row that the statement calls `runs`. */
export const wholeRunColumns: Sql = sql`${runColumns}, ${runDataColumns}, ${runInputColumns}`;

export function wholeRunOf(row: WholeRunRow): Printable<Run> {
  const { metrics, params, tags } = row;
  return {
    info: runInfoOf(row),
    data: { metrics: jsonText(metrics), params: jsonText(params), tags: jsonText(tags) },
    ...runInputsOf(row),
  };
}

const jsonText = (text: string | null): JsonText | undefined => (text === null ? undefined : new JsonText(text));

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
