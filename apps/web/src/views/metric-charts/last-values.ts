import type { Bar } from "../../widgets/chart/bar-chart.tsx";
import { type ChartedRun, chartedEntries, entryId } from "./charted-run.ts";

/** The last value of a metric as a bar for each run that has it; of a group the mean of its runs. */
export function lastValueBars(runs: readonly ChartedRun[], metric: string): Bar[] {
  const having = runs.filter(({ metrics }) => metrics.has(metric));
  return chartedEntries(having).map(({ id, label, colour }) => {
    const values = having.filter((run) => entryId(run) === id).map(({ metrics }) => metrics.get(metric)!);
    const mean = values.reduce((mean, value, at) => mean + (value - mean) / (at + 1), 0);
    return { id, label, colour, value: values.length === 1 ? values[0]! : mean };
  });
}
