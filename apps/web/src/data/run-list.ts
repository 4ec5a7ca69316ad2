import { type InfiniteData, useInfiniteQuery, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { Run } from "./messages.ts";

/** What a list of runs asks for. */
export interface RunListRequest {
  readonly experimentIds: readonly string[];
  /** In the search language of runs. */
  readonly filter: string;
  /** As the API writes it: "metrics.`loss` ASC"; empty: the newest first. */
  readonly orderBy: readonly string[];
  readonly view: "active" | "deleted";
}

interface RunPage {
  readonly runs: readonly Run[];
  readonly nextPageToken: string;
}

/** Key of every list and count of runs, to have them all read again. */
export const runsKey = ["runs"] as const;

const firstPageSize = 100;
const pageSize = 500;
const liveEveryMs = 4_000;
const idleEveryMs = 15_000;
/** A list of which more pages are loaded is not read again by itself: it would be megabytes each time. */
const mostLivePages = 3;

/** The list of runs, page by page, read again by itself: often while one of them is running. */
export function useRunList(request: RunListRequest, enabled: boolean, live: boolean) {
  return useInfiniteQuery({
    queryKey: [...runsKey, "list", request],
    queryFn: ({ pageParam, signal }) => readPage(request, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: ({ nextPageToken }) => nextPageToken || undefined,
    refetchInterval: ({ state: { data } }) => (live && enabled ? intervalOf(data) : false),
    enabled,
  });
}

function intervalOf(data: InfiniteData<RunPage> | undefined): number | false {
  if (data && data.pages.length > mostLivePages) return false;
  return data?.pages.some(({ runs }) => runs.some(isRunning)) ? liveEveryMs : idleEveryMs;
}

const isRunning = ({ info }: Run) => info.status === "RUNNING";

async function readPage(request: RunListRequest, pageToken: string, signal: AbortSignal): Promise<RunPage> {
  const answer = await client.searchRuns(
    { ...searchOf(request), max_results: pageToken ? pageSize : firstPageSize, page_token: pageToken },
    signal,
  );
  return { runs: answer.runs ?? [], nextPageToken: answer.next_page_token ?? "" };
}

function searchOf({ experimentIds, filter, orderBy, view }: RunListRequest) {
  return {
    experiment_ids: [...experimentIds],
    filter,
    order_by: [...orderBy],
    run_view_type: view === "deleted" ? ("DELETED_ONLY" as const) : ("ACTIVE_ONLY" as const),
  };
}

/** How many runs match. */
export function useRunCount({ experimentIds, filter, view }: RunListRequest, enabled: boolean) {
  return useQuery({
    queryKey: [...runsKey, "count", experimentIds, filter, view],
    queryFn: ({ signal }) => client.countRuns({ experiment_ids: [...experimentIds], filter, view }, signal),
    enabled,
    placeholderData: (previous) => previous,
  });
}

/** Matching runs by the values of `by` (`params.model`), with a summary of the given metrics. */
export function useRunGroups(
  { experimentIds, filter, view }: RunListRequest,
  by: readonly string[],
  metrics: readonly string[],
  enabled: boolean,
) {
  return useQuery({
    queryKey: [...runsKey, "groups", experimentIds, filter, view, by, metrics],
    queryFn: ({ signal }) =>
      client.groupRuns(
        { experiment_ids: [...experimentIds], filter, view, by: [...by], metrics: metrics.slice(0, 50) },
        signal,
      ),
    enabled: enabled && by.length > 0,
    placeholderData: (previous) => previous,
  });
}

/** Runs below one row of a table: those that a filter of their own finds. */
export interface RunBranch {
  readonly key: string;
  readonly filter: string;
}

/** Most rows that open below one row. */
export const mostBelow = 500;

/** The runs of each open row, by its key; those on the way are absent. */
export function useRunBranches(request: RunListRequest, branches: readonly RunBranch[], live: boolean) {
  return useQueries({
    queries: branches.map(({ filter }) => ({
      queryKey: [...runsKey, "branch", { ...request, filter }],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.searchRuns({ ...searchOf({ ...request, filter }), max_results: mostBelow }, signal),
      refetchInterval: live ? idleEveryMs : (false as const),
    })),
    combine: (results) =>
      new Map(results.flatMap(({ data }, index) => (data ? [[branches[index]!.key, data.runs ?? []] as const] : []))),
  });
}

/** How many runs name each of the given ones as their parent; those without are absent. */
export function useChildCounts(experimentIds: readonly string[], runIds: readonly string[], enabled: boolean) {
  const chunks = Array.from({ length: Math.ceil(runIds.length / mostParents) }, (_, index) =>
    runIds.slice(index * mostParents, (index + 1) * mostParents),
  );
  return useQueries({
    queries: (enabled ? chunks : []).map((chunk) => ({
      queryKey: [...runsKey, "children", chunk],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.countChildRuns({ experiment_ids: [...experimentIds], run_ids: [...chunk] }, signal),
      staleTime: idleEveryMs,
    })),
    combine: (results) => new Map(results.flatMap(({ data = [] }) => data.map(({ run_id, count }) => [run_id, count]))),
  });
}

const mostParents = 500;

/** All runs that match, a page at a time, in an order that does not change while they are changed. */
export async function* matchingRuns(request: RunListRequest, signal: AbortSignal): AsyncGenerator<readonly Run[]> {
  let pageToken = "";
  do {
    const page = await readPage({ ...request, orderBy: [] }, pageToken, signal);
    yield page.runs;
    pageToken = page.nextPageToken;
  } while (pageToken);
}

/** Has every run and list of runs read again. */
export function useReadRunsAgain(): () => void {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: runsKey });
    void queries.invalidateQueries({ queryKey: ["run"] });
  };
}
