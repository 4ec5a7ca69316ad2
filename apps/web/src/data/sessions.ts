import type { Assessment } from "@spanloom/wire";
import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { TraceSummary } from "./messages.ts";
import type { AskedRange, Bounds } from "./traces.ts";

const pageSize = 50;
/** Of a conversation: few, so that it opens at once, and then many, for whoever goes far, or to a turn far on. */
const turnsAtFirst = 100;
const turnsPerPage = 500;

/** The end of a page of sessions. Further pages keep its bounds, or a moving range would shift under them. */
type PageParam = { readonly token: string; readonly bounds: Bounds } | undefined;

/**
 * Sessions of an experiment, those with the newest traces first. `text` occurs in the session's or its user's name, and
 * the newest trace lies in `range`.
 */
export function useSessionList(experimentId: string, text: string, range: AskedRange) {
  return useInfiniteQuery({
    queryKey: ["sessions", experimentId, text, range.key],
    queryFn: async ({ pageParam, signal }) => {
      const bounds = pageParam?.bounds ?? range.boundsMs(Date.now());
      const page = await client.listSessions(
        {
          experiment_ids: [experimentId],
          text,
          start_time_from_ms: bounds.fromMs,
          start_time_to_ms: bounds.toMs,
          max_results: pageSize,
          page_token: pageParam?.token ?? "",
        },
        signal,
      );
      return { ...page, bounds };
    },
    initialPageParam: undefined as PageParam,
    getNextPageParam: ({ next_page_token: token, bounds }) => (token ? { token, bounds } : undefined),
    staleTime: 5_000,
    refetchInterval: (query) => (query.state.data?.pages.length === 1 ? 10_000 : false),
    placeholderData: (previous) => previous,
  });
}

/** What the traces of a session add up to. */
export function useSession(session: string) {
  return useQuery({
    queryKey: ["session", session],
    queryFn: ({ signal }) => client.getSession(session, signal),
    staleTime: 5_000,
    refetchInterval: 10_000,
  });
}

/** Traces of a session in the order in which they began, page by page. */
export function useTurns(session: string) {
  return useInfiniteQuery({
    queryKey: ["session", session, "turns"],
    queryFn: ({ pageParam, signal }) =>
      client.listTraces(
        {
          filter: `session = '${session.replaceAll("'", "''")}'`,
          order_by: "start_time asc",
          max_results: pageParam === "" ? turnsAtFirst : turnsPerPage,
          page_token: pageParam,
        },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ next_page_token }) => next_page_token || undefined,
    staleTime: 30_000,
  });
}

/** What was said of traces, by trace id; part by part (of 100 traces at most), so that a further part asks for its own only. */
export function useAssessmentsOf(
  parts: readonly (readonly TraceSummary[])[],
): ReadonlyMap<string, readonly Assessment[]> {
  return useQueries({
    queries: parts.map((traces) => {
      const ids = traces.map(({ trace_id }) => trace_id);
      return {
        queryKey: ["assessments-of", ids],
        queryFn: ({ signal }: { signal: AbortSignal }) => client.getAssessmentsOf(ids, signal),
        enabled: ids.length > 0,
        staleTime: 30_000,
      };
    }),
    combine: (results) => new Map(results.flatMap(({ data }) => [...(data ?? [])])),
  });
}
