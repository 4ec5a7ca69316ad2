import { fields, parseFilter, parseOrderBy } from "@spanloom/filter";
import type { TraceRow } from "@spanloom/store";
import type { ApiContext } from "./context.ts";
import { boundedParameter } from "./parameters.ts";

/** MLflow's search of traces, as both versions of it ask. */
export interface SearchRequest {
  readonly experimentIds: readonly string[];
  readonly filter: string | undefined;
  readonly maxResults: number | undefined;
  readonly orderBy: readonly string[];
  readonly pageToken: string | undefined;
}

export async function searchTraces(
  { store }: ApiContext,
  request: SearchRequest,
): Promise<{ rows: readonly TraceRow[]; nextPageToken?: string }> {
  const limit = boundedParameter("max_results", request.maxResults, 100, maxPageSize);
  const page = await store.traces.search({
    experimentIds: request.experimentIds,
    filter: parseFilter(request.filter ?? "", fields.traces),
    orderBy: parseOrderBy(request.orderBy, fields.traces),
    limit,
    pageToken: request.pageToken || undefined,
  });
  return { rows: page.traces, nextPageToken: page.nextPageToken };
}

const maxPageSize = 500;
