import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "./client.ts";

/** The server writes what it has counted this often. */
const everyMs = 5_000;
const most = 500;

/**
 * Who has sent what in a time; asked for again and again while `live`. `rangeKey` tells ranges apart; `boundsMs` gives the
 * ends as of now, 0 for an open one.
 */
export function useIngestSources(
  rangeKey: string,
  boundsMs: (nowMs: number) => { fromMs: number; toMs: number },
  live = true,
) {
  return useQuery({
    queryKey: ["sources", rangeKey],
    queryFn: ({ signal }) => {
      const { fromMs, toMs } = boundsMs(Date.now());
      return client.listIngestSources(
        { from_ms: Math.floor(fromMs), to_ms: Math.floor(toMs), max_results: most },
        signal,
      );
    },
    refetchInterval: live && everyMs,
    placeholderData: keepPreviousData,
  });
}

export const latelyMs = 15 * 60_000;

/** Who has sent something in the last minutes, while nothing of it is to be seen. */
export function useLatelySent() {
  return useIngestSources("lately", (nowMs) => ({ fromMs: nowMs - latelyMs, toMs: 0 }));
}
