import type { TraceRow } from "@spanloom/store";
import {
  type Init,
  invalidParameter,
  missingParameter,
  parseTraceId,
  type TraceInfo,
  type traceV2Routes,
} from "@spanloom/wire";
import type { ApiContext } from "../context.ts";
import { deleteTraces } from "../delete-traces.ts";
import type { Handlers } from "../handler.ts";
import { linkedPromptsTag, withLinkedPrompts } from "../linked-prompts.ts";
import {
  experimentIdParameter,
  experimentIdParameters,
  knownTraceId,
  nanoParameter,
  required,
  traceNotFound,
} from "../parameters.ts";
import { checkExperiment, startTrace } from "../start-trace.ts";
import { saidIn, storableValues, traceInfosV2, withPins } from "../trace-info.ts";
import { searchTraces } from "../trace-search.ts";
import { deleteTag, setTag } from "../trace-tags.ts";

export const tracesV2: Handlers<typeof traceV2Routes> = {
  async startTrace(context, { experiment_id, timestamp_ms, request_metadata, tags }) {
    const experimentId = experimentIdParameter(experiment_id);
    await checkExperiment(context, experimentId);
    const said = { metadata: mapOf(request_metadata, context.tracking), tags: mapOf(tags, context.tracking) };
    const report = withPins({
      traceId: crypto.randomUUID().replaceAll("-", ""),
      experimentId,
      startTimeUnixNano: timestamp_ms === undefined ? undefined : nanoOf(timestamp_ms),
      state: "running",
      ...saidIn(said.metadata, said.tags),
      ...said,
    });
    return { trace_info: await infoOf(context, await startTrace(context, report)) };
  },

  async endTrace(context, { request_id, timestamp_ms, status, request_metadata, tags }) {
    const traceId = knownTraceId(request_id, "request_id");
    const row = await context.store.traces.get(traceId);
    if (row === undefined) throw traceNotFound(required("request_id", request_id));
    const said = { metadata: mapOf(request_metadata, context.tracking), tags: mapOf(tags, context.tracking) };
    const endNano = timestamp_ms === undefined ? undefined : nanoOf(timestamp_ms);
    const report = withPins({
      traceId,
      experimentId: row.experimentId,
      startTimeUnixNano: row.startTimeUnixNano,
      durationNano: endNano === undefined ? undefined : later(endNano - row.startTimeUnixNano),
      state: status === "OK" ? "ok" : status === "ERROR" ? "error" : undefined,
      ...saidIn(said.metadata, said.tags),
      ...said,
    });
    return { trace_info: await infoOf(context, await startTrace(context, report)) };
  },

  async getTraceInfo(context, { request_id }) {
    const row = await context.store.traces.get(knownTraceId(request_id, "request_id"));
    if (row === undefined) throw traceNotFound(required("request_id", request_id));
    return { trace_info: await infoOf(context, row) };
  },

  async searchTraces(context, { experiment_ids, filter, max_results, order_by, page_token }) {
    if (experiment_ids.length === 0) throw missingParameter("experiment_ids");
    const experimentIds = experimentIdParameters(experiment_ids);
    const page = await searchTraces(context, {
      experimentIds,
      filter,
      maxResults: max_results,
      orderBy: order_by,
      pageToken: page_token,
    });
    return { traces: await traceInfosV2(context, page.rows), next_page_token: page.nextPageToken };
  },

  deleteTraces,

  setTraceTag: (context, { request_id, key, value }) => setTag(context, "request_id", request_id, key, value),
  deleteTraceTag: (context, { request_id, key }) => deleteTag(context, "request_id", request_id, key),

  async linkTracesToRun({ store }, { trace_ids, run_id }) {
    const runId = required("run_id", run_id);
    if (trace_ids.length === 0) throw missingParameter("trace_ids");
    if (trace_ids.length > maxLinked)
      throw invalidParameter("trace_ids", `must have at most ${maxLinked} ids`, trace_ids.length);
    // Ids that cannot be one of a trace are passed over, as unknown ones are.
    const traceIds = trace_ids.map(parseTraceId).filter((id) => id !== undefined);
    await store.traces.linkToRun(traceIds, runId);
    return {};
  },

  async linkPromptsToTrace({ store }, { trace_id, prompt_versions }) {
    const id = knownTraceId(trace_id, "trace_id");
    if (prompt_versions.length === 0) throw missingParameter("prompt_versions");
    const row = await store.traces.get(id);
    if (row === undefined) throw traceNotFound(required("trace_id", trace_id));
    const prompts = prompt_versions.map(({ name, version }) => ({
      name: required("prompt_versions.name", name),
      version: required("prompt_versions.version", version),
    }));
    await store.traces.setTag(id, linkedPromptsTag, withLinkedPrompts(row.tags[linkedPromptsTag], prompts));
    return {};
  },
};

async function infoOf(context: ApiContext, row: TraceRow): Promise<Init<TraceInfo>> {
  return (await traceInfosV2(context, [row]))[0]!;
}

const maxLinked = 100;

/** A client whose clock was set back in between ends its trace before the start. */
const later = (nano: bigint): bigint => (nano < 0n ? 0n : nano);

const nanoOf = (ms: number | bigint): bigint => nanoParameter("timestamp_ms", BigInt(ms) * 1_000_000n);

function mapOf(
  pairs: readonly { key?: string; value?: string }[],
  settings: ApiContext["tracking"],
): Record<string, string> {
  const map = Object.fromEntries(pairs.map(({ key, value }) => [required("key", key), value ?? ""]));
  return storableValues(map, settings);
}
