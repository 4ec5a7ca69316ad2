import type { MetricLine, RequestOf } from "@spanloom/wire";
import type { FileInfo, Run, RunGroup } from "../messages.ts";
import { call } from "./call.ts";

/** Runs, their metrics and files. */
export const runCalls = {
  getRun: async (runId: string, signal?: AbortSignal): Promise<Run> =>
    (await call("getRun", { run_id: runId }, signal)).run as Run,

  /** Of at most 100; those that there are not are left out. */
  readRuns: async (runIds: readonly string[], signal?: AbortSignal): Promise<readonly Run[]> =>
    (await call("readRuns", { run_ids: runIds }, signal)).runs as Run[],

  searchRuns: (request: RequestOf<"searchRuns">, signal?: AbortSignal) =>
    call("searchRuns", request, signal) as Promise<{ runs?: Run[]; next_page_token?: string }>,

  suggestRunKeys: (request: RequestOf<"suggestRunKeys">, signal?: AbortSignal) =>
    call("suggestRunKeys", request, signal),

  suggestRunValues: async (request: RequestOf<"suggestRunValues">, signal?: AbortSignal) =>
    (await call("suggestRunValues", request, signal)).values,

  countRuns: async (request: RequestOf<"countRuns">, signal?: AbortSignal): Promise<number> =>
    (await call("countRuns", request, signal)).count,

  groupRuns: (request: RequestOf<"groupRuns">, signal?: AbortSignal) =>
    call("groupRuns", request, signal) as Promise<{ groups: RunGroup[]; truncated: boolean }>,

  countChildRuns: async (request: RequestOf<"countChildRuns">, signal?: AbortSignal) =>
    (await call("countChildRuns", request, signal)).counts as { run_id: string; count: number }[],

  /** Resolves with the id of the new run. */
  createRun: async (request: RequestOf<"createRun">): Promise<string> =>
    (await call("createRun", request)).run?.info?.run_id ?? "",

  logBatch: (request: RequestOf<"logBatch">) => call("logBatch", request),

  updateRun: (request: RequestOf<"updateRun">) => call("updateRun", request),

  deleteRun: (runId: string) => call("deleteRun", { run_id: runId }),

  restoreRun: (runId: string) => call("restoreRun", { run_id: runId }),

  setRunTag: (runId: string, key: string, value: string) => call("setTag", { run_id: runId, key, value }),

  deleteRunTag: (runId: string, key: string) => call("deleteTag", { run_id: runId, key }),

  /** Points of one metric of at most 100 runs, as columns by step. */
  readMetricLines: async (
    request: RequestOf<"readMetricLines">,
    signal?: AbortSignal,
  ): Promise<readonly MetricLine[]> => (await call("readMetricLines", request, signal)).lines,

  getRunLineage: (runId: string, signal?: AbortSignal) => call("getRunLineage", { run_id: runId }, signal),

  listRunArtifacts: async (runId: string, path: string, signal?: AbortSignal): Promise<readonly FileInfo[]> =>
    ((await call("listArtifacts", { run_id: runId, path }, signal)).files ?? []) as FileInfo[],
};
