import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useChanges } from "../../data/changes.ts";
import type { TraceSummary } from "../../data/messages.ts";
import { skeletonQuery } from "../../views/trace-skeleton/skeleton-query.ts";

/** A trace that grew within this time is watched for more, even when its root has ended: late spans come. */
const watchedMs = 120_000;
/** A busy trace changes many times a second; its tree is read again at most this often. */
const refreshMs = 700;

/** The tree of a trace, read again while it grows. */
export function useSkeleton(traceId: string) {
  const queries = useQueryClient();
  const asked = skeletonQuery(traceId);
  const query = useQuery(asked);

  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const refreshedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => () => clearTimeout(timer.current), []);
  const isWatched = query.data !== undefined && isGrowing(query.data.summary);
  useChanges({ traceId }, isWatched, query.data?.asOfMs, () => {
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined;
        refreshedAt.current = performance.now();
        void queries.invalidateQueries({ queryKey: asked.queryKey });
      },
      Math.max(0, refreshedAt.current + refreshMs - performance.now()),
    );
  });
  return query;
}

function isGrowing(summary: TraceSummary): boolean {
  return summary.state === "RUNNING" || Date.now() - summary.updated_at_ms < watchedMs;
}
