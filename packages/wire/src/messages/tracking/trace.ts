// Generated from proto/tracking/trace.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type EnumType, type MessageType, message } from "../../codec/descriptor.ts";
import { Span } from "../otlp/trace.ts";
import { Assessment } from "./assessment.ts";

export type TraceLocationType = "TRACE_LOCATION_TYPE_UNSPECIFIED" | "MLFLOW_EXPERIMENT" | "INFERENCE_TABLE";
export const TraceLocationType: EnumType = { name: "mlflow.TraceLocation.TraceLocationType", values: {"TRACE_LOCATION_TYPE_UNSPECIFIED":0,"MLFLOW_EXPERIMENT":1,"INFERENCE_TABLE":2} };

export type TraceInfoV3State = "STATE_UNSPECIFIED" | "OK" | "ERROR" | "IN_PROGRESS";
export const TraceInfoV3State: EnumType = { name: "mlflow.TraceInfoV3.State", values: {"STATE_UNSPECIFIED":0,"OK":1,"ERROR":2,"IN_PROGRESS":3} };

export type MetricViewType = "TRACES" | "SPANS" | "ASSESSMENTS";
export const MetricViewType: EnumType = { name: "mlflow.MetricViewType", values: {"TRACES":1,"SPANS":2,"ASSESSMENTS":3} };

export type AggregationType = "COUNT" | "SUM" | "AVG" | "PERCENTILE" | "MIN" | "MAX";
export const AggregationType: EnumType = { name: "mlflow.AggregationType", values: {"COUNT":1,"SUM":2,"AVG":3,"PERCENTILE":4,"MIN":5,"MAX":6} };

export type TraceStatus = "TRACE_STATUS_UNSPECIFIED" | "OK" | "ERROR" | "IN_PROGRESS";
export const TraceStatus: EnumType = { name: "mlflow.TraceStatus", values: {"TRACE_STATUS_UNSPECIFIED":0,"OK":1,"ERROR":2,"IN_PROGRESS":3} };

export interface TraceLocation {
  type?: TraceLocationType;
  mlflow_experiment?: TraceLocationMlflowExperimentLocation;
}
export const TraceLocation: MessageType<TraceLocation> = message("mlflow.TraceLocation", "snake", () => [
  [1, "type", "enum", "optional", TraceLocationType],
  [2, "mlflow_experiment", "message", "optional", TraceLocationMlflowExperimentLocation],
]);

export interface TraceLocationMlflowExperimentLocation {
  experiment_id?: string;
}
export const TraceLocationMlflowExperimentLocation: MessageType<TraceLocationMlflowExperimentLocation> = message("mlflow.TraceLocation.MlflowExperimentLocation", "snake", () => [
  [1, "experiment_id", "string", "optional"],
]);

/** A trace without its spans. */
export interface TraceInfoV3 {
  /** tr- and the 32 hex digits of the OpenTelemetry id */
  trace_id?: string;
  client_request_id?: string;
  trace_location?: TraceLocation;
  request_time?: string;
  execution_duration?: string;
  state?: TraceInfoV3State;
  /** set when the trace is made */
  trace_metadata: Record<string, string>;
  assessments: Assessment[];
  /** can be changed later */
  tags: Record<string, string>;
  /** at most 1,000 characters, as is the next */
  request_preview?: string;
  response_preview?: string;
}
export const TraceInfoV3: MessageType<TraceInfoV3> = message("mlflow.TraceInfoV3", "snake", () => [
  [1, "trace_id", "string", "optional"],
  [2, "client_request_id", "string", "optional"],
  [3, "trace_location", "message", "optional", TraceLocation],
  [6, "request_time", "timestamp", "optional"],
  [7, "execution_duration", "duration", "optional"],
  [8, "state", "enum", "optional", TraceInfoV3State],
  [9, "trace_metadata", "string", "map"],
  [10, "assessments", "message", "repeated", Assessment],
  [11, "tags", "string", "map"],
  [12, "request_preview", "string", "optional"],
  [13, "response_preview", "string", "optional"],
]);

export interface Trace {
  trace_info?: TraceInfoV3;
  spans: Span[];
}
export const Trace: MessageType<Trace> = message("mlflow.Trace", "snake", () => [
  [1, "trace_info", "message", "optional", TraceInfoV3],
  [2, "spans", "message", "repeated", Span],
]);

export interface StartTraceV3 {
  trace?: Trace;
}
export const StartTraceV3: MessageType<StartTraceV3> = message("mlflow.StartTraceV3", "snake", () => [
  [1, "trace", "message", "optional", Trace],
], ["trace"]);

export interface StartTraceV3Response {
  trace?: Trace;
}
export const StartTraceV3Response: MessageType<StartTraceV3Response> = message("mlflow.StartTraceV3.Response", "snake", () => [
  [1, "trace", "message", "optional", Trace],
]);

export interface GetTraceInfoV3 {
  trace_id?: string;
}
export const GetTraceInfoV3: MessageType<GetTraceInfoV3> = message("mlflow.GetTraceInfoV3", "snake", () => [
  [1, "trace_id", "string", "optional"],
]);

export interface GetTraceInfoV3Response {
  trace?: Trace;
}
export const GetTraceInfoV3Response: MessageType<GetTraceInfoV3Response> = message("mlflow.GetTraceInfoV3.Response", "snake", () => [
  [1, "trace", "message", "optional", Trace],
]);

export interface SearchTracesV3 {
  locations: TraceLocation[];
  filter?: string;
  /** 1..500, default 100 */
  max_results?: number;
  /** default: timestamp_ms DESC, then request_id ASC */
  order_by: string[];
  page_token?: string;
}
export const SearchTracesV3: MessageType<SearchTracesV3> = message("mlflow.SearchTracesV3", "snake", () => [
  [1, "locations", "message", "repeated", TraceLocation],
  [2, "filter", "string", "optional"],
  [3, "max_results", "int32", "optional"],
  [4, "order_by", "string", "repeated"],
  [5, "page_token", "string", "optional"],
], ["locations"]);

export interface SearchTracesV3Response {
  traces: TraceInfoV3[];
  /** given whenever the page is full */
  next_page_token?: string;
}
export const SearchTracesV3Response: MessageType<SearchTracesV3Response> = message("mlflow.SearchTracesV3.Response", "snake", () => [
  [1, "traces", "message", "repeated", TraceInfoV3],
  [2, "next_page_token", "string", "optional"],
]);

export interface GetTrace {
  trace_id?: string;
  /** default: wait a few seconds for the spans that the trace says it has */
  allow_partial?: boolean;
}
export const GetTrace: MessageType<GetTrace> = message("mlflow.GetTrace", "snake", () => [
  [1, "trace_id", "string", "optional"],
  [2, "allow_partial", "bool", "optional"],
], ["trace_id"]);

export interface GetTraceResponse {
  trace?: Trace;
}
export const GetTraceResponse: MessageType<GetTraceResponse> = message("mlflow.GetTrace.Response", "snake", () => [
  [1, "trace", "message", "optional", Trace],
]);

export interface BatchGetTraces {
  trace_ids: string[];
  experiment_ids: string[];
}
export const BatchGetTraces: MessageType<BatchGetTraces> = message("mlflow.BatchGetTraces", "snake", () => [
  [1, "trace_ids", "string", "repeated"],
  [2, "experiment_ids", "string", "repeated"],
], ["trace_ids"]);

export interface BatchGetTracesResponse {
  /** in the order asked for; unknown ids are left out */
  traces: Trace[];
}
export const BatchGetTracesResponse: MessageType<BatchGetTracesResponse> = message("mlflow.BatchGetTraces.Response", "snake", () => [
  [1, "traces", "message", "repeated", Trace],
]);

export interface BatchGetTraceInfos {
  trace_ids: string[];
  experiment_ids: string[];
}
export const BatchGetTraceInfos: MessageType<BatchGetTraceInfos> = message("mlflow.BatchGetTraceInfos", "snake", () => [
  [1, "trace_ids", "string", "repeated"],
  [2, "experiment_ids", "string", "repeated"],
], ["trace_ids"]);

export interface BatchGetTraceInfosResponse {
  trace_infos: TraceInfoV3[];
}
export const BatchGetTraceInfosResponse: MessageType<BatchGetTraceInfosResponse> = message("mlflow.BatchGetTraceInfos.Response", "snake", () => [
  [1, "trace_infos", "message", "repeated", TraceInfoV3],
]);

/** Either by age or by id. */
export interface DeleteTraces {
  experiment_id?: string;
  max_timestamp_millis?: number | bigint;
  /** oldest first; only with max_timestamp_millis */
  max_traces?: number;
  request_ids: string[];
}
export const DeleteTraces: MessageType<DeleteTraces> = message("mlflow.DeleteTraces", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "max_timestamp_millis", "int64", "optional"],
  [3, "max_traces", "int32", "optional"],
  [4, "request_ids", "string", "repeated"],
], ["experiment_id"]);

export interface DeleteTracesResponse {
  traces_deleted?: number;
}
export const DeleteTracesResponse: MessageType<DeleteTracesResponse> = message("mlflow.DeleteTraces.Response", "snake", () => [
  [1, "traces_deleted", "int32", "optional"],
]);

export interface DeleteTracesV3 {
  experiment_id?: string;
  max_timestamp_millis?: number | bigint;
  max_traces?: number;
  request_ids: string[];
}
export const DeleteTracesV3: MessageType<DeleteTracesV3> = message("mlflow.DeleteTracesV3", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "max_timestamp_millis", "int64", "optional"],
  [3, "max_traces", "int32", "optional"],
  [4, "request_ids", "string", "repeated"],
]);

export interface DeleteTracesV3Response {
  traces_deleted?: number;
}
export const DeleteTracesV3Response: MessageType<DeleteTracesV3Response> = message("mlflow.DeleteTracesV3.Response", "snake", () => [
  [1, "traces_deleted", "int32", "optional"],
]);

export interface SetTraceTagV3 {
  key?: string;
  value?: string;
  trace_id?: string;
}
export const SetTraceTagV3: MessageType<SetTraceTagV3> = message("mlflow.SetTraceTagV3", "snake", () => [
  [2, "key", "string", "optional"],
  [3, "value", "string", "optional"],
  [4, "trace_id", "string", "optional"],
], ["key"]);

export type SetTraceTagV3Response = Record<string, never>;
export const SetTraceTagV3Response: MessageType<SetTraceTagV3Response> = message("mlflow.SetTraceTagV3.Response", "snake", () => []);

export interface DeleteTraceTagV3 {
  key?: string;
  trace_id?: string;
}
export const DeleteTraceTagV3: MessageType<DeleteTraceTagV3> = message("mlflow.DeleteTraceTagV3", "snake", () => [
  [2, "key", "string", "optional"],
  [3, "trace_id", "string", "optional"],
], ["key"]);

export type DeleteTraceTagV3Response = Record<string, never>;
export const DeleteTraceTagV3Response: MessageType<DeleteTraceTagV3Response> = message("mlflow.DeleteTraceTagV3.Response", "snake", () => []);

export interface LinkTracesToRun {
  /** at most 100 */
  trace_ids: string[];
  run_id?: string;
}
export const LinkTracesToRun: MessageType<LinkTracesToRun> = message("mlflow.LinkTracesToRun", "snake", () => [
  [1, "trace_ids", "string", "repeated"],
  [2, "run_id", "string", "optional"],
], ["trace_ids", "run_id"]);

export type LinkTracesToRunResponse = Record<string, never>;
export const LinkTracesToRunResponse: MessageType<LinkTracesToRunResponse> = message("mlflow.LinkTracesToRun.Response", "snake", () => []);

export interface LinkPromptsToTrace {
  trace_id?: string;
  prompt_versions: LinkPromptsToTracePromptVersionRef[];
}
export const LinkPromptsToTrace: MessageType<LinkPromptsToTrace> = message("mlflow.LinkPromptsToTrace", "snake", () => [
  [1, "trace_id", "string", "optional"],
  [2, "prompt_versions", "message", "repeated", LinkPromptsToTracePromptVersionRef],
], ["trace_id", "prompt_versions"]);

export interface LinkPromptsToTracePromptVersionRef {
  name?: string;
  version?: string;
}
export const LinkPromptsToTracePromptVersionRef: MessageType<LinkPromptsToTracePromptVersionRef> = message("mlflow.LinkPromptsToTrace.PromptVersionRef", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "version", "string", "optional"],
]);

export type LinkPromptsToTraceResponse = Record<string, never>;
export const LinkPromptsToTraceResponse: MessageType<LinkPromptsToTraceResponse> = message("mlflow.LinkPromptsToTrace.Response", "snake", () => []);

/** How strongly two filters go together: normalised pointwise mutual information, -1 to 1. */
export interface CalculateTraceFilterCorrelation {
  experiment_ids: string[];
  filter_string1?: string;
  filter_string2?: string;
  /** counts only traces that match it, too */
  base_filter?: string;
}
export const CalculateTraceFilterCorrelation: MessageType<CalculateTraceFilterCorrelation> = message("mlflow.CalculateTraceFilterCorrelation", "snake", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "filter_string1", "string", "optional"],
  [3, "filter_string2", "string", "optional"],
  [4, "base_filter", "string", "optional"],
], ["experiment_ids", "filter_string1", "filter_string2"]);

export interface CalculateTraceFilterCorrelationResponse {
  /** absent where it is undefined: a filter matches nothing */
  npmi?: number;
  npmi_smoothed?: number;
  filter1_count?: number;
  filter2_count?: number;
  joint_count?: number;
  total_count?: number;
}
export const CalculateTraceFilterCorrelationResponse: MessageType<CalculateTraceFilterCorrelationResponse> = message("mlflow.CalculateTraceFilterCorrelation.Response", "snake", () => [
  [1, "npmi", "double", "optional"],
  [2, "npmi_smoothed", "double", "optional"],
  [3, "filter1_count", "int32", "optional"],
  [4, "filter2_count", "int32", "optional"],
  [5, "joint_count", "int32", "optional"],
  [6, "total_count", "int32", "optional"],
]);

export interface MetricAggregation {
  aggregation_type?: AggregationType;
  /** 0..100, for PERCENTILE */
  percentile_value?: number;
}
export const MetricAggregation: MessageType<MetricAggregation> = message("mlflow.MetricAggregation", "snake", () => [
  [1, "aggregation_type", "enum", "optional", AggregationType],
  [2, "percentile_value", "double", "optional"],
]);

export interface MetricDataPoint {
  metric_name?: string;
  dimensions: Record<string, string>;
  /** by the aggregation's name: COUNT, AVG, P95.0, … */
  values: Record<string, number>;
}
export const MetricDataPoint: MessageType<MetricDataPoint> = message("mlflow.MetricDataPoint", "snake", () => [
  [1, "metric_name", "string", "optional"],
  [2, "dimensions", "string", "map"],
  [3, "values", "double", "map"],
]);

export interface QueryTraceMetrics {
  experiment_ids: string[];
  view_type?: MetricViewType;
  metric_name?: string;
  aggregations: MetricAggregation[];
  dimensions: string[];
  /** each one `=` comparison */
  filters: string[];
  /** adds the dimension time_bucket; needs start and end */
  time_interval_seconds?: number | bigint;
  start_time_ms?: number | bigint;
  end_time_ms?: number | bigint;
  /** default 1000 */
  max_results?: number;
  page_token?: string;
}
export const QueryTraceMetrics: MessageType<QueryTraceMetrics> = message("mlflow.QueryTraceMetrics", "snake", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "view_type", "enum", "optional", MetricViewType],
  [3, "metric_name", "string", "optional"],
  [4, "aggregations", "message", "repeated", MetricAggregation],
  [5, "dimensions", "string", "repeated"],
  [6, "filters", "string", "repeated"],
  [7, "time_interval_seconds", "int64", "optional"],
  [8, "start_time_ms", "int64", "optional"],
  [9, "end_time_ms", "int64", "optional"],
  [10, "max_results", "int32", "optional"],
  [11, "page_token", "string", "optional"],
], ["experiment_ids", "view_type", "metric_name", "aggregations"]);

export interface QueryTraceMetricsResponse {
  data_points: MetricDataPoint[];
  next_page_token?: string;
}
export const QueryTraceMetricsResponse: MessageType<QueryTraceMetricsResponse> = message("mlflow.QueryTraceMetrics.Response", "snake", () => [
  [1, "data_points", "message", "repeated", MetricDataPoint],
  [2, "next_page_token", "string", "optional"],
]);

export interface TraceRequestMetadata {
  key?: string;
  value?: string;
}
export const TraceRequestMetadata: MessageType<TraceRequestMetadata> = message("mlflow.TraceRequestMetadata", "snake", () => [
  [1, "key", "string", "optional"],
  [2, "value", "string", "optional"],
]);

export interface TraceTag {
  key?: string;
  value?: string;
}
export const TraceTag: MessageType<TraceTag> = message("mlflow.TraceTag", "snake", () => [
  [1, "key", "string", "optional"],
  [2, "value", "string", "optional"],
]);

export interface TraceInfo {
  request_id?: string;
  experiment_id?: string;
  timestamp_ms?: number | bigint;
  execution_time_ms?: number | bigint;
  status?: TraceStatus;
  request_metadata: TraceRequestMetadata[];
  tags: TraceTag[];
}
export const TraceInfo: MessageType<TraceInfo> = message("mlflow.TraceInfo", "snake", () => [
  [1, "request_id", "string", "optional"],
  [2, "experiment_id", "string", "optional"],
  [3, "timestamp_ms", "int64", "optional"],
  [4, "execution_time_ms", "int64", "optional"],
  [5, "status", "enum", "optional", TraceStatus],
  [6, "request_metadata", "message", "repeated", TraceRequestMetadata],
  [7, "tags", "message", "repeated", TraceTag],
]);

export interface StartTrace {
  experiment_id?: string;
  timestamp_ms?: number | bigint;
  request_metadata: TraceRequestMetadata[];
  tags: TraceTag[];
}
export const StartTrace: MessageType<StartTrace> = message("mlflow.StartTrace", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "timestamp_ms", "int64", "optional"],
  [3, "request_metadata", "message", "repeated", TraceRequestMetadata],
  [4, "tags", "message", "repeated", TraceTag],
]);

export interface StartTraceResponse {
  trace_info?: TraceInfo;
}
export const StartTraceResponse: MessageType<StartTraceResponse> = message("mlflow.StartTrace.Response", "snake", () => [
  [1, "trace_info", "message", "optional", TraceInfo],
]);

export interface EndTrace {
  request_id?: string;
  /** of the end */
  timestamp_ms?: number | bigint;
  status?: TraceStatus;
  request_metadata: TraceRequestMetadata[];
  tags: TraceTag[];
}
export const EndTrace: MessageType<EndTrace> = message("mlflow.EndTrace", "snake", () => [
  [1, "request_id", "string", "optional"],
  [2, "timestamp_ms", "int64", "optional"],
  [3, "status", "enum", "optional", TraceStatus],
  [4, "request_metadata", "message", "repeated", TraceRequestMetadata],
  [5, "tags", "message", "repeated", TraceTag],
]);

export interface EndTraceResponse {
  trace_info?: TraceInfo;
}
export const EndTraceResponse: MessageType<EndTraceResponse> = message("mlflow.EndTrace.Response", "snake", () => [
  [1, "trace_info", "message", "optional", TraceInfo],
]);

export interface GetTraceInfo {
  request_id?: string;
}
export const GetTraceInfo: MessageType<GetTraceInfo> = message("mlflow.GetTraceInfo", "snake", () => [
  [1, "request_id", "string", "optional"],
]);

export interface GetTraceInfoResponse {
  trace_info?: TraceInfo;
}
export const GetTraceInfoResponse: MessageType<GetTraceInfoResponse> = message("mlflow.GetTraceInfo.Response", "snake", () => [
  [1, "trace_info", "message", "optional", TraceInfo],
]);

export interface SearchTraces {
  experiment_ids: string[];
  filter?: string;
  max_results?: number;
  order_by: string[];
  page_token?: string;
}
export const SearchTraces: MessageType<SearchTraces> = message("mlflow.SearchTraces", "snake", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "filter", "string", "optional"],
  [3, "max_results", "int32", "optional"],
  [4, "order_by", "string", "repeated"],
  [5, "page_token", "string", "optional"],
], ["experiment_ids"]);

export interface SearchTracesResponse {
  traces: TraceInfo[];
  next_page_token?: string;
}
export const SearchTracesResponse: MessageType<SearchTracesResponse> = message("mlflow.SearchTraces.Response", "snake", () => [
  [1, "traces", "message", "repeated", TraceInfo],
  [2, "next_page_token", "string", "optional"],
]);

export interface SetTraceTag {
  request_id?: string;
  key?: string;
  value?: string;
}
export const SetTraceTag: MessageType<SetTraceTag> = message("mlflow.SetTraceTag", "snake", () => [
  [1, "request_id", "string", "optional"],
  [2, "key", "string", "optional"],
  [3, "value", "string", "optional"],
], ["key"]);

export type SetTraceTagResponse = Record<string, never>;
export const SetTraceTagResponse: MessageType<SetTraceTagResponse> = message("mlflow.SetTraceTag.Response", "snake", () => []);

export interface DeleteTraceTag {
  request_id?: string;
  key?: string;
}
export const DeleteTraceTag: MessageType<DeleteTraceTag> = message("mlflow.DeleteTraceTag", "snake", () => [
  [1, "request_id", "string", "optional"],
  [2, "key", "string", "optional"],
], ["key"]);

export type DeleteTraceTagResponse = Record<string, never>;
export const DeleteTraceTagResponse: MessageType<DeleteTraceTagResponse> = message("mlflow.DeleteTraceTag.Response", "snake", () => []);
