import { type Comparison, type FilterAst, type OrderBy, printOrderBy } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { raw, type Sql, sql } from "../postgres/sql.ts";
import { type Columns, columnKey, compareColumn, withRest } from "./columns.ts";
import { compareNumber, compareText } from "./comparisons.ts";
import { compareKeyedText, compileFilter, existsKeyed, type KeyedTable } from "./conditions.ts";
import { type Page, readPage, type SortKey } from "./keyset.ts";
import { isInView, type View } from "./view.ts";

export interface RunSearch {
  readonly experimentIds: readonly string[];
  readonly view: View;
  readonly filter: FilterAst | null;
  /** What is equal goes by start, newest first, and then by id. */
  readonly orderBy: readonly OrderBy[];
  readonly limit: number;
  readonly pageToken?: string;
}

/** Ids of runs. Throws INVALID_PARAMETER_VALUE for a page token that was not made for this order. */
export async function searchRuns(db: Db, search: RunSearch): Promise<Page<string>> {
  const { experimentIds, view, filter, orderBy, limit, pageToken } = search;
  const sorted = withRest(orderBy, rest).map(sortOf);
  return readPage<{ run_id: string }, string>(
    db,
    {
      from: sql`runs r${joins(sorted)}`,
      conditions: [
        sql`r.experiment_id = any(${[...experimentIds]}::bigint[])`,
        ...isInView("r", view),
        ...(filter === null ? [] : [compileFilter(filter, compare)]),
      ],
      keys: sorted.map(({ key }, i) => key(`s${i}`)),
      columns: sql`r.run_id`,
    },
    { limit, pageToken, query: `runs ${printOrderBy(orderBy)}` },
    (row) => row.run_id,
  );
}

const metrics: KeyedTable = { table: "latest_metrics", link: "e.run_id = r.run_id" };
const params: KeyedTable = { table: "run_params", link: "e.run_id = r.run_id" };
const tags: KeyedTable = { table: "run_tags", link: "e.run_id = r.run_id" };

/** RunStatus of proto/tracking/run.proto, in the words that clients know. */
const status = "(array['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'])[r.status]";

const columns: Columns = {
  run_id: { sql: "r.run_id", type: "text" },
  run_name: { sql: "r.name", type: "text" },
  status: { sql: status, type: "text" },
  user_id: { sql: "r.user_id", type: "text" },
  artifact_uri: { sql: "r.artifact_uri", type: "text" },
  start_time: { sql: "r.start_time_ms", type: "bigint" },
  end_time: { sql: "r.end_time_ms", type: "bigint", isNullable: true },
};

function compare(comparison: Comparison): Sql {
  const column = columns[comparison.field];
  if (column !== undefined) return compareColumn(column, comparison);
  switch (comparison.field) {
    case "metrics":
      return compareMetric(comparison);
    case "params":
      return compareKeyedText(params, comparison);
    case "tags":
      return compareKeyedText(tags, comparison);
    default:
      return compareDataset(comparison);
  }
}

/** NaN differs from every number, and nothing else is true of it. */
function compareMetric(comparison: Comparison): Sql {
  const holds = compareNumber(raw("e.value"), comparison);
  const isNumber = comparison.operator === "!=" ? sql`(${holds} or e.is_nan)` : sql`${holds} and not e.is_nan`;
  return existsKeyed(metrics, comparison.key ?? "", isNumber);
}

const datasetColumns: Readonly<Record<string, string>> = {
  "dataset.name": "d.name",
  "dataset.digest": "d.digest",
  "dataset.context": "(u.tags ->> 'mlflow.data.context')",
};

/** Some dataset that the run used. */
function compareDataset(comparison: Comparison): Sql {
  const condition = compareText(raw(datasetColumns[comparison.field]!), comparison);
  return sql`exists (select from run_datasets u join datasets d using (dataset_id) where u.run_id = r.run_id and ${condition})`;
}

const rest: readonly OrderBy[] = [
  { field: "start_time", direction: "desc" },
  { field: "run_id", direction: "asc" },
];

interface Sorted {
  readonly join?: (alias: string) => Sql;
  readonly key: (alias: string) => SortKey;
}

function sortOf({ field, key = "", direction }: OrderBy): Sorted {
  const column = columns[field];
  if (column !== undefined) return { key: () => columnKey(column, direction) };
  const isDescending = direction === "desc";
  const { table } = field === "metrics" ? metrics : field === "params" ? params : tags;
  return {
    join: (alias) =>
      sql` left join ${raw(table)} ${raw(alias)} on ${raw(alias)}.run_id = r.run_id and ${raw(alias)}.key = ${key}::text`,
    key: (alias) =>
      field === "metrics"
        ? metricKey(alias, isDescending)
        : { sql: raw(`${alias}.value`), type: "text", isDescending, isNullable: true },
  };
}

/** NaN stands between the numbers and what is missing, in both directions; in Postgres it is greater than any number. */
function metricKey(alias: string, isDescending: boolean): SortKey {
  const value = isDescending ? `-${alias}.value` : `${alias}.value`;
  return {
    sql: raw(`(case when ${alias}.is_nan then 'NaN' else ${value} end)`),
    type: "float8",
    isDescending: false,
    isNullable: true,
  };
}

function joins(sorted: readonly Sorted[]): Sql {
  return sorted.reduce((all, { join }, i) => (join === undefined ? all : sql`${all}${join(`s${i}`)}`), sql``);
}
