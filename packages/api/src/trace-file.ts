import {
  decodeBinary,
  fileFormOf,
  invalidParameter,
  parseTraceId,
  printTracesJson,
  TracesData,
  tracesJsonToBinary,
} from "@spanloom/wire";
import type { ApiContext } from "./context.ts";
import type { StreamAnswer } from "./handler.ts";
import { mlflowSpans } from "./mlflow-spans.ts";

/** MLflow's clients keep a trace's spans in a file of this name. */
const fileName = "traces.json";

export interface TraceFile {
  readonly experimentId: string;
  readonly traceId: string;
}

/**
 * The trace whose spans a path of the proxy stands for; undefined for every other path. Where StartTraceV3 put the trace
 * counts for more than the path, which an older answer may have named, or which an artifact location of its own begins.
 */
export async function traceOfFile({ store }: ApiContext, path: string): Promise<TraceFile | undefined> {
  const match = /^(?:.*\/)?([^/]+)\/traces\/([^/]+)\/artifacts\/traces\.json$/s.exec(path);
  const traceId = match?.[2] && parseTraceId(match[2]);
  if (!traceId) return undefined;
  const row = await store.traces.get(traceId);
  if (row !== undefined) return { experimentId: row.experimentId, traceId };
  return /^\d{1,18}$/.test(match![1]!) ? { experimentId: match![1]!, traceId } : undefined;
}

/** A file that is put goes the way of all spans. */
export async function putTraceFile({ ingest }: ApiContext, file: TraceFile, bytes: Uint8Array): Promise<void> {
  const { experimentId, traceId } = file;
  const text = new TextDecoder().decode(bytes);
  const outcome = await ingest.traces(tracesJsonToBinary(text, traceId), { experimentId });
  if (outcome.rejected > 0)
    throw invalidParameter(fileName, `has ${outcome.rejected} spans that cannot be stored: ${outcome.message}`);
}

/** A file that is got is made from the spans, however they came; undefined where there are none. */
export async function getTraceFile({ store, prices }: ApiContext, traceId: string): Promise<StreamAnswer | undefined> {
  const row = await store.traces.get(traceId);
  if (row === undefined || row.spanCount === 0) return undefined;
  const payload = await store.spans.read(row);
  return {
    headers: {
      "Content-Type": "application/json",
      "Content-Disposition": `attachment; filename=${fileName}`,
      "X-Content-Type-Options": "nosniff",
    },
    body: printTracesJson(mlflowSpans(payload, prices), fileFormOf(decodeBinary(TracesData, payload.traces))),
  };
}
