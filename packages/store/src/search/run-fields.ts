/** The column map of runs: table `runs`, alias `r`. */
import type { Comparison } from "@spanloom/filter";
import { raw, type Sql, sql } from "../postgres/sql.ts";
import { type Columns, compareColumn } from "./columns.ts";
import { compareNumber, compareText } from "./comparisons.ts";
import { compareKeyedText, existsKeyed, type KeyedTable, type Lookup, whole } from "./conditions.ts";

/** RunStatus of proto/tracking/run.proto, in the words that clients know. */
const status = "(array['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'])[r.status]";

export const runColumns: Columns = {
  run_id: { sql: "r.run_id", type: "text" },
  run_name: { sql: "r.name", type: "text" },
  status: { sql: status, type: "text" },
  user_id: { sql: "r.user_id", type: "text" },
  artifact_uri: { sql: "r.artifact_uri", type: "text" },
  start_time: { sql: "r.start_time_ms", type: "bigint" },
  end_time: { sql: "r.end_time_ms", type: "bigint", isNullable: true },
};

export type LoggedField = "metrics" | "params" | "tags";

/** What is logged to runs, with the scope that lets an index on the values answer. */
function loggedTable(field: LoggedField, experimentIds: readonly string[], lookup: Lookup): KeyedTable {
  return {
    table: loggedTables[field],
    link: "run_id",
    row: "r",
    scope: sql`e.experiment_id = ${anyOf(experimentIds)}`,
    indexOrder: `e.experiment_id, e.key, ${field === "metrics" ? "e.is_nan, " : ""}e.value`,
    indexedLength,
    lookup,
  };
}

/** Longer texts are not in the indexes on params and tags by value; 0003_runs.sql says the same. */
export const indexedLength = 250;

export const loggedTables = { metrics: "latest_metrics", params: "run_params", tags: "run_tags" } as const;

/** One id as itself: that leaves the order of an index on the rest. */
export function anyOf(experimentIds: readonly string[]): Sql {
  return experimentIds.length === 1 ? sql`${experimentIds[0]}::bigint` : sql`any(${[...experimentIds]}::bigint[])`;
}

export function runCondition(comparison: Comparison, lookup: Lookup, experimentIds: readonly string[]): Sql {
  const { field } = comparison;
  const column = runColumns[field];
  if (column !== undefined) return compareColumn(column, comparison);
  if (field === "metrics") return compareMetric(loggedTable(field, experimentIds, lookup), comparison);
  if (field === "params" || field === "tags")
    return compareKeyedText(loggedTable(field, experimentIds, lookup), comparison);
  return compareDataset(comparison, lookup);
}

/** NaN differs from every number, and nothing else is true of it. */
export function compareMetric(metrics: KeyedTable, comparison: Comparison, also: Sql = sql`true`): Sql {
  const holds = compareNumber(raw("e.value"), comparison);
  const isNumber = comparison.operator === "!=" ? sql`(${holds} or e.is_nan)` : sql`${holds} and not e.is_nan`;
  return existsKeyed(metrics, comparison.key ?? "", sql`${isNumber} and ${also}`, true);
}

const datasetColumns: Readonly<Record<string, string>> = {
  "dataset.name": "d.name",
  "dataset.digest": "d.digest",
  "dataset.context": "(u.tags ->> 'mlflow.data.context')",
};

/** Some dataset that the run used. */
function compareDataset(comparison: Comparison, lookup: Lookup): Sql {
  const condition = compareText(raw(datasetColumns[comparison.field]!), comparison);
  return sql`exists (select from run_datasets u join datasets d using (dataset_id) 
    where u.run_id = r.run_id and ${condition}${whole(lookup)})`;
}
