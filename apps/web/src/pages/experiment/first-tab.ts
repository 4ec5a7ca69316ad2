import { client } from "../../data/client.ts";
import type { ExperimentTab } from "./experiment-tabs.ts";

/** The tab that an experiment opens with: its traces, or its runs where it has nothing else. */
export async function firstTab(experimentId: string): Promise<ExperimentTab> {
  const experiment_ids = [experimentId];
  try {
    const [{ traces }, { runs = [] }] = await Promise.all([
      client.listTraces({ experiment_ids, max_results: 1 }),
      client.searchRuns({ experiment_ids, max_results: 1 }),
    ]);
    return traces.length === 0 && runs.length > 0 ? "runs" : "traces";
  } catch {
    // The tab says what is wrong better than a redirect could.
    return "traces";
  }
}
