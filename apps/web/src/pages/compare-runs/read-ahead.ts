import type { QueryClient } from "@tanstack/react-query";
import { runsQuery } from "../../data/run.ts";
import { readCharts } from "../../views/metric-charts/chart-history.ts";
import { chartedRun } from "../../views/metric-charts/charted-run.ts";
import { readChartsState } from "../../views/metric-charts/charts-state.ts";
import { comparedIds } from "./compared-ids.ts";

/** Asks for what the page of this address shows first, while its code is still on its way. */
export async function readComparedRuns(queries: QueryClient, search: URLSearchParams): Promise<void> {
  const ids = comparedIds(search.get("ids") ?? "");
  if (ids.length === 0) return;
  const runs = await queries.fetchQuery(runsQuery(ids));
  const charted = runs.map((run) => chartedRun(run, ids.indexOf(run.info.run_id)));
  await readCharts(queries, charted, readChartsState(search));
}
