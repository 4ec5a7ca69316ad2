import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "./client.ts";

/**
 * What traces add up to all together, over time and by one thing that they have. `rangeKey` tells ranges apart; `boundsMs` gives the ends as of now, 0 for an open one. `by`: model, tool,
 * user, name, tags.<key>.
 */
export function useOverview(
  experimentIds: readonly string[],
  rangeKey: string,
  boundsMs: (nowMs: number) => { fromMs: number; toMs: number },
  by: string,
  enabled = true,
) {
  return useQuery({
    queryKey: ["overview", experimentIds, rangeKey, by],
    queryFn: ({ signal }) => {
      const { fromMs, toMs } = boundsMs(Date.now());
      return client.getOverview(
        { experiment_ids: [...experimentIds], start_time_from_ms: fromMs, start_time_to_ms: toMs, by },
        signal,
      );
    },
    enabled,
    staleTime: 5_000,
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
}
