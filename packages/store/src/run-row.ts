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

/**
 * What was logged to a run, in the order of the keys: a JSON list of these, a line break, which JSON has none of here, and
 * what belongs to each. Of params and tags that is another list; of metrics it is the rest of the item, `|` between two.
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

/** `json_agg` finds out once how a text is written, where `to_json` does for each: lists take half the time of items. */
const runDataColumns: Sql = sql`
  (select json_agg(key)::text || E'\n' || string_agg(case when is_nan then '"NaN"' else value::text end
      || ',"timestamp":' || timestamp_ms || ',"step":' || step, '|')
   from (select * from latest_metrics where latest_metrics.run_id = runs.run_id ${alongTheKey}) m) as metrics,
  (select json_agg(key)::text || E'\n' || json_agg(value)::text
   from (select * from run_params where run_params.run_id = runs.run_id ${alongTheKey}) p) as params,
  (select json_agg(key)::text || E'\n' || json_agg(value)::text
   from (select * from run_tags where run_tags.run_id = runs.run_id ${alongTheKey}) t) as tags`;

/** Of a row that the statement calls `runs`. */
export const wholeRunColumns: Sql = sql`${runColumns}, ${runDataColumns}, ${runInputColumns}`;

export function wholeRunOf(row: WholeRunRow): Printable<Run> {
  const { metrics, params, tags } = row;
  return {
    info: runInfoOf(row),
    data: { metrics: itemsOf(metrics, "numbers"), params: itemsOf(params, "texts"), tags: itemsOf(tags, "texts") },
    ...runInputsOf(row),
  };
}

/** The items as the answer has them: nobody on the way looks into what was logged. */
function itemsOf(column: string | null, kind: "numbers" | "texts"): JsonText | undefined {
  if (column === null) return undefined;
  const end = column.indexOf("\n");
  const list = column.slice(end + 1);
  const values = kind === "texts" ? textsOf(list) : list.split("|");
  const quote = kind === "texts" ? '"' : "";
  let items = "";
  for (const [at, key] of textsOf(column.slice(0, end)).entries()) {
    items += `${at === 0 ? "" : ","}{"key":"${key}","value":${quote}${values[at]}${quote}}`;
  }
  return new JsonText(`[${items}]`);
}

/** The texts of a list that `json_agg` made, as JSON has them between quotes. Where none has an escape, none has a quote. */
function textsOf(list: string): readonly string[] {
  if (list.includes("\\")) return (JSON.parse(list) as string[]).map((text) => JSON.stringify(text).slice(1, -1));
  return list.slice(2, -2).split('", "');
}

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
