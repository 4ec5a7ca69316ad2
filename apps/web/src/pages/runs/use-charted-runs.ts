import { useMemo, useState } from "react";
import type { Run } from "../../data/messages.ts";
import { type ChartedRun, chartedRun } from "../../views/metric-charts/charted-run.ts";

/** Runs that charts draw while none is selected. */
const drawnAtFirst = 10;
/** Selected runs that are drawn at most: beyond them no line can be told from the others. */
const mostDrawn = 100;

/**
 * The runs for the charts: the selected ones, else the first of the table. A run keeps its colour for as long as the page
 * is open, whatever is selected beside it.
 */
export function useChartedRuns(runs: readonly Run[], selected: ReadonlySet<string>): readonly ChartedRun[] {
  const [colours] = useState(() => new Map<string, number>());
  return useMemo(() => {
    const chosen = runs.filter(({ info }) => selected.has(info.run_id));
    const drawn = chosen.length > 0 ? chosen.slice(0, mostDrawn) : runs.slice(0, drawnAtFirst);
    return drawn.map((run) => {
      const colour = colours.get(run.info.run_id) ?? colours.size;
      colours.set(run.info.run_id, colour);
      return chartedRun(run, colour);
    });
  }, [runs, selected, colours]);
}
