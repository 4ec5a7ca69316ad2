import { useQueryClient } from "@tanstack/react-query";
import type { TraceSummary } from "../../data/messages.ts";
import { useRested } from "../../widgets/use-rested.ts";

/** The tree of a larger trace is some megabytes, too much for a guess. */
const mostSpans = 10_000;

/** Reads the trace of a row once the pointer has rested on it, so that its page opens with it. */
export function useTracePrefetch(): (trace: TraceSummary | undefined) => void {
  const queries = useQueryClient();
  return useRested(async ({ trace_id, span_count }: TraceSummary) => {
    if (span_count > mostSpans) return;
    // A failure is not shown: nobody asked for it.
    const { skeletonQuery } = await import("../trace-skeleton/skeleton-query.ts").catch(() => ({
      skeletonQuery: undefined,
    }));
    if (skeletonQuery) await queries.prefetchQuery(skeletonQuery(trace_id));
  });
}
