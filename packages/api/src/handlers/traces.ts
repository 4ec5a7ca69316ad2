import { setTimeout as delay } from "node:timers/promises";
import { fields, parseFilter, parseOrderBy } from "@spanloom/filter";
import type { TraceRow } from "@spanloom/store";
import {
  ApiError,
  type Init,
  invalidParameter,
  missingParameter,
  parseTraceId,
  printTracesJson,
  type Trace,
  type traceRoutes,
} from "@spanloom/wire";
import type { ApiContext } from "../context.ts";
import { filterCorrelation } from "../correlation.ts";
import type { Handlers } from "../handler.ts";
import { mlflowSpans } from "../mlflow-spans.ts";
import {
  boundedParameter,
  experimentIdParameter,
  experimentIdParameters,
  knownTraceId,
  maxTagValueLength,
  required,
  tagKeyParameter,
  traceIdParameter,
  traceNotFound,
} from "../parameters.ts";
import { cut, immutableTags, reportOf, saidIn, traceInfoV2, traceInfoV3, withPins } from "../trace-info.ts";
import { traceMetrics } from "../trace-metrics.ts";

export const traces: Handlers<typeof traceRoutes> = {
  async startTraceV3(context, { trace }) {
    if (trace?.trace_info === undefined) throw missingParameter("trace.trace_info");
    const report = reportOf(trace.trace_info);
    await checkExperiment(context, report.experimentId);
    return { trace: { trace_info: traceInfoV3(await start(context, report)) } };
  },

  async searchTracesV3(context, { locations, filter, max_results, order_by, page_token }) {
    const experimentIds = locations.map((location) => experimentIdParameter(location.mlflow_experiment?.experiment_id));
    if (experimentIds.length === 0) throw missingParameter("locations");
    const page = await search(context, {
      experimentIds,
      filter,
      maxResults: max_results,
      orderBy: order_by,
      pageToken: page_token,
    });
    return { traces: page.rows.map(traceInfoV3), next_page_token: page.nextPageToken };
  },

  async getTrace(context, { trace_id, allow_partial }) {
    const id = knownTraceId(trace_id, "trace_id");
    const row = await (allow_partial === true ? context.store.traces.get(id) : completeTrace(context, id));
    if (row === undefined) throw traceNotFound(required("trace_id", trace_id));
    return { trace: await withSpans(context, row) };
  },

  async batchGetTraces(context, { trace_ids, experiment_ids }) {
    const found: Init<Trace>[] = [];
    // One after the other: each can be large.
    for (const row of await existing(context, trace_ids, experiment_ids)) found.push(await withSpans(context, row));
    return { traces: found };
  },

  async batchGetTraceInfos(context, { trace_ids, experiment_ids }) {
    return { trace_infos: (await existing(context, trace_ids, experiment_ids)).map(traceInfoV3) };
  },

  queryTraceMetrics: (context, request) => traceMetrics(context, request),

  calculateTraceFilterCorrelation: (context, request) => filterCorrelation(context, request),

  deleteTraces: (context, request) => deleteTraces(context, request),
  deleteTracesV3: (context, request) => deleteTraces(context, request),

  async getTraceInfoV3({ store }, { trace_id }) {
    const row = await store.traces.get(knownTraceId(trace_id, "trace_id"));
    if (row === undefined) throw traceNotFound(required("trace_id", trace_id));
    return { trace: { trace_info: traceInfoV3(row) } };
  },

  setTraceTagV3: (context, { trace_id, key, value }) => setTag(context, "trace_id", trace_id, key, value),
  setTraceTag: (context, { request_id, key, value }) => setTag(context, "request_id", request_id, key, value),
  deleteTraceTagV3: (context, { trace_id, key }) => deleteTag(context, "trace_id", trace_id, key),
  deleteTraceTag: (context, { request_id, key }) => deleteTag(context, "request_id", request_id, key),

  async linkTracesToRun({ store }, { trace_ids, run_id }) {
    const runId = required("run_id", run_id);
    if (trace_ids.length === 0) throw missingParameter("trace_ids");
    if (trace_ids.length > maxLinked)
      throw invalidParameter("trace_ids", `must have at most ${maxLinked} ids`, trace_ids.length);
    await store.traces.linkToRun(
      trace_ids.map((id) => traceIdParameter("trace_ids", id)),
      runId,
    );
    return {};
  },

  async linkPromptsToTrace({ store }, { trace_id, prompt_versions }) {
    const id = knownTraceId(trace_id, "trace_id");
    const row = await store.traces.get(id);
    if (row === undefined) throw traceNotFound(required("trace_id", trace_id));
    const linked = linkedPrompts(row.tags[linkedPromptsTag]);
    for (const prompt of prompt_versions) {
      const name = required("prompt_versions.name", prompt.name);
      const version = required("prompt_versions.version", prompt.version);
      if (!linked.some((other) => other.name === name && other.version === version)) linked.push({ name, version });
    }
    await store.traces.setTag(id, linkedPromptsTag, JSON.stringify(linked));
    return {};
  },

  async startTrace(context, { experiment_id, timestamp_ms, request_metadata, tags }) {
    const experimentId = experimentIdParameter(experiment_id);
    await checkExperiment(context, experimentId);
    const said = { metadata: mapOf(request_metadata), tags: mapOf(tags) };
    const report = withPins({
      traceId: crypto.randomUUID().replaceAll("-", ""),
      experimentId,
      startTimeUnixNano: timestamp_ms === undefined ? undefined : BigInt(timestamp_ms) * 1_000_000n,
      state: "running",
      ...saidIn(said.metadata, said.tags),
      ...said,
    });
    return { trace_info: traceInfoV2(await start(context, report)) };
  },

  async endTrace(context, { request_id, timestamp_ms, status, request_metadata, tags }) {
    const traceId = knownTraceId(request_id, "request_id");
    const row = await context.store.traces.get(traceId);
    if (row === undefined) throw traceNotFound(required("request_id", request_id));
    const said = { metadata: mapOf(request_metadata), tags: mapOf(tags) };
    const endNano = timestamp_ms === undefined ? undefined : BigInt(timestamp_ms) * 1_000_000n;
    const report = withPins({
      traceId,
      experimentId: row.experimentId,
      startTimeUnixNano: row.startTimeUnixNano,
      durationNano: endNano === undefined ? undefined : endNano - row.startTimeUnixNano,
      state: status === "OK" ? "ok" : status === "ERROR" ? "error" : undefined,
      ...saidIn(said.metadata, said.tags),
      ...said,
    });
    return { trace_info: traceInfoV2(await start(context, report)) };
  },

  async getTraceInfo({ store }, { request_id }) {
    const row = await store.traces.get(knownTraceId(request_id, "request_id"));
    if (row === undefined) throw traceNotFound(required("request_id", request_id));
    return { trace_info: traceInfoV2(row) };
  },

  async searchTraces(context, { experiment_ids, filter, max_results, order_by, page_token }) {
    if (experiment_ids.length === 0) throw missingParameter("experiment_ids");
    const experimentIds = experimentIdParameters(experiment_ids);
    const page = await search(context, {
      experimentIds,
      filter,
      maxResults: max_results,
      orderBy: order_by,
      pageToken: page_token,
    });
    return { traces: page.rows.map(traceInfoV2), next_page_token: page.nextPageToken };
  },

  async getTraceArtifact(context, { query }) {
    const text = required("request_id", query.request_id);
    if (query.path) throw new ApiError("NOT_FOUND", `Trace '${text}' has no attachment '${query.path}'.`);
    const row = await context.store.traces.get(knownTraceId(text, "request_id"));
    if (row === undefined) throw traceNotFound(text);
    const body = printTracesJson(mlflowSpans(await context.store.spans.read(row), context.prices));
    return { headers: { "Content-Type": "application/json" }, body };
  },
};

const maxLinked = 100;
const maxPageSize = 500;
const linkedPromptsTag = "mlflow.linkedPrompts";

interface SearchRequest {
  readonly experimentIds: readonly string[];
  readonly filter: string | undefined;
  readonly maxResults: number | undefined;
  readonly orderBy: readonly string[];
  readonly pageToken: string | undefined;
}

async function search(
  { store }: ApiContext,
  request: SearchRequest,
): Promise<{ rows: readonly TraceRow[]; nextPageToken?: string }> {
  const limit = boundedParameter("max_results", request.maxResults, 100, maxPageSize);
  const page = await store.traces.search({
    experimentIds: request.experimentIds,
    filter: parseFilter(request.filter ?? "", fields.traces),
    orderBy: parseOrderBy(request.orderBy, fields.traces),
    limit,
    pageToken: request.pageToken || undefined,
  });
  return { rows: page.traces, nextPageToken: page.nextPageToken };
}

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

async function withSpans({ store, prices }: ApiContext, row: TraceRow): Promise<Init<Trace>> {
  return { trace_info: traceInfoV3(row), spans: mlflowSpans(await store.spans.read(row), prices) };
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

async function start({ store }: ApiContext, report: ReturnType<typeof withPins>): Promise<TraceRow> {
  const row = await store.traces.start(report);
  store.changes.publish([{ traceId: row.traceId, experimentId: row.experimentId }]);
  return row;
}

async function checkExperiment({ store }: ApiContext, experimentId: string): Promise<void> {
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

interface DeleteRequest {
  readonly experiment_id?: string;
  readonly max_timestamp_millis?: number | bigint;
  readonly max_traces?: number;
  readonly request_ids: readonly string[];
}

async function deleteTraces({ store }: ApiContext, request: DeleteRequest): Promise<{ traces_deleted: number }> {
  const { max_timestamp_millis, max_traces, request_ids } = request;
  const experimentId = experimentIdParameter(request.experiment_id);
  const byId = request_ids.length > 0;
  if (max_timestamp_millis === undefined && !byId) {
    throw new ApiError("INVALID_PARAMETER_VALUE", "Either `max_timestamp_millis` or `trace_ids` must be specified.");
  }
  if (max_timestamp_millis !== undefined && byId) {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      "Only one of `max_timestamp_millis` and `trace_ids` can be specified.",
    );
  }
  if (byId && max_traces !== undefined) {
    throw new ApiError("INVALID_PARAMETER_VALUE", "`max_traces` can't be specified if `trace_ids` is specified.");
  }
  if (max_traces !== undefined && max_traces < 1) {
    throw new ApiError("INVALID_PARAMETER_VALUE", `\`max_traces\` must be a positive integer, received ${max_traces}.`);
  }
  const traces_deleted = byId
    ? await store.traces.deleteByIds(
        experimentId,
        request_ids.map(parseTraceId).filter((id) => id !== undefined),
      )
    : await store.traces.deleteUntil(experimentId, BigInt(max_timestamp_millis!), max_traces);
  return { traces_deleted };
}

async function setTag(
  { store }: ApiContext,
  idName: string,
  id: string | undefined,
  key: string | undefined,
  value: string | undefined,
) {
  const traceId = knownTraceId(id, idName);
  const name = tagKeyParameter(key);
  if (immutableTags.includes(name))
    throw new ApiError("INVALID_PARAMETER_VALUE", `Tag '${name}' is immutable and cannot be set on a trace.`);
  if (value === undefined) throw missingParameter("value");
  if (!(await store.traces.setTag(traceId, name, value.slice(0, maxTagValueLength))))
    throw traceNotFound(required(idName, id));
  return {};
}

async function deleteTag({ store }: ApiContext, idName: string, id: string | undefined, key: string | undefined) {
  const traceId = knownTraceId(id, idName);
  const name = required("key", key);
  if (immutableTags.includes(name))
    throw new ApiError("INVALID_PARAMETER_VALUE", `Tag '${name}' is immutable and cannot be deleted on a trace.`);
  if (!(await store.traces.deleteTag(traceId, name))) {
    throw new ApiError("RESOURCE_DOES_NOT_EXIST", `No trace tag with key '${name}' for trace with ID '${id}'.`);
  }
  return {};
}

function mapOf(pairs: readonly { key?: string; value?: string }[]): Record<string, string> {
  return cut(Object.fromEntries(pairs.map(({ key, value }) => [required("key", key), value ?? ""])));
}

/** The tag's list of prompt versions; anything else in it is replaced. */
function linkedPrompts(text: string | undefined): { name: string; version: string }[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(value)) return [];
    return value.filter((item) => typeof item?.name === "string" && typeof item?.version === "string");
  } catch {
    return [];
  }
}
