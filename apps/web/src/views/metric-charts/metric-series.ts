import type { MetricPoints } from "../../data/metric-history.ts";
import type { ChartSeries, XKind } from "../../widgets/chart/series.ts";
import type { ChartedRun } from "./charted-run.ts";

/** The points of one metric as the lines of a chart over `kind`. Runs without a point are left out. */
export function metricSeries(
  runs: readonly ChartedRun[],
  points: ReadonlyMap<string, MetricPoints>,
  kind: XKind,
): ChartSeries[] {
  return runs.flatMap((run): ChartSeries[] => {
    const found = points.get(run.runId);
    if (!found) return [];
    return [{ id: run.runId, label: run.name, colour: run.colour, ...placed(run, found, kind) }];
  });
}

/** A metric that was logged without steps has them all at 0: then only time tells its points apart. */
export function hasSteps(points: ReadonlyMap<string, MetricPoints>): boolean {
  return [...points.values()].every(({ steps }) => steps.length < 2 || steps.some((step) => step !== steps[0]));
}

function placed(run: ChartedRun, { steps, timesMs, values }: MetricPoints, kind: XKind) {
  if (kind === "step") return { x: steps, y: values };
  const startMs = run.startTimeMs || Math.min(...timesMs);
  const order = timesMs.map((_, at) => at).sort((a, b) => timesMs[a]! - timesMs[b]!);
  return {
    x: order.map((at) => (kind === "time" ? timesMs[at]! : (timesMs[at]! - startMs) / 1_000)),
    y: order.map((at) => values[at]!),
  };
}
