// Generated from proto/tracking/metric.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

export interface Metric {
  key?: string;
  /** infinities are clamped to the largest doubles */
  value?: number;
  /** ms */
  timestamp?: number;
  /** default 0; may be negative */
  step?: number | bigint;
  /** of a logged model's metric, as are the next three */
  dataset_name?: string;
  dataset_digest?: string;
  model_id?: string;
  run_id?: string;
}
export const Metric: MessageType<Metric> = message("mlflow.Metric", "snake", () => [
  [1, "key", "string", "optional"],
  [2, "value", "double", "optional"],
  [3, "timestamp", "number64", "optional"],
  [4, "step", "int64", "optional"],
  [5, "dataset_name", "string", "optional"],
  [6, "dataset_digest", "string", "optional"],
  [7, "model_id", "string", "optional"],
  [8, "run_id", "string", "optional"],
]);

export interface MetricWithRunId {
  key?: string;
  value?: number;
  timestamp?: number;
  step?: number | bigint;
  run_id?: string;
}
export const MetricWithRunId: MessageType<MetricWithRunId> = message("mlflow.MetricWithRunId", "snake", () => [
  [1, "key", "string", "optional"],
  [2, "value", "double", "optional"],
  [3, "timestamp", "number64", "optional"],
  [4, "step", "int64", "optional"],
  [5, "run_id", "string", "optional"],
]);

export interface LogMetric {
  /** what run_id was called */
  run_uuid?: string;
  key?: string;
  value?: number;
  timestamp?: number;
  step?: number | bigint;
  run_id?: string;
  model_id?: string;
  dataset_name?: string;
  dataset_digest?: string;
}
export const LogMetric: MessageType<LogMetric> = message("mlflow.LogMetric", "snake", () => [
  [1, "run_uuid", "string", "optional"],
  [2, "key", "string", "optional"],
  [3, "value", "double", "optional"],
  [4, "timestamp", "number64", "optional"],
  [5, "step", "int64", "optional"],
  [6, "run_id", "string", "optional"],
  [7, "model_id", "string", "optional"],
  [8, "dataset_name", "string", "optional"],
  [9, "dataset_digest", "string", "optional"],
], ["run_uuid", "key", "value", "timestamp", "run_id"]);

export type LogMetricResponse = Record<string, never>;
export const LogMetricResponse: MessageType<LogMetricResponse> = message("mlflow.LogMetric.Response", "snake", () => []);

export interface GetMetricHistory {
  run_uuid?: string;
  metric_key?: string;
  run_id?: string;
  page_token?: string;
  /** default: all */
  max_results?: number;
}
export const GetMetricHistory: MessageType<GetMetricHistory> = message("mlflow.GetMetricHistory", "snake", () => [
  [1, "run_uuid", "string", "optional"],
  [2, "metric_key", "string", "optional"],
  [3, "run_id", "string", "optional"],
  [4, "page_token", "string", "optional"],
  [5, "max_results", "int32", "optional"],
], ["run_uuid", "metric_key", "run_id"]);

export interface GetMetricHistoryResponse {
  /** by timestamp, step and value */
  metrics: Metric[];
  next_page_token?: string;
}
export const GetMetricHistoryResponse: MessageType<GetMetricHistoryResponse> = message("mlflow.GetMetricHistory.Response", "snake", () => [
  [1, "metrics", "message", "repeated", Metric],
  [2, "next_page_token", "string", "optional"],
]);

export interface GetMetricHistoryBulkInterval {
  /** at most 100 */
  run_ids: string[];
  metric_key?: string;
  /** with end_step or not at all */
  start_step?: number;
  end_step?: number;
  /** for each run: 1..2500, default 2500 */
  max_results?: number;
}
export const GetMetricHistoryBulkInterval: MessageType<GetMetricHistoryBulkInterval> = message("mlflow.GetMetricHistoryBulkInterval", "snake", () => [
  [1, "run_ids", "string", "repeated"],
  [2, "metric_key", "string", "optional"],
  [3, "start_step", "int32", "optional"],
  [4, "end_step", "int32", "optional"],
  [5, "max_results", "int32", "optional"],
], ["run_ids", "metric_key"]);

export interface GetMetricHistoryBulkIntervalResponse {
  /** run by run, by step */
  metrics: MetricWithRunId[];
}
export const GetMetricHistoryBulkIntervalResponse: MessageType<GetMetricHistoryBulkIntervalResponse> = message("mlflow.GetMetricHistoryBulkInterval.Response", "snake", () => [
  [1, "metrics", "message", "repeated", MetricWithRunId],
]);
