import {
  ApiError,
  type artifactRoutes,
  attributeFormOf,
  decodeBinary,
  invalidParameter,
  parseTraceId,
  printTracesJson,
  TracesData,
  tracesJsonToBinary,
} from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { mlflowSpans } from "../mlflow-spans.ts";

/**
 * The artifact proxy, as far as traces need it: MLflow's clients keep a trace's spans in `traces.json`. A file that is
 * put goes the way of all spans; a file that is got is made from the spans, however they came.
 */
export const artifacts: Handlers<typeof artifactRoutes> = {
  async uploadArtifact({ ingest, store }, { params, readBody }) {
    const { experimentId, traceId } = tracesFile(params.artifact_path);
    // Where StartTraceV3 put the trace counts for more than the path, which an older answer may have named.
    const row = await store.traces.get(traceId);
    const text = new TextDecoder().decode(await readBody());
    const outcome = await ingest.traces(tracesJsonToBinary(text), { experimentId: row?.experimentId ?? experimentId });
    if (outcome.rejected > 0)
      throw invalidParameter("traces.json", `has ${outcome.rejected} spans that cannot be stored: ${outcome.message}`);
    return { headers: {}, body: "" };
  },

  async downloadArtifact({ store, prices }, { params }) {
    const path = params.artifact_path ?? "";
    const { traceId } = tracesFile(path);
    const row = await store.traces.get(traceId);
    if (row === undefined || row.spanCount === 0)
      throw new ApiError("RESOURCE_DOES_NOT_EXIST", `No such artifact: '${path}'`);
    const payload = await store.spans.read(row);
    return {
      headers: {
        "Content-Type": "application/json",
        "Content-Disposition": "attachment; filename=traces.json",
        "X-Content-Type-Options": "nosniff",
      },
      body: printTracesJson(mlflowSpans(payload, prices), attributeFormOf(decodeBinary(TracesData, payload.traces))),
    };
  },
};

function tracesFile(path = ""): { experimentId: string; traceId: string } {
  if (path.split("/").includes("..") || path.startsWith("/") || path.includes("#")) {
    throw new ApiError("INVALID_PARAMETER_VALUE", `Invalid path: '${path}'`);
  }
  const match = /^(\d{1,18})\/traces\/([^/]+)\/artifacts\/traces\.json$/.exec(path);
  const traceId = match?.[2] && parseTraceId(match[2]);
  if (!traceId) {
    throw new ApiError(
      "NOT_IMPLEMENTED",
      `This server stores no artifacts yet. Of '${path}' only <experiment>/traces/<trace>/artifacts/traces.json would be understood.`,
    );
  }
  return { experimentId: match![1]!, traceId };
}
