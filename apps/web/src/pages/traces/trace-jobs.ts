import { type Batches, type BatchResult, chunksOf, eachOf } from "../../data/bulk.ts";
import { client } from "../../data/client.ts";
import type { TraceSummary } from "../../data/messages.ts";
import type { BulkJob } from "../../views/bulk/bulk-jobs.tsx";
import { counted } from "../../views/bulk/selection-bar.tsx";
import { newSaid, type Said } from "../../views/feedback/use-give-feedback.ts";

/** Traces that something is to be done with. */
export interface ChosenTraces {
  readonly total: number | undefined;
  readonly batches: (signal: AbortSignal) => Batches<TraceSummary>;
}

const batchSize = 100;

/** These traces and no others. */
export function theseTraces(traces: readonly TraceSummary[]): ChosenTraces {
  return { total: traces.length, batches: () => chunksOf(traces, batchSize) };
}

/** For good: the server cannot take it back. */
export function deleteTraces(chosen: ChosenTraces, after: () => void): BulkJob<TraceSummary> {
  return {
    ...chosen,
    doing: "Deleting traces",
    said: (count) => `${counted(count, "trace")} deleted`,
    async act(traces) {
      const done: TraceSummary[] = [];
      try {
        for (const [experimentId, those] of Map.groupBy(traces, ({ experiment_id }) => experiment_id)) {
          await client.deleteTraces(
            experimentId,
            those.map(({ trace_id }) => trace_id),
          );
          done.push(...those);
        }
        return { done };
      } catch (failure) {
        return { done, failure };
      }
    },
    after,
  };
}

/** Sets a tag; to take it back gives each trace what it had. */
export function tagTraces(chosen: ChosenTraces, key: string, value: string, after: () => void): BulkJob<TraceSummary> {
  return {
    ...chosen,
    doing: `Setting ${key}`,
    said: (count) => `${key} set on ${counted(count, "trace")}`,
    act: (traces, signal) => eachOf(traces, ({ trace_id }) => client.setTraceTag(trace_id, key, value), signal),
    after,
    undo: (done): BulkJob<TraceSummary> => ({
      ...theseTraces(done),
      doing: `Taking back ${key}`,
      said: (count) => `${key} of ${counted(count, "trace")} is what it was`,
      act: (traces, signal) =>
        eachOf(
          traces,
          ({ trace_id, tags }) =>
            Object.hasOwn(tags, key)
              ? client.setTraceTag(trace_id, key, tags[key] ?? "")
              : client.deleteTraceTag(trace_id, key),
          signal,
        ),
      after,
    }),
  };
}

/** Says the same of each; to take it back removes what was said. */
export function assessTraces(chosen: ChosenTraces, said: Said, by: string, after: () => void): BulkJob<TraceSummary> {
  const ids = new Map<string, string>();
  return {
    ...chosen,
    doing: `Saying ${said.assessment_name}`,
    said: (count) => `${said.assessment_name} said of ${counted(count, "trace")}`,
    act: (traces, signal) =>
      eachOf(
        traces,
        async ({ trace_id }) => {
          const assessment = newSaid(said, by);
          await client.createAssessment(trace_id, assessment);
          ids.set(trace_id, assessment.assessment_id);
        },
        signal,
      ),
    after,
    undo: (done): BulkJob<TraceSummary> => ({
      ...theseTraces(done),
      doing: `Taking back ${said.assessment_name}`,
      said: (count) => `${said.assessment_name} of ${counted(count, "trace")} taken back`,
      act: (traces, signal) =>
        eachOf(traces, ({ trace_id }) => client.deleteAssessment(trace_id, ids.get(trace_id) ?? ""), signal),
      after,
    }),
  };
}

/** Puts traces, by their roots and with what people expected of them, into an evaluation dataset. */
export function addTraces(
  chosen: ChosenTraces,
  add: (records: readonly string[]) => Promise<number>,
  dataset: string,
): BulkJob<TraceSummary> {
  let merged = 0;
  return {
    ...chosen,
    doing: `Adding to ${dataset}`,
    said: (count) =>
      `${counted(count, "trace")} added to ${dataset}${merged > 0 ? `; ${merged} had inputs that were there already` : ""}`,
    async act(traces, signal): Promise<BatchResult<TraceSummary>> {
      // What it takes to read spans comes when it is asked for: a list itself does without.
      const { readRecord } = await import("../../views/add-to-dataset/read-record.ts");
      const records = new Map<TraceSummary, string>();
      const read = await eachOf(
        traces,
        async (trace) => {
          if (!trace.root_span_id) throw new Error("the root of a trace has not come yet");
          records.set(trace, await readRecord(trace.trace_id, trace.root_span_id, false));
        },
        signal,
      );
      try {
        if (records.size > 0) merged += records.size - (await add([...records.values()]));
        return read;
      } catch (failure) {
        return { done: [], failure };
      }
    },
  };
}
