import type { Received, TraceInfoV3 } from "@spanloom/wire";
import type { Connection } from "./connection.ts";
import { chunksOf, type EntryValues, entriesOf } from "./entries.ts";
import { itemsOf, type SearchOptions } from "./pages.ts";
import { type TraceSpan, traceSpanOf } from "./trace-spans.ts";
import type { CallOptions } from "./transport.ts";

/** A trace without its spans, as the server has it. */
export type TraceInfo = Received<TraceInfoV3>;

/** A trace with its spans. */
export interface Trace {
  readonly info: TraceInfo;
  /** The root first, then by start. */
  readonly spans: readonly TraceSpan[];
}

/** Which traces to find. */
export interface TraceSearch extends SearchOptions {
  /** Default: the client's experiment. */
  readonly experimentIds?: readonly string[] | undefined;
  /** Those linked to this run. */
  readonly runId?: string | undefined;
  /** Those linked to this logged model. */
  readonly modelId?: string | undefined;
}

/** The part of a client that has to do with traces. All reject with `ApiError`. */
export function traceCalls(connection: Connection) {
  const { rest } = connection;
  return {
    /** The newest first, unless `orderBy` says else. Traces are found a moment after they were sent: `flush` first. */
    async *searchTraces(search: TraceSearch = {}): AsyncGenerator<TraceInfo, void, undefined> {
      const { filter, runId, modelId, orderBy, pageSize, signal } = search;
      const ids = search.experimentIds ?? [await connection.defaultExperimentId()];
      const clauses = [
        filter,
        runId !== undefined && `run_id = '${runId}'`,
        modelId !== undefined && `metadata.\`mlflow.modelId\` = '${modelId}'`,
      ];
      const request = {
        locations: ids.map((experiment_id) => ({
          type: "MLFLOW_EXPERIMENT" as const,
          mlflow_experiment: { experiment_id },
        })),
        filter: clauses.filter(Boolean).join(" AND ") || undefined,
        order_by: orderBy,
        max_results: pageSize,
      };
      yield* itemsOf(
        (page_token) => rest.searchTracesV3({ ...request, page_token }, { signal }),
        ({ traces }) => traces,
      );
    },

    /** With its spans. The server waits a few seconds for those that the trace says it has. */
    async getTrace(traceId: string, options?: CallOptions): Promise<Trace> {
      const { trace } = await rest.getTrace({ trace_id: traceId }, options);
      return { info: trace?.trace_info ?? {}, spans: (trace?.spans ?? []).map(traceSpanOf) };
    },

    async getTraceInfo(traceId: string, options?: CallOptions): Promise<TraceInfo> {
      return (await rest.getTraceInfoV3({ trace_id: traceId }, options)).trace?.trace_info ?? {};
    },

    async setTraceTags(traceId: string, tags: EntryValues, options?: CallOptions): Promise<void> {
      for (const entry of entriesOf(tags)) await rest.setTraceTagV3({ trace_id: traceId, ...entry }, options);
    },

    async deleteTraceTag(traceId: string, key: string, options?: CallOptions): Promise<void> {
      await rest.deleteTraceTagV3({ trace_id: traceId, key }, options);
    },

    /** For good. Resolves to how many there were. */
    async deleteTraces(
      which: { readonly experimentId: string } & (
        | { readonly traceIds: readonly string[] }
        | { /** Milliseconds since 1970. */ readonly upToMs: number; readonly atMost?: number | undefined }
      ),
      options?: CallOptions,
    ): Promise<number> {
      const experiment_id = which.experimentId;
      if ("upToMs" in which) {
        const request = { experiment_id, max_timestamp_millis: which.upToMs, max_traces: which.atMost };
        return (await rest.deleteTracesV3(request, options)).traces_deleted ?? 0;
      }
      let deleted = 0;
      for (const request_ids of chunksOf(which.traceIds, 100)) {
        deleted += (await rest.deleteTracesV3({ experiment_id, request_ids }, options)).traces_deleted ?? 0;
      }
      return deleted;
    },

    /** Traces made in a run's scope are linked by themselves; this is for those that were made elsewhere. */
    async linkTracesToRun(runId: string, traceIds: readonly string[], options?: CallOptions): Promise<void> {
      for (const trace_ids of chunksOf(traceIds, 100)) {
        await rest.linkTracesToRun({ run_id: runId, trace_ids }, options);
      }
    },
  };
}
