import { useQueryClient } from "@tanstack/react-query";
import { client } from "../../data/client.ts";
import { skeletonQuery } from "../../views/trace-skeleton/skeleton-query.ts";

type Tags = Readonly<Record<string, string>>;

/** Changes to the tags of a trace. Each is shown where the page has them when the server has it; the tree is not read again. */
export function useTagChanges(traceId: string) {
  const queries = useQueryClient();
  const show = (edit: (tags: Tags) => Tags) =>
    queries.setQueryData(
      skeletonQuery(traceId).queryKey,
      (loaded) => loaded && { ...loaded, summary: { ...loaded.summary, tags: edit(loaded.summary.tags) } },
    );
  return {
    readNow: async (): Promise<Tags> => {
      const { tags } = await client.getTraceSummary(traceId, []);
      show(() => tags);
      return tags;
    },
    set: async (key: string, value: string) => {
      await client.setTraceTag(traceId, key, value);
      show((tags) => ({ ...tags, [key]: value }));
      void queries.invalidateQueries({ queryKey: ["traces"] });
    },
    remove: async (key: string) => {
      await client.deleteTraceTag(traceId, key);
      show((tags) => Object.fromEntries(Object.entries(tags).filter(([name]) => name !== key)));
      void queries.invalidateQueries({ queryKey: ["traces"] });
    },
  };
}
