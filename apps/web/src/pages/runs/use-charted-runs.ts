import { useMemo, useState } from "react";
import type { Run } from "../../data/messages.ts";
import { type ChartedRun, chartedRun } from "../../views/metric-charts/charted-run.ts";
import { groupOfRun } from "../../views/run-list/group-of-run.ts";

/** Runs, or groups of runs, that charts draw while none is selected. */
const drawnAtFirst = 10;
/** Selected runs that are drawn at most: beyond them no line can be told from the others. So many are summed up in groups. */
const mostDrawn = 100;

/**
 * The runs for the charts: the selected ones, else the first of the table. In a table of groups those are charted: the
 * selected ones, else the first, each by those of the first runs that match which are in it. What is drawn keeps its
 * colour for as long as the page is open, whatever is selected beside it.
 */
export function useChartedRuns(
  { runs, matching, groups }: { runs: readonly Run[]; matching: readonly Run[]; groups: readonly string[] },
  selected: ReadonlySet<string>,
): readonly ChartedRun[] {
  const [colours] = useState(() => new Map<string, number>());
  return useMemo(() => {
    const colourOf = (id: string) => {
      const colour = colours.get(id) ?? colours.size;
      colours.set(id, colour);
      return colour;
    };
    const chosen = runs.filter(({ info }) => selected.has(info.run_id)).slice(0, mostDrawn);
    if (groups.length === 0 || chosen.length > 0) {
      const drawn = chosen.length > 0 ? chosen : runs.slice(0, drawnAtFirst);
      return drawn.map((run) => chartedRun(run, colourOf(run.info.run_id)));
    }
    const grouped = matching.slice(0, mostDrawn).map((run) => ({ run, group: groupOfRun(run, groups) }));
    const ids = [...new Set(grouped.map(({ group }) => group.id))];
    const meant = ids.filter((id) => selected.has(id));
    const drawn = new Set(meant.length > 0 ? meant : ids.slice(0, drawnAtFirst));
    return grouped
      .filter(({ group }) => drawn.has(group.id))
      .map(({ run, group }) => chartedRun(run, colourOf(group.id), group));
  }, [runs, matching, groups, selected, colours]);
}
