import { type FilterAst, fields, type OrderBy, printFilter, printOrderBy } from "@spanloom/filter";
import type { Connection } from "../postgres/db.ts";
import { type TraceRow, traceRow } from "../trace-row.ts";
import { bounded, type SearchPool } from "./bounded.ts";
import { CompiledFilter } from "./compile.ts";
import { lookUp } from "./lookups.ts";
import { TraceFinder } from "./trace-finder.ts";
import { TraceOrder } from "./trace-order.ts";

export interface TraceSearch {
  /** All experiments where none is named. */
  readonly experimentIds?: readonly string[];
  readonly filter: FilterAst | null;
  /** Newest first where nothing is said. */
  readonly orderBy?: readonly OrderBy[];
  readonly limit: number;
  /** Without a filter: to count all that there are, to so many at most. */
  readonly countTo?: number | undefined;
  readonly pageToken?: string;
  /** Start of the trace, from this time on. */
  readonly fromMs?: number;
  /** Start of the trace, before this time. */
  readonly toMs?: number;
}

export interface TracePage {
  readonly traces: readonly TraceRow[];
  /** Absent on the last page. A page can be short, even empty, and have a next one: the search ran out of time. */
  readonly nextPageToken?: string;
  /** How many there are; absent where it was not asked for, and on a page that is not the first. */
  readonly count?: number;
}

export interface SearchOptions {
  readonly idleSeconds: number;
  /** After this a search answers with what it has found; 10 seconds where nothing is said. */
  readonly timeBudgetMs?: number;
}

/**
 * A page of traces. Throws `FilterError` for what only Postgres can judge (a regular expression), and `ApiError` for a page token that is
 * none of this search, or when a statement takes longer than one of a search may.
 */
export async function searchTraces(
  searches: SearchPool,
  search: TraceSearch,
  options: SearchOptions,
): Promise<TracePage> {
  const { idleSeconds, timeBudgetMs = 10_000 } = options;
  const order = new TraceOrder(search.orderBy ?? [], idleSeconds);
  const query = JSON.stringify([
    printFilter(search.filter, fields.traces),
    printOrderBy(search.orderBy ?? []),
    [...(search.experimentIds ?? [])].sort(),
    search.fromMs ?? null,
    search.toMs ?? null,
  ]);
  const cursor = search.pageToken ? order.cursorIn(search.pageToken, query) : undefined;
  const experimentIds = search.experimentIds?.filter(isExperimentId);
  if (experimentIds?.length === 0 && search.experimentIds?.length !== 0) return { traces: [], count: 0 };
  const find = async (connection: Connection): Promise<TracePage> => {
    const lookups = await lookUp(connection, search.filter);
    const filter = new CompiledFilter(search.filter, lookups, idleSeconds);
    const finder = new TraceFinder({
      connection,
      search: { ...search, experimentIds },
      filter,
      order,
      lookups,
      idleSeconds,
      deadline: Date.now() + timeBudgetMs,
    });
    const { rows, next, count } = await finder.find(cursor);
    const token = next === undefined ? {} : { nextPageToken: order.tokenOf(next, query) };
    return { traces: rows.map(traceRow), ...token, ...(count !== undefined && { count }) };
  };
  // The list that every page begins with is one statement, by an index, and shorter than beginning a transaction.
  if (search.filter === null && order.isByTime) return searches.connection(find);
  // One statement may take longer than all should, since what it found would be lost.
  return bounded(searches, "narrow the time range or order by start_time", () => searches.transaction(find));
}

/** Any other text is the id of no experiment. */
function isExperimentId(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}
