import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { ListTracesResponse, TraceSummary } from "./messages.ts";
import { requestJson } from "./request.ts";

/** What the list asks for. */
export interface TraceListRequest {
  /** Empty: all. */
  readonly experimentIds: readonly string[];
  readonly filter: string;
  readonly orderBy: string;
  /** What the rows are to have besides: `assessments.<name>`, `attributes.<key>`. */
  readonly columns: readonly string[];
  readonly range: AskedRange;
}

/** `key` tells ranges apart; `boundsMs` gives the ends as of now, 0 for an open one. */
export interface AskedRange {
  readonly key: string;
  readonly boundsMs: (nowMs: number) => Bounds;
}

export interface Bounds {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A page with the bounds it was read with: further pages ask for the same, or a moving range would shift under them. */
export type TracePage = ListTracesResponse & { readonly bounds: Bounds };

type PageParam = { readonly token: string; readonly bounds: Bounds } | undefined;

/** Rows of the first page, which should be on screen soon, and of further ones. */
const firstPageSize = 100;
const pageSize = 200;
const headSize = 60;
/** Of input and output: more than the widest cell has room for, and half of what the server keeps. */
const preview_length = 240;

/** The list of traces, page by page of a key-ordered list. Kept fresh by live-traces.ts and not by reading it all again. */
export function useTraceList(request: TraceListRequest, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: traceListKey(request),
    queryFn: ({ pageParam, signal }) => readTracePage(request, pageParam, signal),
    initialPageParam: undefined as PageParam,
    getNextPageParam: ({ next_page_token: token, bounds }) => (token ? { token, bounds } : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
  });
}

/** A few traces out of many: the newest that failed, the most expensive of a week. */
export function useFewTraces(
  { filter, orderBy, days, count }: { filter: string; orderBy: string; days?: number; count: number },
  everyMs: number,
) {
  return useQuery({
    queryKey: ["few-traces", filter, orderBy, days, count],
    queryFn: async ({ signal }) => {
      const start_time_from_ms = days === undefined ? 0 : Date.now() - days * 86_400_000;
      const request = { filter, order_by: orderBy, max_results: count, start_time_from_ms };
      return (await client.listTraces(request, signal)).traces;
    },
    refetchInterval: everyMs,
  });
}

/** The newest rows, as of now; few, because a busy list is looked at often. */
export function readTraceHead(request: TraceListRequest, signal: AbortSignal): Promise<TracePage> {
  return readTracePage(request, undefined, signal, headSize);
}

async function readTracePage(
  request: TraceListRequest,
  param: PageParam,
  signal: AbortSignal,
  size = param ? pageSize : firstPageSize,
): Promise<TracePage> {
  const bounds = param?.bounds ?? request.range.boundsMs(Date.now());
  const page = await client.listTraces(
    {
      experiment_ids: [...request.experimentIds],
      filter: request.filter,
      order_by: request.orderBy,
      columns: [...request.columns],
      preview_length,
      max_results: size,
      page_token: param?.token ?? "",
      start_time_from_ms: bounds.fromMs,
      start_time_to_ms: bounds.toMs,
    },
    signal,
  );
  return { ...page, bounds };
}

/** All traces that match, a page at a time, in an order that does not change while they are changed. */
export async function* matchingTraces(
  request: TraceListRequest,
  signal: AbortSignal,
): AsyncGenerator<readonly TraceSummary[]> {
  let param: PageParam = { token: "", bounds: request.range.boundsMs(Date.now()) };
  while (param) {
    const page: TracePage = await readTracePage({ ...request, orderBy: "start_time desc", columns: [] }, param, signal);
    yield page.traces;
    param = page.next_page_token ? { token: page.next_page_token, bounds: page.bounds } : undefined;
  }
}

const lists = ["traces", "few-traces", "overview", "sessions", "session"];

/** Has every list of traces read again, and what they add up to. */
export function useReadTracesAgain(): () => void {
  const queries = useQueryClient();
  return () => readAgain(queries, [...lists, "skeleton"]);
}

function readAgain(queries: QueryClient, keys: readonly string[]): void {
  for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
}

/** Deletes a trace for good. No list shows it from then on; its own tree stays loaded, for the page that stands on it. */
export function useDeleteTrace(): (trace: TraceSummary) => Promise<void> {
  const queries = useQueryClient();
  return async ({ experiment_id, trace_id: id }) => {
    await client.deleteTraces(experiment_id, [id]);
    const without = (page: TracePage) => ({ ...page, traces: page.traces.filter(({ trace_id }) => trace_id !== id) });
    // A list that is gone back to is drawn as it was kept, before it has been read again.
    queries.setQueriesData<InfiniteData<TracePage, PageParam>>(
      { queryKey: ["traces"] },
      (data) => data && { ...data, pages: data.pages.map(without) },
    );
    readAgain(queries, lists);
  };
}

/** The loaded pages of a list, none when it is not loaded. */
export function loadedTracePages(queries: QueryClient, request: TraceListRequest): readonly TracePage[] {
  return queries.getQueryData<InfiniteData<TracePage, PageParam>>(traceListKey(request))?.pages ?? [];
}

/** Puts other pages in the place of the loaded ones: as many or fewer. */
export function setTracePages(queries: QueryClient, request: TraceListRequest, pages: TracePage[]): void {
  queries.setQueryData<InfiniteData<TracePage, PageParam>>(traceListKey(request), (data) =>
    data ? { pages, pageParams: data.pageParams.slice(0, pages.length) } : data,
  );
}

function traceListKey(request: TraceListRequest) {
  return [
    "traces",
    request.experimentIds,
    request.filter,
    request.orderBy,
    request.range.key,
    request.columns,
  ] as const;
}

/** Sends spans as any OpenTelemetry sender does; `request` is an ExportTraceServiceRequest as OTLP/JSON. */
export async function sendTraces(request: object): Promise<void> {
  await requestJson("POST", "/v1/traces", request);
}
