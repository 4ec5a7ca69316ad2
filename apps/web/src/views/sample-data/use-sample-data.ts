import { useExperimentChanges, useExperimentList } from "../../data/experiments.ts";
import { useNewRun } from "../../data/run.ts";
import { sendTraces } from "../../data/traces.ts";
import { sampleRuns } from "./sample-runs.ts";
import { sampleTraces } from "./sample-traces.ts";

/** Marks experiments that were made here, so that they can be found and removed. */
const sampleTag = "spanloom.sample";
const description =
  "Made up, so that there is something to look at: traces of a support agent and runs of a training that never were. " +
  "Delete the experiment and all of it is gone.";

/** Experiments with sample data, how to make one (resolves with its id), and how to remove one. */
export function useSampleData() {
  const list = useExperimentList({
    filter: `tags.\`${sampleTag}\` = 'true'`,
    orderBy: "creation_time DESC",
    view: "active",
  });
  const changes = useExperimentChanges();
  const addRun = useNewRun();

  /** Over the same API as any client's. */
  async function load(): Promise<string> {
    const nowMs = Date.now();
    const id = await changes.create(`Sample data of ${new Date(nowMs).toISOString().slice(0, 19).replace("T", " ")}`);
    await changes.setTag(id, sampleTag, "true");
    await changes.setTag(id, "mlflow.note.content", description);
    for (const run of sampleRuns()) await addRun({ experimentId: id, startMs: nowMs - 3_600_000, ...run });
    await sendTraces(sampleTraces(nowMs, id));
    return id;
  }

  return {
    loaded: list.data?.pages.flatMap(({ experiments }) => experiments) ?? [],
    load,
    remove: changes.remove,
    restore: changes.restore,
  };
}
