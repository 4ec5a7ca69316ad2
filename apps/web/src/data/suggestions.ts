import { useQuery } from "@tanstack/react-query";
import { client } from "./client.ts";

/** What is searched, each with a search language and keys of its own. */
export type Searched = "traces" | "runs";

/** Keys that occur, by the field that they belong to: `tags`, `params`, `span.attributes`. */
export type SuggestedKeys = Readonly<Record<string, readonly string[]>>;

/** Keys that occur in what was stored, for a filter bar and a column chooser. */
export function useSuggestedKeys(searched: Searched, experimentIds: readonly string[], enabled = true) {
  return useQuery({
    queryKey: ["suggest-keys", searched, experimentIds],
    queryFn: ({ signal }) => keysOf[searched]([...experimentIds], signal),
    staleTime: 60_000,
    enabled,
  });
}

const keysOf: Record<Searched, (experimentIds: string[], signal: AbortSignal) => Promise<SuggestedKeys>> = {
  async traces(experiment_ids, signal) {
    const { tags, metadata, span_attributes, resource_attributes } = await client.suggestKeys(
      { experiment_ids },
      signal,
    );
    return { tags, metadata, "span.attributes": span_attributes, "resource.attributes": resource_attributes };
  },
  async runs(experiment_ids, signal) {
    const { metrics, params, tags } = await client.suggestRunKeys({ experiment_ids }, signal);
    return { metrics, params, tags };
  },
};

/** Values that occur in `field` and begin with `prefix`; undefined `field` asks nothing. */
export function useSuggestedValues(
  searched: Searched,
  experimentIds: readonly string[],
  field: string | undefined,
  prefix: string,
) {
  return useQuery({
    queryKey: ["suggest-values", searched, experimentIds, field, prefix],
    queryFn: ({ signal }) => {
      const request = { experiment_ids: [...experimentIds], field: field ?? "", prefix };
      return searched === "runs" ? client.suggestRunValues(request, signal) : client.suggestValues(request, signal);
    },
    staleTime: 30_000,
    enabled: field !== undefined,
    placeholderData: (previous) => previous,
  });
}
