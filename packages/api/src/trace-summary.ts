import { shortened } from "@spanloom/conventions";
import type { TraceRow } from "@spanloom/store";
import type { TraceSummary } from "@spanloom/wire";

/** A trace as our own reading API shows it; `columns` is what was asked for besides. */
export function traceSummary(
  row: TraceRow,
  columns: Readonly<Record<string, string>> = {},
  previewLength = Number.POSITIVE_INFINITY,
): TraceSummary {
  const hasUsage = row.inputTokens !== null || row.outputTokens !== null;
  return {
    trace_id: row.traceId,
    experiment_id: row.experimentId,
    name: row.name,
    state: states[row.state],
    start_time_unix_nano: String(row.startTimeUnixNano),
    duration_ns: row.endTimeUnixNano === null ? undefined : Number(row.endTimeUnixNano - row.startTimeUnixNano),
    span_count: row.spanCount,
    error_count: row.errorCount,
    usage: hasUsage
      ? {
          input_tokens: row.inputTokens ?? 0,
          output_tokens: row.outputTokens ?? 0,
          cache_read_tokens: row.cacheReadTokens ?? 0,
          cache_write_tokens: row.cacheWriteTokens ?? 0,
          reasoning_tokens: row.reasoningTokens ?? 0,
        }
      : undefined,
    cost_usd: row.costPicoUsd === null ? undefined : Number(row.costPicoUsd) / 1e12,
    cost_partial: row.costPartial,
    session: row.session ?? "",
    user: row.user ?? "",
    input_preview: shortened(row.inputPreview ?? "", previewLength),
    output_preview: shortened(row.outputPreview ?? "", previewLength),
    tags: { ...row.tags },
    metadata: { ...row.metadata },
    models: [...row.models],
    run_id: row.runId ?? "",
    logged_model_id: row.modelId ?? "",
    root_span_id: row.rootSpanId ?? "",
    updated_at_ms: row.updatedAtMs,
    columns: { ...columns },
  };
}

const states = { running: "RUNNING", ok: "OK", error: "ERROR", incomplete: "INCOMPLETE" } as const;
