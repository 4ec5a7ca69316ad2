import type { QueryClient } from "@tanstack/react-query";
import { metricHistoryQuery, type StepRange } from "../../data/metric-history.ts";
import { LatePlot } from "../../widgets/chart/late-plot.ts";
import type { XRange } from "../../widgets/chart/plot.tsx";
import { type ChartedRun, entryId, metricKeys } from "./charted-run.ts";
import type { ChartsState } from "./charts-state.ts";

/** The runs that a chart of the metric has a line of. */
export function runsWith(metric: string, drawn: readonly ChartedRun[]): ChartedRun[] {
  return drawn.filter(({ metrics }) => metrics.has(metric));
}

/** What a chart of curves of these runs asks for. */
export function chartHistory(runs: readonly ChartedRun[], metric: string, { x, zoom }: ChartsState) {
  return metricHistoryQuery(
    runs.map(({ runId }) => runId),
    metric,
    { steps: x === "step" ? stepsOf(zoom) : undefined, live: runs.some(({ isRunning }) => isRunning) },
  );
}

/** The runs whose lines are not hidden. */
export function drawnRuns(runs: readonly ChartedRun[], hidden: ChartsState["hidden"]): ChartedRun[] {
  return runs.filter((run) => !hidden.has(entryId(run)));
}

/** Names of the metrics that hold what is looked for: those of the model, those of the machine. */
export function chartedMetrics(runs: readonly ChartedRun[], find: string): { model: string[]; system: string[] } {
  const { model, system } = metricKeys(runs);
  const wanted = find.trim().toLowerCase();
  const found = (keys: readonly string[]) => keys.filter((key) => key.toLowerCase().includes(wanted));
  return { model: found(model), system: found(system) };
}

/** So many charts a window shows at first, at the most. */
const inSight = 6;

/** Asks for the points of the charts that will be seen first, and for the code that draws them. */
export async function readCharts(queries: QueryClient, runs: readonly ChartedRun[], state: ChartsState): Promise<void> {
  if (state.kind !== "lines") return;
  const drawn = drawnRuns(runs, state.hidden);
  const { model, system } = chartedMetrics(runs, state.find);
  const reads = [...model, ...system].slice(0, inSight).flatMap((metric) => {
    const having = runsWith(metric, drawn);
    return having.length > 0 ? [queries.prefetchQuery(chartHistory(having, metric, state))] : [];
  });
  if (reads.length > 0) await Promise.all([...reads, LatePlot.load()]);
}

/** Whole steps around a zoomed part. */
function stepsOf(zoom: XRange | undefined): StepRange | undefined {
  if (!zoom) return undefined;
  const first = Math.max(Number.MIN_SAFE_INTEGER, Math.floor(zoom.min) - 1);
  return { first, last: Math.min(Number.MAX_SAFE_INTEGER, Math.max(first, Math.ceil(zoom.max) + 1)) };
}
