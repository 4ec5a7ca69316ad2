import type { EvaluationRow } from "@spanloom/wire";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { client } from "./client.ts";

const pageSize = 100;
const liveEveryMs = 10_000;

/** Evaluations of an experiment, the newest first, page by page. `text` occurs in the name of the run or of its dataset. */
export function useEvaluationList(experimentId: string, text: string) {
  return useInfiniteQuery({
    queryKey: ["runs", "evaluations", experimentId, text],
    queryFn: ({ pageParam, signal }) =>
      client.listEvaluations(
        { experiment_ids: [experimentId], text, max_results: pageSize, page_token: pageParam },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ nextPageToken }) => nextPageToken || undefined,
    staleTime: 5_000,
    refetchInterval: ({ state: { data } }) => (data?.pages.length === 1 ? liveEveryMs : false),
    placeholderData: (previous) => previous,
  });
}

/** The scores of an evaluation, all of them; read again while `isRunning`. */
export function useEvaluation(runId: string | undefined, isRunning: boolean) {
  return useQuery({
    queryKey: ["evaluation", runId],
    queryFn: ({ signal }) => client.getEvaluation(runId!, signal),
    enabled: runId !== undefined,
    staleTime: 30_000,
    refetchInterval: isRunning ? liveEveryMs : false,
    structuralSharing: false,
  });
}

/** The texts of one trace of an evaluation; those of rows that come into view together are asked for together. */
export function useEvaluationRow(runId: string, traceId: string) {
  return useQuery({
    queryKey: ["evaluation-row", runId, traceId],
    queryFn: () => readTogether(runId, traceId),
    enabled: traceId !== "",
    staleTime: 60_000,
  });
}

/** What was said of the traces of an experiment, by name. */
export function useAssessmentSummary(experimentId: string) {
  return useQuery({
    queryKey: ["assessment-summary", experimentId],
    queryFn: ({ signal }) => client.summariseAssessments(experimentId, signal),
    staleTime: 30_000,
  });
}

/** The latest version of each scorer that is registered in an experiment. */
export function useScorers(experimentId: string) {
  return useQuery({
    queryKey: ["scorers", experimentId],
    queryFn: ({ signal }) => client.listScorers(experimentId, signal),
    staleTime: 30_000,
  });
}

/** Ids of one run that wait for their call. */
interface Batch {
  readonly ids: Set<string>;
  readonly rows: Promise<ReadonlyMap<string, EvaluationRow>>;
}

const waiting = new Map<string, Batch>();
const mostTogether = 200;
/** Rows that are drawn in one frame ask in one call. */
const togetherMs = 16;

async function readTogether(runId: string, traceId: string): Promise<EvaluationRow> {
  const open = waiting.get(runId);
  const batch = open && open.ids.size < mostTogether ? open : newBatch(runId);
  batch.ids.add(traceId);
  const row = (await batch.rows).get(traceId);
  if (row === undefined) throw new Error("This trace is no longer part of the evaluation.");
  return row;
}

function newBatch(runId: string): Batch {
  const ids = new Set<string>();
  const rows = new Promise<void>((resolve) => setTimeout(resolve, togetherMs)).then(async () => {
    if (waiting.get(runId) === batch) waiting.delete(runId);
    return new Map((await client.readEvaluationRows(runId, [...ids])).map((row) => [row.trace_id, row]));
  });
  const batch = { ids, rows };
  waiting.set(runId, batch);
  return batch;
}
