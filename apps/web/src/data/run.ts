import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { client } from "./client.ts";
import type { Run } from "./messages.ts";

/** How often a run that is running is read again. */
const liveEveryMs = 4_000;
const mostChildren = 200;

/** One run with what was logged to it, deleted ones too; read again every few seconds while it is running. */
export function runQuery(runId: string) {
  return queryOptions({
    queryKey: runKey(runId),
    queryFn: ({ signal }) => client.getRun(runId, signal),
    refetchInterval: ({ state }) => (state.data?.info.status === "RUNNING" ? liveEveryMs : false),
  });
}

/** Without an id none. */
export function useRun(runId: string | undefined) {
  return useQuery({ ...runQuery(runId ?? ""), enabled: runId !== undefined });
}

/** Several runs by their ids (100 at most), in that order; read again every few seconds while one is running. */
export function runsQuery(runIds: readonly string[]) {
  return queryOptions({
    queryKey: ["runs", "by-id", runIds],
    queryFn: ({ signal }) => client.readRuns(runIds, signal),
    refetchInterval: ({ state }) => (state.data?.some(({ info }) => info.status === "RUNNING") ? liveEveryMs : false),
  });
}

/** Ids that there is no run of are named apart. With fewer ids than before, those runs are there at once. */
export function useRuns(runIds: readonly string[]) {
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery({
    ...runsQuery(runIds),
    enabled: runIds.length > 0,
    placeholderData: (before) => among(before, runIds),
  });
  const missing = useMemo(() => {
    const there = new Set(data?.map(({ info }) => info.run_id));
    return data && !isPlaceholderData ? runIds.filter((id) => !there.has(id)) : [];
  }, [data, isPlaceholderData, runIds]);
  return { runs: data ?? noRuns, missing, error: data ? undefined : (error ?? undefined), isPending, retry: refetch };
}

const noRuns: readonly Run[] = [];

/** Undefined where one of them is not among the runs. */
function among(runs: readonly Run[] | undefined, runIds: readonly string[]): readonly Run[] | undefined {
  const byId = new Map(runs?.map((run) => [run.info.run_id, run]));
  return runIds.every((id) => byId.has(id)) ? runIds.map((id) => byId.get(id)!) : undefined;
}

/** Logged models and traces of a run. */
export function useRunLineage(runId: string) {
  return useQuery({
    queryKey: ["run-lineage", runId],
    queryFn: ({ signal }) => client.getRunLineage(runId, signal),
  });
}

/** The newest runs that name this one as their parent. */
export function useChildRuns(experimentId: string, runId: string) {
  return useQuery({
    queryKey: ["child-runs", experimentId, runId],
    queryFn: async ({ signal }) => {
      const filter = `tags.\`mlflow.parentRunId\` = '${runId.replaceAll("'", "''")}'`;
      return client.searchRuns({ experiment_ids: [experimentId], filter, max_results: mostChildren }, signal);
    },
  });
}

/** Versions of registered models that were made from a run. */
export function useVersionsOfRun(runId: string) {
  return useQuery({
    queryKey: ["versions-of-run", runId],
    queryFn: ({ signal }) => client.listVersionsOf({ run_id: runId }, signal),
  });
}

/** What a whole run is made of. */
export interface RunDraft {
  readonly experimentId: string;
  readonly name: string;
  readonly startMs: number;
  readonly params: Readonly<Record<string, string>>;
  /** A second lies between two steps. */
  readonly points: readonly { readonly key: string; readonly value: number; readonly step: number }[];
}

/** Logs a run that is over, as a training would have. At most 1,000 points. */
export function useNewRun() {
  const queries = useQueryClient();
  return async ({ experimentId, name, startMs, params, points }: RunDraft): Promise<void> => {
    const runId = await client.createRun({ experiment_id: experimentId, run_name: name, start_time: startMs });
    await client.logBatch({
      run_id: runId,
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
      metrics: points.map((point) => ({ ...point, timestamp: startMs + point.step * 1_000 })),
    });
    const lastStep = points.reduce((last, { step }) => Math.max(last, step), 0);
    await client.updateRun({ run_id: runId, status: "FINISHED", end_time: startMs + lastStep * 1_000 });
    void queries.invalidateQueries({ queryKey: ["runs"] });
  };
}

/**
 * Changes to one run. Each is shown at once where it can be, resolves when the server has it, and rejects with a
 * `RequestError` after the run was read again.
 */
export function useRunChanges(runId: string) {
  const queries = useQueryClient();
  const change = (edit: (run: Run) => Run, send: () => Promise<unknown>) => changed(queries, runId, edit, send);
  return {
    /** The run as the server has it now. */
    readNow: (): Promise<Run> => queries.fetchQuery({ ...runQuery(runId), staleTime: 0 }),
    rename: (name: string) =>
      change(
        (run) => ({ ...run, info: { ...run.info, run_name: name } }),
        () => client.updateRun({ run_id: runId, run_name: name }),
      ),
    setTag: (key: string, value: string) =>
      change(
        (run) => withTags(run, (tags) => [...tags.filter((tag) => tag.key !== key), { key, value }]),
        () => client.setRunTag(runId, key, value),
      ),
    deleteTag: (key: string) =>
      change(
        (run) => withTags(run, (tags) => tags.filter((tag) => tag.key !== key)),
        () => client.deleteRunTag(runId, key),
      ),
    remove: () =>
      change(
        (run) => withStage(run, "deleted"),
        () => client.deleteRun(runId),
      ),
    restore: () =>
      change(
        (run) => withStage(run, "active"),
        () => client.restoreRun(runId),
      ),
  };
}

async function changed(
  queries: QueryClient,
  runId: string,
  edit: (run: Run) => Run,
  send: () => Promise<unknown>,
): Promise<void> {
  await queries.cancelQueries({ queryKey: runKey(runId) });
  queries.setQueryData<Run>(runKey(runId), (run) => run && edit(run));
  try {
    await send();
  } finally {
    void queries.invalidateQueries({ queryKey: runKey(runId) });
    void queries.invalidateQueries({ queryKey: ["runs"] });
  }
}

type Tags = NonNullable<NonNullable<Run["data"]>["tags"]>;

function withTags(run: Run, edit: (tags: Tags) => Tags): Run {
  return { ...run, data: { ...run.data, tags: edit(run.data?.tags ?? []) } as NonNullable<Run["data"]> };
}

function withStage(run: Run, stage: string): Run {
  return { ...run, info: { ...run.info, lifecycle_stage: stage } };
}

export function runKey(runId: string) {
  return ["run", runId] as const;
}
