import { metricValue } from "../../data/metric-history.ts";
import { loggedColumn, type RunColumnId } from "./columns.ts";
import type { RunRow } from "./run-rows.ts";

/** Which end of a metric is the good one. */
export type Better = "lowest" | "highest";

/** What the bars and the mark of a metric's column are drawn by. */
export interface MetricScale {
  /** The value of an empty bar, and of a full one. */
  readonly from: number;
  readonly to: number;
  readonly best: number;
}

const lowerIsBetter =
  /(^|[^a-z])(loss|losses|err|error|errors|rmse|rmsle|mse|mae|mape|smape|msle|perplexity|ppl|wer|cer|fid|regret|deviance|latency|duration|seconds|ms|cost|price|fpr|fnr|eer|distance|divergence|log_loss|logloss|nll|toxicity)([^a-z]|$)/i;

/** As its name says: a loss, an error, a time or a price is to be low; all else high. */
export function betterByName(metric: string): Better {
  const words = metric.replace(/([a-z])([A-Z])/g, "$1_$2").replaceAll("_", " ");
  return lowerIsBetter.test(words) || lowerIsBetter.test(metric) ? "lowest" : "highest";
}

/** Scales of those metrics of which the rows have at least two different values, by column. Groups count by their means. */
export function metricScales(
  rows: readonly RunRow[],
  columns: readonly RunColumnId[],
  chosen: ReadonlyMap<string, Better>,
): ReadonlyMap<string, MetricScale> {
  const scales = new Map<string, MetricScale>();
  for (const id of columns) {
    if (!id.startsWith("metrics.")) continue;
    const metric = loggedColumn(id as `metrics.${string}`).key;
    const scale = scaleOf(valuesOf(rows, metric), chosen.get(metric) ?? betterByName(metric));
    if (scale) scales.set(id, scale);
  }
  return scales;
}

function scaleOf(values: Iterable<number>, better: Better): MetricScale | undefined {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!isShown(value)) continue;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  if (!(lowest < highest)) return undefined;
  return { from: Math.min(0, lowest), to: Math.max(0, highest), best: better === "lowest" ? lowest : highest };
}

/** ±∞ is stored as the largest doubles. */
function isShown(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) < Number.MAX_VALUE;
}

/** How much of its cell a value's bar takes, from 0 to 1. */
export function shareOf(value: number, { from, to }: MetricScale): number {
  return isShown(value) ? (value - from) / (to - from) : 0;
}

function* valuesOf(rows: readonly RunRow[], metric: string): Generator<number> {
  for (const row of rows) {
    if (row.kind === "group") {
      const mean = row.group.metrics.find(({ key }) => key === metric)?.mean;
      if (mean !== undefined) yield mean;
    }
    if (row.kind !== "run") continue;
    const value = row.run.data?.metrics?.find(({ key }) => key === metric)?.value;
    if (value !== undefined) yield metricValue(value);
  }
}
