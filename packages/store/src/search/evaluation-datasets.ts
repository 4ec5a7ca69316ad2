import { type Comparison, type FilterAst, type OrderBy, printOrderBy } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { type Sql, sql } from "../postgres/sql.ts";
import { type Columns, columnKey, compareColumn } from "./columns.ts";
import { compareJsonText, compileFilter } from "./conditions.ts";
import { type Page, readPage } from "./keyset.ts";

export interface EvaluationDatasetSearch {
  /** Any where none is named. */
  readonly experimentIds: readonly string[];
  readonly filter: FilterAst | null;
  /** Newest first where nothing is said. */
  readonly orderBy: readonly OrderBy[];
  readonly limit: number;
  readonly pageToken?: string;
}

/** Ids of evaluation datasets. Throws INVALID_PARAMETER_VALUE for a page token that was not made for this order. */
export function searchEvaluationDatasets(db: Db, search: EvaluationDatasetSearch): Promise<Page<string>> {
  const { experimentIds, filter, orderBy, limit, pageToken } = search;
  const order = orderBy.length === 0 ? newestFirst : orderBy;
  return readPage<{ dataset_id: string }, string>(
    db,
    {
      from: sql`evaluation_datasets d`,
      conditions: [
        ...(experimentIds.length === 0 ? [] : [isInExperiments(experimentIds)]),
        ...(filter === null ? [] : [compileFilter(filter, compare)]),
      ],
      keys: [
        ...order.map(({ field, direction }) => columnKey(columns[field]!, direction)),
        columnKey({ sql: "d.dataset_id", type: "text" }, "desc"),
      ],
      columns: sql`d.dataset_id`,
    },
    { limit, pageToken, query: `evaluation datasets ${printOrderBy(orderBy)}` },
    (row) => row.dataset_id,
  );
}

function isInExperiments(experimentIds: readonly string[]): Sql {
  return sql`exists (select from evaluation_dataset_experiments x
    where x.dataset_id = d.dataset_id and x.experiment_id = any(${[...experimentIds]}::bigint[]))`;
}

const newestFirst: readonly OrderBy[] = [{ field: "created_time", direction: "desc" }];

const columns: Columns = {
  name: { sql: "d.name", type: "text" },
  created_by: { sql: "d.created_by", type: "text" },
  last_updated_by: { sql: "d.last_updated_by", type: "text" },
  created_time: { sql: "d.creation_time_ms", type: "bigint" },
  last_update_time: { sql: "d.last_update_time_ms", type: "bigint" },
};

function compare(comparison: Comparison): Sql {
  if (comparison.field === "tags") return compareJsonText("d.tags", comparison);
  return compareColumn(columns[comparison.field]!, comparison);
}
