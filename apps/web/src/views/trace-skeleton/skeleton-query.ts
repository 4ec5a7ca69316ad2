import { queryOptions } from "@tanstack/react-query";
import { client } from "../../data/client.ts";
import type { TraceSummary } from "../../data/messages.ts";
import { type SpanTree, spanTree } from "../../trace/span-tree.ts";

export interface LoadedTrace {
  readonly summary: TraceSummary;
  readonly tree: SpanTree;
  /** The server's clock before it was read. */
  readonly asOfMs: number;
}

/** A running trace may fall silent, and only looking again shows that. */
const lookAgainMs = 10_000;

/** A trace's summary and the tree of its spans, without what they say. */
export function skeletonQuery(traceId: string) {
  return queryOptions({
    queryKey: ["skeleton", traceId],
    queryFn: ({ signal }) => load(traceId, signal),
    structuralSharing: false,
    staleTime: 30_000,
    gcTime: 30_000,
    refetchInterval: ({ state }) => (state.data?.summary.state === "RUNNING" ? lookAgainMs : false),
  });
}

async function load(traceId: string, signal: AbortSignal): Promise<LoadedTrace> {
  const { trace, as_of_ms: asOfMs, ...columns } = await client.getTraceSkeleton(traceId, signal);
  const now = trace.state === "RUNNING" ? BigInt(Date.now()) * 1_000_000n : undefined;
  return { summary: trace, tree: spanTree(columns, now), asOfMs };
}
