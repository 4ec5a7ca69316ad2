import { useQuery } from "@tanstack/react-query";
import { client } from "./client.ts";

/** Keys of attributes, tags and metadata that occur, for the filter bar and the column chooser. */
export function useSuggestedKeys(experimentIds: readonly string[], enabled = true) {
  return useQuery({
    queryKey: ["suggest-keys", experimentIds],
    queryFn: ({ signal }) => client.suggestKeys({ experiment_ids: [...experimentIds] }, signal),
    staleTime: 60_000,
    enabled,
  });
}

/** Values that occur in `field` and begin with `prefix`; undefined `field` asks nothing. */
export function useSuggestedValues(experimentIds: readonly string[], field: string | undefined, prefix: string) {
  return useQuery({
    queryKey: ["suggest-values", experimentIds, field, prefix],
    queryFn: ({ signal }) =>
      client.suggestValues({ experiment_ids: [...experimentIds], field: field ?? "", prefix }, signal),
    staleTime: 30_000,
    enabled: field !== undefined,
    placeholderData: (previous) => previous,
  });
}
