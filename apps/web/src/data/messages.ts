/** The messages of proto/spanloom/trace_view.proto as they stand in a REST body: 64-bit times are decimal strings. */

export type TraceState = "TRACE_STATE_UNSPECIFIED" | "RUNNING" | "OK" | "ERROR" | "INCOMPLETE";

export interface TraceUsage {
  input_tokens?: number;
  output_tokens?: number;
  cache_read_tokens?: number;
  cache_write_tokens?: number;
  reasoning_tokens?: number;
}

export interface TraceSummary {
  /** 32 hex digits. */
  trace_id: string;
  experiment_id: string;
  name: string;
  state: TraceState;
  start_time_unix_nano: string;
  /** Absent while no span has ended. */
  duration_ns?: number;
  span_count: number;
  error_count: number;
  usage?: TraceUsage;
  /** Absent where no model had a price. */
  cost_usd?: number;
  /** Some model calls with tokens had no price: `cost_usd` is at least this much. */
  cost_partial: boolean;
  session: string;
  user: string;
  input_preview: string;
  output_preview: string;
  tags: Record<string, string>;
  metadata: Record<string, string>;
  models: string[];
  run_id: string;
  logged_model_id: string;
  /** 16 hex digits; empty while the root has not come. */
  root_span_id: string;
  updated_at_ms: number;
}

export interface ListTraces {
  experiment_ids?: string[];
  filter?: string;
  order_by?: string;
  max_results?: number;
  page_token?: string;
  start_time_from_ms?: number;
  start_time_to_ms?: number;
}

export interface ListTracesResponse {
  traces: TraceSummary[];
  next_page_token: string;
  /** Only on the first page. */
  total_count?: number;
  total_is_lower_bound: boolean;
}

/** Columns of the tree in pre-order; see the proto for units and for what -1 means. */
export interface TraceSkeleton {
  trace: TraceSummary;
  count: number;
  names: string[];
  types: string[];
  models: string[];
  base_time_unix_nano: string;
  id: string[];
  depth: number[];
  size: number[];
  name: number[];
  type: number[];
  kind: number[];
  start_us: number[];
  duration_us: number[];
  status: number[];
  flags: number[];
  model: number[];
  input_tokens: number[];
  output_tokens: number[];
  cost_usd: number[];
  ttft_us: number[];
}

export interface SpanNotes {
  span_id: string;
  notes: string[];
}

export interface ReadSpansResponse {
  /** OTLP/JSON TracesData, as text. */
  trace: string;
  /** OTLP/JSON LogsData, as text. */
  logs: string;
  notes: SpanNotes[];
}

export interface FindInTraceResponse {
  span_ids: string[];
  truncated: boolean;
}

export interface SuggestKeysResponse {
  span_attributes: string[];
  resource_attributes: string[];
  tags: string[];
  metadata: string[];
}

export interface ServerInfo {
  version: string;
  /** 0: only the main port serves OTLP. */
  otlp_http_port: number;
  /** 0: off. */
  otlp_grpc_port: number;
  idle_seconds: number;
}

export interface Experiment {
  experiment_id: string;
  name: string;
  creation_time?: number;
  last_update_time?: number;
}
