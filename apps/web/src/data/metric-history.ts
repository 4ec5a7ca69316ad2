import { useQuery } from "@tanstack/react-query";
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
const pointsOfChart = 25_000;
const fewestOfRun = 250;
const mostOfRun = 2_500;
/** So many runs one request may name. */
const mostRuns = 100;
const liveEveryMs = 4_000;

/**
 * One metric of some runs, as points for a chart: all of a run's, or a sample with its extremes. `steps` asks for a part
 * in more detail. While `live`, asked again every few seconds.
 */
export function useMetricHistory(
  runIds: readonly string[],
  key: string,
  options: { readonly steps?: StepRange | undefined; readonly live: boolean; readonly enabled: boolean },
) {
  const { steps, live, enabled } = options;
  const asked = runIds.slice(0, mostRuns);
  return useQuery({
    queryKey: ["metric-history", key, asked, steps?.first, steps?.last],
    queryFn: ({ signal }) => readHistory(asked, key, steps, signal),
    enabled: enabled && asked.length > 0,
    staleTime: live ? 0 : 60_000,
    refetchInterval: live ? liveEveryMs : false,
    placeholderData: (previous) => previous,
  });
}

async function readHistory(
  runIds: readonly string[],
  key: string,
  steps: StepRange | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, MetricPoints>> {
  const share = Math.floor(pointsOfChart / runIds.length);
  const metrics = await client.getMetricHistory(
    {
      run_ids: [...runIds],
      metric_key: key,
      max_results: Math.max(fewestOfRun, Math.min(mostOfRun, share)),
      ...(steps && { start_step: steps.first, end_step: steps.last }),
    },
    signal,
  );
  const byRun = new Map<string, { steps: number[]; timesMs: number[]; values: number[] }>();
  for (const { run_id = "", step, timestamp = 0, value } of metrics) {
    let points = byRun.get(run_id);
    if (!points) {
      points = { steps: [], timesMs: [], values: [] };
      byRun.set(run_id, points);
    }
    points.steps.push(Number(step ?? 0));
    points.timesMs.push(timestamp);
    points.values.push(metricValue(value));
  }
  return byRun;
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
