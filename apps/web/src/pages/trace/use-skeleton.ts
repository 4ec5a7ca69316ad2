import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useChanges } from "../../data/changes.ts";
import { client } from "../../data/client.ts";
import type { TraceSummary } from "../../data/messages.ts";
import { type SpanTree, spanTree } from "../../trace/span-tree.ts";

export interface LoadedTrace {
  readonly summary: TraceSummary;
  readonly tree: SpanTree;
}

/** A trace that grew within this time is watched for more, even when its root has ended: late spans come. */
const watchedMs = 120_000;
/** A busy trace changes many times a second; its tree is read again at most this often. */
const refreshMs = 700;
/** A running trace may fall silent, and only looking again shows that. */
const lookAgainMs = 10_000;

/** The tree of a trace, read again while it grows. */
export function useSkeleton(traceId: string) {
  const queries = useQueryClient();
  const key = ["skeleton", traceId];
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => load(traceId, signal),
    structuralSharing: false,
    staleTime: 30_000,
    gcTime: 30_000,
    refetchInterval: ({ state }) => (state.data?.summary.state === "RUNNING" ? lookAgainMs : false),
  });

  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const refreshedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => () => clearTimeout(timer.current), []);
  useChanges({ traceId }, query.data !== undefined && isGrowing(query.data.summary), () => {
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined;
        refreshedAt.current = performance.now();
        void queries.invalidateQueries({ queryKey: key });
      },
      Math.max(0, refreshedAt.current + refreshMs - performance.now()),
    );
  });
  return query;
}

async function load(traceId: string, signal: AbortSignal): Promise<LoadedTrace> {
  const { trace, ...columns } = await client.getTraceSkeleton(traceId, signal);
  const now = trace.state === "RUNNING" ? BigInt(Date.now()) * 1_000_000n : undefined;
  return { summary: trace, tree: spanTree(columns, now) };
}

function isGrowing(summary: TraceSummary): boolean {
  return summary.state === "RUNNING" || Date.now() - summary.updated_at_ms < watchedMs;
}
