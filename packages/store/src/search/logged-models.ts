import { type Comparison, type FilterAst, fields, type OrderBy, printFilter } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { storableText } from "../storable-text.ts";
import { type Columns, columnKey, compareColumn, withRest } from "./columns.ts";
import { compareKeyedText, compileFilter, type KeyedTable, type Lookup } from "./conditions.ts";
import { type Page, pageOf, readRows } from "./keyset.ts";
import { walkLoggedModels } from "./logged-model-walk.ts";
import { isInScope, isLatestInScope, type ScopeDataset } from "./model-metric-scopes.ts";
import { cursorIn } from "./page-token.ts";
import { anyOf, compareMetric } from "./run-fields.ts";
import { metricKey } from "./run-order.ts";

export interface DatasetRef {
  readonly name: string;
  /** Any digest where none is named. */
  readonly digest?: string;
}

/** A metric counts as it was last on the dataset, or on any where none is named. */
export interface LoggedModelOrder extends OrderBy {
  readonly dataset?: ScopeDataset;
}

export interface LoggedModelSearch {
  readonly experimentIds: readonly string[];
  /** Models of these runs only. */
  readonly runIds?: readonly string[];
  readonly filter: FilterAst | null;
  /** Metrics count only where they are on one of these; without a condition on metrics, a model has some on one. */
  readonly datasets: readonly DatasetRef[];
  /** What is equal goes by creation, newest first, and then by id. */
  readonly orderBy: readonly LoggedModelOrder[];
  readonly limit: number;
  readonly pageToken?: string;
}

/**
 * Ids of models that are not deleted. In the order of a metric's latest values, first by a walk along the index that has it;
 * where that does not find a page, all that match are sorted. Throws INVALID_PARAMETER_VALUE for a page token of another
 * search.
 */
export async function searchLoggedModels(db: Db, search: LoggedModelSearch): Promise<Page<string>> {
  const { experimentIds, runIds, filter, datasets, orderBy, limit, pageToken } = search;
  const onDatasets = datasets.length === 0 ? undefined : sql`(${join(datasets.map(isOn), " or ")})`;
  const order = withRest(orderBy, rest) as readonly LoggedModelOrder[];
  const listing = {
    from: withLatest(order, experimentIds, 0),
    conditions: [
      sql`m.experiment_id = ${anyOf(experimentIds)}`,
      sql`m.lifecycle_stage = 'active'`,
      ...(runIds === undefined ? [] : [sql`m.source_run_id = any(${[...runIds]}::text[])`]),
      ...(filter === null ? [] : [compileFilter(filter, (each, lookup) => compare(each, lookup, onDatasets))]),
      ...(onDatasets === undefined || comparesMetrics(filter) ? [] : [hasMetrics(onDatasets)]),
    ],
    keys: order.map((by, i) =>
      by.field === "metrics" ? metricKey(`s${i}`, by.direction) : columnKey(columns[by.field]!, by.direction),
    ),
    columns: sql`m.model_id`,
  };
  const query = JSON.stringify(["logged models", experimentIds, printFilter(filter, fields.loggedModels), orderBy]);
  const types = listing.keys.map(({ type }) => type);
  const cursor = pageToken ? cursorIn(pageToken, query, types) : undefined;
  const { field, key = "", direction, dataset = {} } = order[0]!;
  const walked =
    field !== "metrics"
      ? undefined
      : await walkLoggedModels<{ model_id: string }>(db, {
          experimentIds,
          key: storableText(key),
          direction,
          dataset,
          listing: { ...listing, from: withLatest(order, experimentIds, 1) },
          cursor,
          limit,
        });
  const rows = walked ?? (await readRows<{ model_id: string }>(db, listing, limit, cursor));
  return pageOf(rows, limit, types.length, query, (row) => row.model_id);
}

const rest: readonly OrderBy[] = [
  { field: "creation_timestamp", direction: "desc" },
  { field: "model_id", direction: "asc" },
];

/** LoggedModelStatus of proto/tracking/logged_model.proto, in the words that clients know. */
const status = "(array['PENDING', 'READY', 'UPLOAD_FAILED'])[m.status]";

const columns: Columns = {
  name: { sql: "m.name", type: "text" },
  model_id: { sql: "m.model_id", type: "text" },
  model_type: { sql: "m.model_type", type: "text", isNullable: true },
  status: { sql: status, type: "text", isNullable: true },
  source_run_id: { sql: "m.source_run_id", type: "text", isNullable: true },
  experiment_id: { sql: "m.experiment_id::text", type: "text" },
  creation_timestamp: { sql: "m.creation_time_ms", type: "bigint" },
  last_updated_timestamp: { sql: "m.last_updated_time_ms", type: "bigint" },
};

const metrics: KeyedTable = { table: "logged_model_metrics", link: "model_id", row: "m" };
const params: KeyedTable = { table: "logged_model_params", link: "model_id", row: "m" };
const tags: KeyedTable = { table: "logged_model_tags", link: "model_id", row: "m" };

function compare(comparison: Comparison, lookup: Lookup, onDatasets: Sql | undefined): Sql {
  switch (comparison.field) {
    case "metrics":
      // Some point of the metric, not only the last one.
      return compareMetric({ ...metrics, lookup }, comparison, onDatasets);
    case "params":
      return compareKeyedText({ ...params, lookup }, comparison);
    case "tags":
      return compareKeyedText({ ...tags, lookup }, comparison);
    default:
      return compareColumn(columns[comparison.field]!, comparison);
  }
}

function isOn({ name, digest }: DatasetRef): Sql {
  const isNamed = sql`e.dataset_name = ${storableText(name)}::text`;
  return digest === undefined ? isNamed : sql`(${isNamed} and e.dataset_digest = ${storableText(digest)}::text)`;
}

function hasMetrics(onDatasets: Sql): Sql {
  return sql`exists (select from logged_model_metrics e where e.model_id = m.model_id and ${onDatasets})`;
}

function comparesMetrics(ast: FilterAst | null): boolean {
  switch (ast?.kind) {
    case "and":
    case "or":
      return ast.parts.some(comparesMetrics);
    case "not":
      return comparesMetrics(ast.part);
    case "comparison":
      return ast.field === "metrics";
    default:
      return false;
  }
}

/** The models, beside each metric of the order from the given one on, under the alias of its place. */
function withLatest(order: readonly LoggedModelOrder[], experimentIds: readonly string[], from: number): Sql {
  return order.reduce(
    (models, by, i) =>
      i < from || by.field !== "metrics" ? models : sql`${models}${latest(by, experimentIds, `s${i}`)}`,
    sql`logged_models m`,
  );
}

/** The last point of the metric by time, step and run. */
function latest({ key = "", dataset = {} }: LoggedModelOrder, experimentIds: readonly string[], alias: string): Sql {
  return sql` left join (
    select e.model_id, e.value, e.is_nan from latest_model_metrics e
    where e.key = ${storableText(key)}::text and ${isInScope("e", dataset)} and e.experiment_id = ${anyOf(experimentIds)}
      and ${isLatestInScope("e", dataset)}) ${raw(alias)} on ${raw(alias)}.model_id = m.model_id`;
}
