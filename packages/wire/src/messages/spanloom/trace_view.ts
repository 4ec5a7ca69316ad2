// Generated from proto/spanloom/trace_view.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type EnumType, type MessageType, message } from "../../codec/descriptor.ts";

/** The state of a whole trace. A trace is incomplete when its root never came and nothing new did for a while. */
export type TraceState = "TRACE_STATE_UNSPECIFIED" | "RUNNING" | "OK" | "ERROR" | "INCOMPLETE";
export const TraceState: EnumType = { name: "spanloom.TraceState", values: {"TRACE_STATE_UNSPECIFIED":0,"RUNNING":1,"OK":2,"ERROR":3,"INCOMPLETE":4} };

export interface TraceUsage {
  input_tokens: number;
  output_tokens: number;
  cache_read_tokens: number;
  cache_write_tokens: number;
  reasoning_tokens: number;
}
export const TraceUsage: MessageType<TraceUsage, "complete"> = message("spanloom.TraceUsage", "complete", () => [
  [1, "input_tokens", "number64"],
  [2, "output_tokens", "number64"],
  [3, "cache_read_tokens", "number64"],
  [4, "cache_write_tokens", "number64"],
  [5, "reasoning_tokens", "number64"],
]);

/** One row of the trace list and the head of the trace page. Never carries payloads. */
export interface TraceSummary {
  /** 32 hex digits */
  trace_id: string;
  experiment_id: string;
  name: string;
  state: TraceState;
  start_time_unix_nano: string;
  /** max(end) - min(start) of the spans so far; absent while none has ended */
  duration_ns?: number;
  span_count: number;
  error_count: number;
  /** absent where no span reported tokens */
  usage?: TraceUsage;
  /** absent where no model had a price */
  cost_usd?: number;
  /** some model calls with tokens had no price */
  cost_partial: boolean;
  session: string;
  user: string;
  input_preview: string;
  output_preview: string;
  tags: Record<string, string>;
  metadata: Record<string, string>;
  /** answering models, most used first */
  models: string[];
  run_id: string;
  logged_model_id: string;
  /** 16 hex digits; empty while the root has not come */
  root_span_id: string;
  updated_at_ms: number;
  /** what was asked for by name, without what the trace lacks */
  columns: Record<string, string>;
}
export const TraceSummary: MessageType<TraceSummary, "complete"> = message("spanloom.TraceSummary", "complete", () => [
  [1, "trace_id", "string"],
  [2, "experiment_id", "string"],
  [3, "name", "string"],
  [4, "state", "enum", "one", TraceState],
  [5, "start_time_unix_nano", "string"],
  [6, "duration_ns", "number64", "optional"],
  [7, "span_count", "number64"],
  [8, "error_count", "number64"],
  [9, "usage", "message", "optional", TraceUsage],
  [10, "cost_usd", "double", "optional"],
  [11, "cost_partial", "bool"],
  [12, "session", "string"],
  [13, "user", "string"],
  [14, "input_preview", "string"],
  [15, "output_preview", "string"],
  [16, "tags", "string", "map"],
  [17, "metadata", "string", "map"],
  [18, "models", "string", "repeated"],
  [19, "run_id", "string"],
  [20, "logged_model_id", "string"],
  [21, "root_span_id", "string"],
  [22, "updated_at_ms", "number64"],
  [23, "columns", "string", "map"],
]);

export interface ListTraces {
  /** empty: all */
  experiment_ids: string[];
  /** the search language (docs/reference/search.md) */
  filter: string;
  /** "start_time desc" (default), "duration desc", "cost desc", … */
  order_by: string;
  /** 1..500, default 100 */
  max_results: number;
  page_token: string;
  /** 0: open */
  start_time_from_ms: number;
  /** 0: open */
  start_time_to_ms: number;
  /** at most 20: assessments.<name>, attributes.<key> (the root span's) */
  columns: string[];
  /** of input and output at most so many characters each, 0: all that is kept (500) */
  preview_length: number;
}
export const ListTraces: MessageType<ListTraces, "complete"> = message("spanloom.ListTraces", "complete", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "filter", "string"],
  [3, "order_by", "string"],
  [4, "max_results", "int32"],
  [5, "page_token", "string"],
  [6, "start_time_from_ms", "number64"],
  [7, "start_time_to_ms", "number64"],
  [8, "columns", "string", "repeated"],
  [9, "preview_length", "int32"],
]);

export interface ListTracesResponse {
  traces: TraceSummary[];
  next_page_token: string;
  /** exact to 10,000; absent on further pages, and where a filter makes it dear */
  total_count?: number;
  /** total_count stopped counting at 10,000 */
  total_is_lower_bound: boolean;
  /** the server's clock before it was read: what `changes` takes as `since_ms` */
  as_of_ms: number;
}
export const ListTracesResponse: MessageType<ListTracesResponse, "complete"> = message("spanloom.ListTraces.Response", "complete", () => [
  [1, "traces", "message", "repeated", TraceSummary],
  [2, "next_page_token", "string"],
  [3, "total_count", "number64", "optional"],
  [4, "total_is_lower_bound", "bool"],
  [5, "as_of_ms", "number64"],
]);

export interface GetTraceSummary {
  trace_id: string;
  /** as ListTraces has them */
  columns: string[];
}
export const GetTraceSummary: MessageType<GetTraceSummary, "complete"> = message("spanloom.GetTraceSummary", "complete", () => [
  [1, "trace_id", "string"],
  [2, "columns", "string", "repeated"],
]);

export interface GetTraceSummaryResponse {
  trace?: TraceSummary;
}
export const GetTraceSummaryResponse: MessageType<GetTraceSummaryResponse, "complete"> = message("spanloom.GetTraceSummary.Response", "complete", () => [
  [1, "trace", "message", "optional", TraceSummary],
]);

/**
 * The tree of a trace without payloads, as columns in pre-order (a parent before its children, siblings by start).
 * Spans whose parent is not stored hang under placeholder rows: rows whose `id` is the missing parent's and whose
 * flags have bit 1 set. Absent numbers are -1.
 */
export interface GetTraceSkeleton {
  trace_id: string;
}
export const GetTraceSkeleton: MessageType<GetTraceSkeleton, "complete"> = message("spanloom.GetTraceSkeleton", "complete", () => [
  [1, "trace_id", "string"],
]);

export interface GetTraceSkeletonResponse {
  trace?: TraceSummary;
  /** rows, placeholders included */
  count: number;
  /** dictionary */
  names: string[];
  /** dictionary */
  types: string[];
  /** dictionary */
  models: string[];
  /** start of the trace; the times below are relative to it */
  base_time_unix_nano: string;
  /** 16 hex digits a row, one after the other */
  ids: string;
  /** below the row before it at most one more */
  depth: number[];
  /** index into names */
  name: number[];
  /** index into types */
  type: number[];
  /** OTLP SpanKind */
  kind: number[];
  /** microseconds after base_time, which is the earliest start */
  start_us: number[];
  /** -1: still running */
  duration_us: number[];
  /** OTLP status code: 0 unset, 1 ok, 2 error */
  status: number[];
  /** bit 0 has exception event, bit 1 placeholder of a missing parent, bit 2 changed when stored (see notes), bit 3 parent loop cut here */
  flags: number[];
  /** index into models, -1 none. Of this column and those below nothing where all are none */
  model: number[];
  /** -1 none */
  input_tokens: number[];
  output_tokens: number[];
  /** -1 none */
  cost_usd: number[];
  /** time to first token after the span's start, -1 none */
  ttft_us: number[];
  /** as ListTraces has it */
  as_of_ms: number;
}
export const GetTraceSkeletonResponse: MessageType<GetTraceSkeletonResponse, "complete"> = message("spanloom.GetTraceSkeleton.Response", "complete", () => [
  [1, "trace", "message", "optional", TraceSummary],
  [2, "count", "int32"],
  [3, "names", "string", "repeated"],
  [4, "types", "string", "repeated"],
  [5, "models", "string", "repeated"],
  [6, "base_time_unix_nano", "string"],
  [7, "ids", "string"],
  [8, "depth", "int32", "repeated"],
  [10, "name", "int32", "repeated"],
  [11, "type", "int32", "repeated"],
  [12, "kind", "int32", "repeated"],
  [13, "start_us", "double", "repeated"],
  [14, "duration_us", "double", "repeated"],
  [15, "status", "int32", "repeated"],
  [16, "flags", "int32", "repeated"],
  [17, "model", "int32", "repeated"],
  [18, "input_tokens", "number64", "repeated"],
  [19, "output_tokens", "number64", "repeated"],
  [20, "cost_usd", "double", "repeated"],
  [21, "ttft_us", "double", "repeated"],
  [22, "as_of_ms", "number64"],
]);

/**
 * The payload of chosen spans as OTLP/JSON: `trace` is a TracesData, `logs` a LogsData of the records that name them.
 * The web app reads them with the same conventions package that the server uses.
 */
export interface ReadSpans {
  trace_id: string;
  /** 1..200 */
  span_ids: string[];
}
export const ReadSpans: MessageType<ReadSpans, "complete"> = message("spanloom.ReadSpans", "complete", () => [
  [1, "trace_id", "string"],
  [2, "span_ids", "string", "repeated"],
]);

export interface ReadSpansResponse {
  /** OTLP/JSON TracesData, as text */
  trace: string;
  /** OTLP/JSON LogsData, as text */
  logs: string;
  notes: SpanNotes[];
}
export const ReadSpansResponse: MessageType<ReadSpansResponse, "complete"> = message("spanloom.ReadSpans.Response", "complete", () => [
  [1, "trace", "string"],
  [2, "logs", "string"],
  [3, "notes", "message", "repeated", SpanNotes],
]);

/** What had to be changed so that a span could be stored and found. The raw attributes are unchanged. */
export interface SpanNotes {
  span_id: string;
  notes: string[];
}
export const SpanNotes: MessageType<SpanNotes, "complete"> = message("spanloom.SpanNotes", "complete", () => [
  [1, "span_id", "string"],
  [2, "notes", "string", "repeated"],
]);

/** Spans of a trace whose name, attributes or content contain a text, in no order. */
export interface FindInTrace {
  trace_id: string;
  text: string;
}
export const FindInTrace: MessageType<FindInTrace, "complete"> = message("spanloom.FindInTrace", "complete", () => [
  [1, "trace_id", "string"],
  [2, "text", "string"],
]);

export interface FindInTraceResponse {
  span_ids: string[];
  truncated: boolean;
}
export const FindInTraceResponse: MessageType<FindInTraceResponse, "complete"> = message("spanloom.FindInTrace.Response", "complete", () => [
  [1, "span_ids", "string", "repeated"],
  [2, "truncated", "bool"],
]);

/** Values that occur, for completion in the filter bar. */
export interface SuggestValues {
  experiment_ids: string[];
  /** "span.name", "span.attributes.gen_ai.request.model", "tags.env", … */
  field: string;
  prefix: string;
}
export const SuggestValues: MessageType<SuggestValues, "complete"> = message("spanloom.SuggestValues", "complete", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "field", "string"],
  [3, "prefix", "string"],
]);

export interface SuggestValuesResponse {
  values: string[];
}
export const SuggestValuesResponse: MessageType<SuggestValuesResponse, "complete"> = message("spanloom.SuggestValues.Response", "complete", () => [
  [1, "values", "string", "repeated"],
]);

/** Attribute, tag and metadata keys that occur, for completion in the filter bar and the column chooser. */
export interface SuggestKeys {
  experiment_ids: string[];
}
export const SuggestKeys: MessageType<SuggestKeys, "complete"> = message("spanloom.SuggestKeys", "complete", () => [
  [1, "experiment_ids", "string", "repeated"],
]);

export interface SuggestKeysResponse {
  span_attributes: string[];
  resource_attributes: string[];
  tags: string[];
  metadata: string[];
}
export const SuggestKeysResponse: MessageType<SuggestKeysResponse, "complete"> = message("spanloom.SuggestKeys.Response", "complete", () => [
  [1, "span_attributes", "string", "repeated"],
  [2, "resource_attributes", "string", "repeated"],
  [3, "tags", "string", "repeated"],
  [4, "metadata", "string", "repeated"],
]);

export type GetServer = Record<string, never>;
export const GetServer: MessageType<GetServer, "complete"> = message("spanloom.GetServer", "complete", () => []);

export interface GetServerResponse {
  version: string;
  /** 0: only the main port serves OTLP */
  otlp_http_port: number;
  /** 0: off */
  otlp_grpc_port: number;
  /** after this long without a new span a rootless trace is incomplete */
  idle_seconds: number;
  /** the largest request that is taken, unpacked */
  max_body_bytes: number;
}
export const GetServerResponse: MessageType<GetServerResponse, "complete"> = message("spanloom.GetServer.Response", "complete", () => [
  [1, "version", "string"],
  [2, "otlp_http_port", "int32"],
  [3, "otlp_grpc_port", "int32"],
  [4, "idle_seconds", "int32"],
  [5, "max_body_bytes", "number64"],
]);
