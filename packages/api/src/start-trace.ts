import type { NewAssessment, TraceReport, TraceRow } from "@spanloom/store";
import { ApiError } from "@spanloom/wire";
import type { ApiContext } from "./context.ts";

/** Stores what a client reports about a trace, with what it says of it, and tells open pages. */
export async function startTrace(
  { store }: ApiContext,
  report: TraceReport,
  assessments: readonly NewAssessment[] = [],
): Promise<TraceRow> {
  const row = await store.traces.start(report);
  await store.assessments.put(row.traceId, assessments);
  store.changes.publish([{ traceId: row.traceId, experimentId: row.experimentId }]);
  return row;
}

/** Throws where new traces cannot be put. */
export async function checkExperiment({ store }: ApiContext, experimentId: string): Promise<void> {
  const experiment = await store.experiments.get(experimentId);
  if (experiment === undefined)
    throw new ApiError("RESOURCE_DOES_NOT_EXIST", `No Experiment with id=${experimentId} exists`);
  if (experiment.lifecycle_stage !== "active") {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      `The experiment ${experimentId} must be in the 'active' state. Current state is deleted.`,
    );
  }
}
