import {
  type Assessment,
  type GetOverviewResponse,
  parseTraceId,
  type RequestOf,
  type SessionSummary,
  type TraceSums,
  traceIdToMlflow,
} from "@spanloom/wire";
import type { TraceSkeleton, TraceSummary } from "../messages.ts";
import { call } from "./call.ts";

/** Traces, their spans and sessions. */
export const traceCalls = {
  listTraces: (request: RequestOf<"listTraces">, signal?: AbortSignal) => call("listTraces", request, signal),

  getTraceSummary: async (traceId: string, columns: readonly string[], signal?: AbortSignal): Promise<TraceSummary> =>
    (await call("getTraceSummary", { trace_id: traceId, columns: [...columns] }, signal)).trace!,

  getTraceSkeleton: (traceId: string, signal?: AbortSignal): Promise<TraceSkeleton> =>
    call("getTraceSkeleton", { trace_id: traceId }, signal) as Promise<TraceSkeleton>,

  listSessions: (request: RequestOf<"listSessions">, signal?: AbortSignal) =>
    call("listSessions", request, signal) as Promise<{ sessions: SessionSummary[]; next_page_token: string }>,

  getOverview: (request: RequestOf<"getOverview">, signal?: AbortSignal) =>
    call("getOverview", request, signal) as Promise<GetOverviewResponse & { total: TraceSums }>,

  listIngestSources: (request: RequestOf<"listIngestSources">, signal?: AbortSignal) =>
    call("listIngestSources", request, signal),

  getSession: async (session: string, signal?: AbortSignal): Promise<SessionSummary> =>
    (await call("getSession", { session }, signal)).session as SessionSummary,

  /** Of at most 100 traces: what was said of each, without those of which nothing was said. */
  getAssessmentsOf: async (
    traceIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly Assessment[]>> => {
    const { trace_infos: infos = [] } = await call(
      "batchGetTraceInfos",
      { trace_ids: traceIds.map(traceIdToMlflow) },
      signal,
    );
    return new Map(
      infos.flatMap(({ trace_id: id = "", assessments = [] }) =>
        assessments.length > 0 ? [[parseTraceId(id) ?? id, assessments as Assessment[]]] : [],
      ),
    );
  },

  /** For good, with their spans; at most a few hundred of one experiment. */
  deleteTraces: (experimentId: string, traceIds: readonly string[]) =>
    call("deleteTracesV3", { experiment_id: experimentId, request_ids: traceIds.map(traceIdToMlflow) }),

  setTraceTag: (traceId: string, key: string, value: string) =>
    call("setTraceTagV3", { trace_id: traceIdToMlflow(traceId), key, value }),

  deleteTraceTag: (traceId: string, key: string) =>
    call("deleteTraceTagV3", { trace_id: traceIdToMlflow(traceId), key }),

  /** At most 200 ids a call. */
  readSpans: (traceId: string, spanIds: readonly string[], signal?: AbortSignal) =>
    call("readSpans", { trace_id: traceId, span_ids: [...spanIds] }, signal),

  findInTrace: (traceId: string, text: string, signal?: AbortSignal) =>
    call("findInTrace", { trace_id: traceId, text }, signal),

  suggestValues: async (request: RequestOf<"suggestValues">, signal?: AbortSignal) =>
    (await call("suggestValues", request, signal)).values,

  suggestKeys: (request: RequestOf<"suggestKeys">, signal?: AbortSignal) => call("suggestKeys", request, signal),
};
