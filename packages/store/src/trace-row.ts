import { raw, type Sql, sql } from "./postgres/sql.ts";

/** `running` and `incomplete` have no ended root yet; the difference is how long ago the last span came. */
export type TraceState = "running" | "ok" | "error" | "incomplete";

/** A trace without its spans: all that lists show. Made of one row of `traces`. */
export interface TraceRow {
  /** 32 hex digits. */
  readonly traceId: string;
  /** The partition of its spans and chunks, `YYYY-MM-DD`. */
  readonly day: string;
  readonly experimentId: string;
  readonly state: TraceState;
  readonly startTimeUnixNano: bigint;
  /** Null while no span has ended. */
  readonly endTimeUnixNano: bigint | null;
  /** When the last span came. */
  readonly updatedAtMs: number;
  /** 16 hex digits; null while the root has not come. */
  readonly rootSpanId: string | null;
  readonly spanCount: number;
  readonly errorCount: number;
  /** Null where no span reported it; the cache's and the reasoning's are parts of input and output. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly reasoningTokens: number | null;
  /** 1e-12 US dollars; null where no model call had a price. */
  readonly costPicoUsd: bigint | null;
  /** Some model calls with tokens had no price. */
  readonly costPartial: boolean;
  readonly name: string;
  readonly session: string | null;
  readonly user: string | null;
  readonly runId: string | null;
  /** The logged model. */
  readonly modelId: string | null;
  readonly clientRequestId: string | null;
  readonly inputPreview: string | null;
  readonly outputPreview: string | null;
  /** Models that answered, the most used first. */
  readonly models: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What `traceRow` needs of the table `traces`, to select from it under the name `alias`. */
export function traceColumns(idleSeconds: number, alias = "traces"): Sql {
  const columns = plainColumns.map((column) => `${alias}.${column}`).join(", ");
  return sql`${raw(columns)}, ${raw(`${alias}.day::text as day, extract(epoch from ${alias}.updated_at) * 1000 as updated_at_ms`)},
    ${traceState(idleSeconds, alias)} as state`;
}

/** The state of a trace, as text. Never stored, so that a late span heals it. */
export function traceState(idleSeconds: number, alias = "traces"): Sql {
  return sql`(case when ${raw(alias)}.root_status is not null
      then case ${raw(alias)}.root_status when 2 then 'error' else 'ok' end
    when ${raw(alias)}.updated_at >= now() - make_interval(secs => ${idleSeconds}) then 'running'
    else 'incomplete' end)`;
}

/** What pg reads for `traceColumns`. */
export interface TraceColumns {
  readonly trace_id: string;
  readonly day: string;
  readonly experiment_id: bigint;
  readonly state: TraceState;
  readonly start_ns: bigint;
  readonly end_ns: bigint | null;
  readonly updated_at_ms: string;
  readonly root_span_id: bigint | null;
  readonly span_count: number;
  readonly error_count: number;
  readonly input_tokens: bigint | null;
  readonly output_tokens: bigint | null;
  readonly cache_read_tokens: bigint | null;
  readonly cache_write_tokens: bigint | null;
  readonly reasoning_tokens: bigint | null;
  readonly cost_pico_usd: bigint | null;
  readonly cost_partial: boolean;
  readonly name: string;
  readonly session: string | null;
  readonly end_user: string | null;
  readonly run_id: string | null;
  readonly model_id: string | null;
  readonly client_request_id: string | null;
  readonly input_preview: string | null;
  readonly output_preview: string | null;
  readonly models: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

export function traceRow(columns: TraceColumns): TraceRow {
  return {
    traceId: columns.trace_id.replaceAll("-", ""),
    day: columns.day,
    experimentId: String(columns.experiment_id),
    state: columns.state,
    startTimeUnixNano: columns.start_ns,
    endTimeUnixNano: columns.end_ns,
    updatedAtMs: Math.floor(Number(columns.updated_at_ms)),
    rootSpanId: columns.root_span_id === null ? null : spanIdHex(columns.root_span_id),
    spanCount: columns.span_count,
    errorCount: columns.error_count,
    inputTokens: numberOf(columns.input_tokens),
    outputTokens: numberOf(columns.output_tokens),
    cacheReadTokens: numberOf(columns.cache_read_tokens),
    cacheWriteTokens: numberOf(columns.cache_write_tokens),
    reasoningTokens: numberOf(columns.reasoning_tokens),
    costPicoUsd: columns.cost_pico_usd,
    costPartial: columns.cost_partial,
    name: columns.name,
    session: columns.session,
    user: columns.end_user,
    runId: columns.run_id,
    modelId: columns.model_id,
    clientRequestId: columns.client_request_id,
    inputPreview: columns.input_preview,
    outputPreview: columns.output_preview,
    models: columns.models,
    tags: columns.tags,
    metadata: columns.metadata,
  };
}

const plainColumns = [
  "trace_id",
  "experiment_id",
  "start_ns",
  "end_ns",
  "root_span_id",
  "span_count",
  "error_count",
  "input_tokens",
  "output_tokens",
  "cache_read_tokens",
  "cache_write_tokens",
  "reasoning_tokens",
  "cost_pico_usd",
  "cost_partial",
  "name",
  "session",
  "end_user",
  "run_id",
  "model_id",
  "client_request_id",
  "input_preview",
  "output_preview",
  "models",
  "tags",
  "metadata",
];

export function spanIdHex(id: bigint): string {
  return BigInt.asUintN(64, id).toString(16).padStart(16, "0");
}

function numberOf(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
