import type { Api } from "@spanloom/api";
import type { Ingest } from "@spanloom/ingest";
import { parseTraceId, tracesJsonToBinary } from "@spanloom/wire";
import type { MlflowSource, SourceRow } from "./sources/source.ts";
import type { TraceFiles } from "./trace-files.ts";
import { traceInfo } from "./trace-info.ts";

export interface TraceTarget {
  readonly api: Pick<Api, "dispatch">;
  readonly ingest: Pick<Ingest, "traces">;
}

/** MLflow's table of traces; their spans, tags, metadata and assessments are read with each page of it. */
export const traceTable = { name: "trace_info", title: "traces", key: ["request_id"] } as const;

/**
 * Stores a page of traces, by the way that clients take: the spans go through ingest, then the trace is reported as
 * MLflow's client does at its end, with what was said of it. Both may be done twice. Resolves to how many are here now;
 * `onSkipped` is told of the others.
 */
export async function importTraces(
  rows: readonly SourceRow[],
  source: MlflowSource,
  files: TraceFiles,
  target: TraceTarget,
  onSkipped: (sentence: string) => void,
): Promise<number> {
  const ids = rows.map((row) => String(row.request_id));
  const [tags, metadata, spans, assessments, links] = await Promise.all([
    grouped(source, "trace_tags", "request_id", ids),
    grouped(source, "trace_request_metadata", "request_id", ids),
    grouped(source, "spans", "trace_id", ids),
    grouped(source, "assessments", "trace_id", ids),
    grouped(source, "entity_associations", "source_id", ids),
  ]);
  let here = 0;
  for (const row of rows) {
    const id = String(row.request_id);
    const traceId = parseTraceId(id);
    if (traceId === undefined) {
      onSkipped(`The trace '${id}' has no id of OpenTelemetry's (tr- and 32 hex digits): it was left out.`);
      continue;
    }
    const info = traceInfo(row, tags.get(id) ?? [], metadata.get(id) ?? [], assessments.get(id) ?? []);
    const contents = (spans.get(id) ?? []).map((span) => String(span.content));
    const text = contents.length > 0 ? `{"spans":[${contents.join(",")}]}` : await files.spansOf(info);
    if (text !== undefined) {
      const outcome = await target.ingest.traces(tracesJsonToBinary(text, traceId), {
        experimentId: String(row.experiment_id),
      });
      if (outcome.rejected > 0) onSkipped(`${outcome.rejected} spans of ${id} were left out: ${outcome.message}`);
    }
    await call(target, "/api/3.0/mlflow/traces", { trace: { trace_info: info } });
    await linkTrace(target, id, links.get(id) ?? []);
    here++;
  }
  return here;
}

async function linkTrace(target: TraceTarget, traceId: string, links: readonly SourceRow[]): Promise<void> {
  const linked = (type: string) =>
    links
      .filter((link) => link.source_type === "trace" && link.destination_type === type)
      .map((link) => String(link.destination_id));
  for (const runId of linked("run")) {
    await call(target, "/api/2.0/mlflow/traces/link-to-run", { trace_ids: [traceId], run_id: runId });
  }
  const prompts = linked("prompt_version").flatMap((id) => {
    const [name, version] = id.split("/");
    return name && version ? [{ name, version }] : [];
  });
  if (prompts.length > 0) {
    await call(target, "/api/2.0/mlflow/traces/link-prompts", { trace_id: traceId, prompt_versions: prompts });
  }
}

async function call({ api }: TraceTarget, path: string, body: object): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const answer = await api.dispatch({
    method: "POST",
    path,
    query: "",
    headers: { "content-type": "application/json" },
    body: (async function* () {
      yield bytes;
    })(),
    readBody: async () => bytes,
  });
  if (answer.status !== 200) throw new Error(`POST ${path} answered ${answer.status}: ${String(answer.body)}`);
}

async function grouped(
  source: MlflowSource,
  table: string,
  column: string,
  ids: readonly string[],
): Promise<Map<string, SourceRow[]>> {
  return Map.groupBy(await source.rowsOf(table, column, ids), (row) => String(row[column]));
}
