import { fields, parseFilter, parseOrderBy } from "@spanloom/filter";
import type { TraceRow } from "@spanloom/store";
import {
  binaryToOtlpJson,
  invalidParameter,
  type LogsData,
  parseSpanId,
  type TracesData,
  type traceViewRoutes,
} from "@spanloom/wire";
import type { ApiContext } from "../context.ts";
import type { Handlers } from "../handler.ts";
import { boundedParameter, experimentIdParameters, knownTraceId, required, traceNotFound } from "../parameters.ts";
import { skeletonOf } from "../skeleton.ts";
import { traceColumns } from "../trace-columns.ts";
import { traceExport } from "../trace-export.ts";
import { traceSummary } from "../trace-summary.ts";

export const traceView: Handlers<typeof traceViewRoutes> = {
  async listTraces(context, request) {
    const { store } = context;
    const as_of_ms = Date.now();
    const page = await store.traces.search({
      experimentIds: experimentIdParameters(request.experiment_ids),
      filter: parseFilter(request.filter, fields.traces),
      fromMs: request.start_time_from_ms || undefined,
      toMs: request.start_time_to_ms || undefined,
      orderBy: parseOrderBy(request.order_by, fields.traces),
      limit: boundedParameter("max_results", request.max_results || undefined, 100, 500),
      pageToken: request.page_token || undefined,
      // Not with a filter: counting what it leaves would take as long as reading it.
      countTo: maxCounted + 1,
    });
    const isAll = request.page_token === "" && page.nextPageToken === undefined;
    const count = isAll ? page.traces.length : page.count;
    const columns = await traceColumns(context, page.traces, request.columns);
    const previewLength = boundedParameter("preview_length", request.preview_length || undefined, 1000, 1000);
    return {
      traces: page.traces.map((row) => traceSummary(row, columns.get(row.traceId), previewLength)),
      next_page_token: page.nextPageToken ?? "",
      total_count: count === undefined ? undefined : Math.min(count, maxCounted),
      total_is_lower_bound: count !== undefined && count > maxCounted,
      as_of_ms,
    };
  },

  async getTraceSummary(context, { trace_id, columns }) {
    const row = await traceOf(context, trace_id);
    return { trace: traceSummary(row, (await traceColumns(context, [row], columns)).get(row.traceId)) };
  },

  async getTraceSkeleton(context, { trace_id }) {
    const as_of_ms = Date.now();
    const row = await traceOf(context, trace_id);
    return { ...skeletonOf(row, await context.store.spans.columns(row)), as_of_ms };
  },

  async readSpans(context, { trace_id, span_ids }) {
    if (span_ids.length < 1 || span_ids.length > maxSpansRead) {
      throw invalidParameter("span_ids", `must have between 1 and ${maxSpansRead} ids`, span_ids.length);
    }
    const ids = span_ids.map((id, index) => {
      const spanId = parseSpanId(id);
      if (spanId === undefined) throw invalidParameter(`span_ids[${index}]`, "must be a span id: 16 hex digits", id);
      return spanId;
    });
    const { traces, logs, notes } = await context.store.spans.read(await traceOf(context, trace_id), ids);
    return {
      trace: binaryToOtlpJson(traces, "traces"),
      logs: binaryToOtlpJson(logs, "logs"),
      notes: notes.map(({ spanId, notes: texts }) => ({ span_id: spanId, notes: [...texts] })),
    };
  },

  async findInTrace(context, { trace_id, text }) {
    const row = await traceOf(context, trace_id);
    const needle = required("text", text);
    const found = await context.store.spans.find(row, needle, maxFound + 1);
    return { span_ids: [...found].slice(0, maxFound), truncated: found.size > maxFound };
  },

  async downloadTrace(context, { params }) {
    const row = await traceOf(context, params.trace_id ?? "");
    return {
      headers: {
        "Content-Type": "application/json",
        "Content-Disposition": `attachment; filename="trace-${row.traceId}.json"`,
      },
      body: otlpFile(context, row),
    };
  },

  downloadTraces: (context, { queryString }) => traceExport(context, queryString),

  async suggestValues({ store }, { experiment_ids, field, prefix }) {
    const values = await store.suggest.values(experimentIdParameters(experiment_ids), required("field", field), prefix);
    return { values: [...values] };
  },

  async suggestKeys({ store }, { experiment_ids }) {
    const keys = await store.suggest.keys(experimentIdParameters(experiment_ids));
    return {
      span_attributes: [...keys.spanAttributes],
      resource_attributes: [...keys.resourceAttributes],
      tags: [...keys.tags],
      metadata: [...keys.metadata],
    };
  },

  async getServer({ store, server }) {
    return {
      version: server.version,
      otlp_http_port: server.otlpHttpPort,
      otlp_grpc_port: server.otlpGrpcPort,
      idle_seconds: store.idleSeconds,
      max_body_bytes: server.maxBodyBytes,
    };
  },
};

const maxCounted = 10_000;
const maxSpansRead = 200;
/** So that the count is right in a trace of 10,000 spans, whatever is looked for. An id takes 19 bytes of the answer. */
const maxFound = 10_000;

async function traceOf({ store }: ApiContext, traceId: string): Promise<TraceRow> {
  const row = await store.traces.get(knownTraceId(traceId, "trace_id"));
  if (row === undefined) throw traceNotFound(traceId);
  return row;
}

/** TracesData and LogsData in one object, written a chunk at a time. A receiver of either reads its own half. */
async function* otlpFile({ store }: ApiContext, row: TraceRow): AsyncGenerator<string> {
  yield '{"resourceSpans":[';
  yield* joined(store.spans.readAll(row, "traces"), "traces");
  yield '],"resourceLogs":[';
  yield* joined(store.spans.readAll(row, "logs"), "logs");
  yield "]}\n";
}

async function* joined(pieces: AsyncIterable<Uint8Array>, signal: "traces" | "logs"): AsyncGenerator<string> {
  const opening = `{"${signal === "traces" ? ("resourceSpans" satisfies keyof TracesData) : ("resourceLogs" satisfies keyof LogsData)}":[`;
  let first = true;
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    yield (first ? "" : ",") + binaryToOtlpJson(piece, signal).slice(opening.length, -"]}".length);
    first = false;
  }
}
