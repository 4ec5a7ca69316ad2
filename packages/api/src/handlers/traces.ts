import { setTimeout as delay } from "node:timers/promises";
import type { TraceRow } from "@spanloom/store";
import {
  ApiError,
  type Init,
  missingParameter,
  parseTraceId,
  printTracesJson,
  type Trace,
  type TraceInfoV3,
  type traceRoutes,
} from "@spanloom/wire";
import { below } from "../artifact-locations.ts";
import { newAssessment } from "../assessment-request.ts";
import type { ApiContext } from "../context.ts";
import { filterCorrelation } from "../correlation.ts";
import { deleteTraces } from "../delete-traces.ts";
import { fileOf } from "../file-answer.ts";
import type { Handlers, StreamAnswer, StreamRequest } from "../handler.ts";
import { mlflowSpans } from "../mlflow-spans.ts";
import { experimentIdParameter, knownTraceId, required, traceNotFound } from "../parameters.ts";
import { checkExperiment, startTrace } from "../start-trace.ts";
import { reportOf, traceArtifactRoot, traceInfosV3 } from "../trace-info.ts";
import { traceMetrics } from "../trace-metrics.ts";
import { searchTraces } from "../trace-search.ts";
import { deleteTag, setTag } from "../trace-tags.ts";

export const traces: Handlers<typeof traceRoutes> = {
  async startTraceV3(context, { trace }) {
    if (trace?.trace_info === undefined) throw missingParameter("trace.trace_info");
    const report = reportOf(trace.trace_info, context.tracking);
    const assessments = trace.trace_info.assessments.map(newAssessment);
    await checkExperiment(context, report.experimentId);
    const row = await startTrace(context, report, assessments);
    return { trace: { trace_info: await infoOf(context, row) } };
  },

  async searchTracesV3(context, { locations, filter, max_results, order_by, page_token }) {
    const experimentIds = locations.map((location) => experimentIdParameter(location.mlflow_experiment?.experiment_id));
    if (experimentIds.length === 0) throw missingParameter("locations");
    const page = await searchTraces(context, {
      experimentIds,
      filter,
      maxResults: max_results,
      orderBy: order_by,
      pageToken: page_token,
    });
    return { traces: await traceInfosV3(context, page.rows), next_page_token: page.nextPageToken };
  },

  async getTrace(context, { trace_id, allow_partial }) {
    const id = knownTraceId(trace_id, "trace_id");
    const row = await (allow_partial === true ? context.store.traces.get(id) : completeTrace(context, id));
    if (row === undefined) throw traceNotFound(required("trace_id", trace_id));
    return { trace: await withSpans(context, row, await infoOf(context, row)) };
  },

  async batchGetTraces(context, { trace_ids, experiment_ids }) {
    const rows = await existing(context, trace_ids, experiment_ids);
    const infos = await traceInfosV3(context, rows);
    const found: Init<Trace>[] = [];
    // One after the other: each can be large.
    for (const [index, row] of rows.entries()) found.push(await withSpans(context, row, infos[index]!));
    return { traces: found };
  },

  async batchGetTraceInfos(context, { trace_ids, experiment_ids }) {
    return { trace_infos: await traceInfosV3(context, await existing(context, trace_ids, experiment_ids)) };
  },

  queryTraceMetrics: traceMetrics,
  calculateTraceFilterCorrelation: filterCorrelation,

  deleteTracesV3: deleteTraces,

  async getTraceInfoV3(context, { trace_id }) {
    const row = await context.store.traces.get(knownTraceId(trace_id, "trace_id"));
    if (row === undefined) throw traceNotFound(required("trace_id", trace_id));
    return { trace: { trace_info: await infoOf(context, row) } };
  },

  setTraceTagV3: (context, { trace_id, key, value }) => setTag(context, "trace_id", trace_id, key, value),
  deleteTraceTagV3: (context, { trace_id, key }) => deleteTag(context, "trace_id", trace_id, key),

  async getTraceArtifact(context, request) {
    const { request_id, path } = request.query;
    const text = required("request_id", request_id);
    const row = await context.store.traces.get(knownTraceId(text, "request_id"));
    if (row === undefined) throw traceNotFound(text);
    if (path) return attachment(context, row, path, request);
    const body = printTracesJson(mlflowSpans(await context.store.spans.read(row), context.prices));
    return { headers: { "Content-Type": "application/json" }, body };
  },
};

/** Those of the ids that exist, in the order asked for; inside these experiments where some are named. */
async function existing(
  { store }: ApiContext,
  ids: readonly string[],
  experimentIds: readonly string[],
): Promise<TraceRow[]> {
  const hexIds = ids.map(parseTraceId).filter((id) => id !== undefined);
  const rows = [...(await store.traces.getMany(hexIds)).values()];
  return experimentIds.length === 0 ? rows : rows.filter((row) => experimentIds.includes(row.experimentId));
}

/** A file that a span refers to: clients put it where a trace's files are. */
async function attachment(
  { artifacts, store }: ApiContext,
  row: TraceRow,
  path: string,
  request: StreamRequest,
): Promise<StreamAnswer> {
  const roots = await store.artifactRoots.ofExperiments([row.experimentId]);
  return fileOf(request, below(await artifacts.open(traceArtifactRoot(row, roots)), "attachments", path));
}

async function infoOf(context: ApiContext, row: TraceRow): Promise<Init<TraceInfoV3>> {
  return (await traceInfosV3(context, [row]))[0]!;
}

async function withSpans({ store, prices }: ApiContext, row: TraceRow, info: Init<TraceInfoV3>): Promise<Init<Trace>> {
  return { trace_info: info, spans: mlflowSpans(await store.spans.read(row), prices) };
}

/** Waits for the spans that the client said there are: its info and its spans travel apart. */
async function completeTrace({ store }: ApiContext, traceId: string): Promise<TraceRow | undefined> {
  for (let attempt = 0; ; attempt++) {
    const row = await store.traces.get(traceId);
    if (row === undefined || row.spanCount >= promisedSpans(row)) return row;
    if (attempt === waitsForSpans) {
      throw new ApiError(
        "RESOURCE_DOES_NOT_EXIST",
        `Trace with ID 'tr-${traceId}' is not fully exported yet: ${row.spanCount} of ${promisedSpans(row)} spans have arrived. ` +
          "Ask with allow_partial=true for those.",
      );
    }
    await delay(waitForSpansMs);
  }
}

const waitsForSpans = 10;
const waitForSpansMs = 300;

function promisedSpans(row: TraceRow): number {
  const match = /"num_spans":\s*(\d{1,9})\b/.exec(row.metadata["mlflow.trace.sizeStats"] ?? "");
  return match === null ? 0 : Number(match[1]);
}
