import { type OverviewQuery, type TraceSums as Sums, traceOverview } from "@spanloom/store";
import { type Init, invalidParameter, type overviewRoutes, type TraceSums } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { experimentIdParameters } from "../parameters.ts";

export const overview: Handlers<typeof overviewRoutes> = {
  async getOverview({ store }, request) {
    const found = await traceOverview(store.searches, {
      experimentIds: experimentIdParameters(request.experiment_ids),
      ...(request.start_time_from_ms !== 0 && { fromMs: request.start_time_from_ms }),
      ...(request.start_time_to_ms !== 0 && { toMs: request.start_time_to_ms }),
      by: byParameter(request.by || "model"),
    });
    return {
      total: sumsOf(found.total),
      bucket_ms: found.bucketMs,
      buckets: found.buckets.map(({ startMs, sums }) => ({ start_ms: startMs, sums: sumsOf(sums) })),
      groups: found.groups.map(({ value, sums }) => ({ value: value ?? undefined, sums: sumsOf(sums) })),
      more_groups: found.moreGroups,
    };
  },
};

function byParameter(by: string): OverviewQuery["by"] {
  if (by === "model" || by === "tool" || by === "user" || by === "name") return by;
  if (!by.startsWith("tags.") || by === "tags." || by.includes("\0"))
    throw invalidParameter("by", "must be model, tool, user, name or tags.<key>", by);
  return by as `tags.${string}`;
}

function sumsOf(sums: Sums): Init<TraceSums> {
  return {
    trace_count: sums.traceCount,
    failed_count: sums.failedCount,
    input_tokens: sums.inputTokens ?? undefined,
    output_tokens: sums.outputTokens ?? undefined,
    cost_usd: sums.costPicoUsd === null ? undefined : Number(sums.costPicoUsd) / 1e12,
    cost_partial: sums.costPartial,
    latency_p50_ns: sums.latencyNs?.p50,
    latency_p95_ns: sums.latencyNs?.p95,
    latency_p99_ns: sums.latencyNs?.p99,
  };
}
