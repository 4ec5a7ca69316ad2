import { type Batches, chunksOf, eachOf } from "../../data/bulk.ts";
import { client } from "../../data/client.ts";
import type { Run } from "../../data/messages.ts";
import type { BulkJob } from "../../views/bulk/bulk-jobs.tsx";
import { counted } from "../../views/bulk/selection-bar.tsx";

/** Runs that something is to be done with. */
export interface ChosenRuns {
  readonly total: number | undefined;
  readonly batches: (signal: AbortSignal) => Batches<Run>;
}

const batchSize = 100;

/** These runs and no others. */
export function theseRuns(runs: readonly Run[]): ChosenRuns {
  return { total: runs.length, batches: () => chunksOf(runs, batchSize) };
}

type Stage = "deleted" | "restored";

/** Deletes runs, or brings them back; the one undoes the other. */
export function stageRuns(chosen: ChosenRuns, stage: Stage, after: () => void): BulkJob<Run> {
  const send = stage === "deleted" ? client.deleteRun : client.restoreRun;
  return {
    ...chosen,
    doing: stage === "deleted" ? "Deleting runs" : "Restoring runs",
    said: (count) => `${counted(count, "run")} ${stage}`,
    act: (runs, signal) => eachOf(runs, ({ info }) => send(info.run_id), signal),
    after,
    undo: (done) => stageRuns(theseRuns(done), stage === "deleted" ? "restored" : "deleted", after),
  };
}

/** Sets a tag; to take it back gives each run what it had. */
export function tagRuns(chosen: ChosenRuns, key: string, value: string, after: () => void): BulkJob<Run> {
  return {
    ...chosen,
    doing: `Setting ${key}`,
    said: (count) => `${key} set on ${counted(count, "run")}`,
    act: (runs, signal) => eachOf(runs, ({ info }) => client.setRunTag(info.run_id, key, value), signal),
    after,
    undo: (done): BulkJob<Run> => ({
      ...theseRuns(done),
      doing: `Taking back ${key}`,
      said: (count) => `${key} of ${counted(count, "run")} is what it was`,
      act: (runs, signal) =>
        eachOf(
          runs,
          ({ info, data }) => {
            const before = data?.tags?.find((tag) => tag.key === key)?.value;
            if (before === undefined) return client.deleteRunTag(info.run_id, key);
            return client.setRunTag(info.run_id, key, before);
          },
          signal,
        ),
      after,
    }),
  };
}
