import { queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";

/** The points of one metric of one run, by step. */
export interface MetricPoints {
  readonly steps: readonly number[];
  readonly timesMs: readonly number[];
  /** May hold NaN and ±Infinity. */
  readonly values: readonly number[];
}

export interface StepRange {
  readonly first: number;
  readonly last: number;
}

/** So many points a chart draws at most; the server leaves out others, but never an extreme. */
const pointsOfChart = 12_000;
const fewestOfRun = 250;
const mostOfRun = 2_500;
/** So many runs one request may name. */
const mostRuns = 100;
const liveEveryMs = 4_000;

interface HistoryOptions {
  /** A part in more detail; undefined for all. */
  readonly steps?: StepRange | undefined;
  /** Asked again every few seconds. */
  readonly live: boolean;
}

/** What the key of each such query begins with. */
export const metricHistories = ["metric-history"] as const;

/** One metric of some runs (the first 100), as points for a chart: all of a run's, or a sample with its extremes. */
export function metricHistoryQuery(runIds: readonly string[], key: string, { steps, live }: HistoryOptions) {
  const asked = runIds.slice(0, mostRuns);
  return queryOptions({
    queryKey: [...metricHistories, key, asked, steps?.first, steps?.last],
    queryFn: ({ signal }) => readHistory(asked, key, steps, signal),
    staleTime: live ? 0 : 60_000,
    refetchInterval: live ? liveEveryMs : false,
  });
}

async function readHistory(
  runIds: readonly string[],
  key: string,
  steps: StepRange | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, MetricPoints>> {
  const share = Math.floor(pointsOfChart / runIds.length);
  const lines = await client.readMetricLines(
    {
      run_ids: runIds,
      metric_key: key,
      max_points: Math.max(fewestOfRun, Math.min(mostOfRun, share)),
      ...(steps && { first_step: steps.first, last_step: steps.last }),
    },
    signal,
  );
  return new Map(
    lines.map(({ run_id, steps: places, times_ms, values }) => [
      run_id,
      { steps: places, timesMs: times_ms, values: values.map(metricValue) },
    ]),
  );
}

/**
 * A metric's value off the wire: NaN comes as the text "NaN", and infinities as the largest doubles, which is how
 * MLflow stores them.
 */
export function metricValue(value: unknown): number {
  const number = Number(value ?? 0);
  if (number >= Number.MAX_VALUE) return Number.POSITIVE_INFINITY;
  return number <= -Number.MAX_VALUE ? Number.NEGATIVE_INFINITY : number;
}
