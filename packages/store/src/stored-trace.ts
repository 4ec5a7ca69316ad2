/** A trace's row as the writer reads and writes it. */
import { type Day, dateOf, dayOfDate } from "./partitions.ts";

/** Which span a field of a trace was taken from: a lower tier is a better source, then the lower order. */
export type Origin = readonly [tier: number, order: string];

/** A trace's row as the writer reads and writes it. */
export interface StoredTrace {
  readonly traceId: string;
  readonly day: Day;
  readonly experimentId: bigint;
  readonly startNs: bigint;
  readonly endNs: bigint | undefined;
  readonly rootSpanId: bigint | undefined;
  readonly rootStatus: number | undefined;
  readonly spanCount: number;
  readonly errorCount: number;
  readonly chunkCount: number;
  /** Goes up with every write of spans. */
  readonly revision: number;
  /** Whether nothing is left to do once no more spans come. */
  readonly settled: boolean;
  readonly inputTokens: bigint | undefined;
  readonly outputTokens: bigint | undefined;
  readonly cacheReadTokens: bigint | undefined;
  readonly cacheWriteTokens: bigint | undefined;
  readonly reasoningTokens: bigint | undefined;
  readonly costPicoUsd: bigint | undefined;
  readonly costPartial: boolean;
  readonly name: string;
  readonly session: string | undefined;
  readonly endUser: string | undefined;
  readonly runId: string | undefined;
  readonly modelId: string | undefined;
  readonly clientRequestId: string | undefined;
  readonly inputPreview: string | undefined;
  readonly outputPreview: string | undefined;
  readonly models: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly origins: Readonly<Record<string, Origin>>;
  /** What a client said of the whole trace; the columns that it names are already those of the row. */
  readonly reported: Readonly<Record<string, unknown>> | undefined;
}

/** What pg reads for a row of `traces`. */
export type TraceColumns = {
  trace_id: string;
  day: string;
  experiment_id: bigint;
  start_ns: bigint;
  end_ns: bigint | null;
  root_span_id: bigint | null;
  root_status: number | null;
  span_count: number;
  error_count: number;
  chunk_count: number;
  revision: number;
  settled: boolean;
  input_tokens: bigint | null;
  output_tokens: bigint | null;
  cache_read_tokens: bigint | null;
  cache_write_tokens: bigint | null;
  reasoning_tokens: bigint | null;
  cost_pico_usd: bigint | null;
  cost_partial: boolean;
  name: string;
  session: string | null;
  end_user: string | null;
  run_id: string | null;
  model_id: string | null;
  client_request_id: string | null;
  input_preview: string | null;
  output_preview: string | null;
  models: string[];
  tags: Record<string, string>;
  metadata: Record<string, string>;
  origins: Record<string, Origin>;
  reported: Record<string, unknown> | null;
};

export function storedTrace(row: TraceColumns): StoredTrace {
  return {
    traceId: hexOf(row.trace_id),
    day: dayOfDate(row.day),
    experimentId: row.experiment_id,
    startNs: row.start_ns,
    endNs: row.end_ns ?? undefined,
    rootSpanId: row.root_span_id ?? undefined,
    rootStatus: row.root_status ?? undefined,
    spanCount: row.span_count,
    errorCount: row.error_count,
    chunkCount: row.chunk_count,
    revision: row.revision,
    settled: row.settled,
    inputTokens: row.input_tokens ?? undefined,
    outputTokens: row.output_tokens ?? undefined,
    cacheReadTokens: row.cache_read_tokens ?? undefined,
    cacheWriteTokens: row.cache_write_tokens ?? undefined,
    reasoningTokens: row.reasoning_tokens ?? undefined,
    costPicoUsd: row.cost_pico_usd ?? undefined,
    costPartial: row.cost_partial,
    name: row.name,
    session: row.session ?? undefined,
    endUser: row.end_user ?? undefined,
    runId: row.run_id ?? undefined,
    modelId: row.model_id ?? undefined,
    clientRequestId: row.client_request_id ?? undefined,
    inputPreview: row.input_preview ?? undefined,
    outputPreview: row.output_preview ?? undefined,
    models: row.models,
    tags: row.tags,
    metadata: row.metadata,
    origins: row.origins,
    reported: row.reported ?? undefined,
  };
}

/** JSON for json_populate_recordset: 64-bit integers as text, which it reads as numbers. */
export function jsonRows(traces: readonly StoredTrace[]): string {
  const updatedAt = new Date().toISOString();
  const dates = new Map<Day, string>();
  for (const { day } of traces) if (!dates.has(day)) dates.set(day, dateOf(day));
  return JSON.stringify(
    traces.map((trace) => ({
      trace_id: trace.traceId,
      day: dates.get(trace.day),
      experiment_id: String(trace.experimentId),
      start_ns: String(trace.startNs),
      end_ns: trace.endNs?.toString(),
      updated_at: updatedAt,
      root_span_id: trace.rootSpanId?.toString(),
      root_status: trace.rootStatus,
      span_count: trace.spanCount,
      error_count: trace.errorCount,
      chunk_count: trace.chunkCount,
      revision: trace.revision,
      settled: trace.settled,
      input_tokens: trace.inputTokens?.toString(),
      output_tokens: trace.outputTokens?.toString(),
      cache_read_tokens: trace.cacheReadTokens?.toString(),
      cache_write_tokens: trace.cacheWriteTokens?.toString(),
      reasoning_tokens: trace.reasoningTokens?.toString(),
      cost_pico_usd: trace.costPicoUsd?.toString(),
      cost_partial: trace.costPartial,
      name: trace.name,
      session: trace.session,
      end_user: trace.endUser,
      run_id: trace.runId,
      model_id: trace.modelId,
      client_request_id: trace.clientRequestId,
      input_preview: trace.inputPreview,
      output_preview: trace.outputPreview,
      models: trace.models,
      tags: trace.tags,
      metadata: trace.metadata,
      origins: trace.origins,
    })),
  );
}

/** A uuid as its 32 hex digits. */
export function hexOf(uuid: string): string {
  return uuid.replaceAll("-", "");
}
