// Generated from proto/spanloom/run_view.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";
import { Run } from "../tracking/run.ts";

/** Keys that occur in the runs of some experiments. */
export interface SuggestRunKeys {
  experiment_ids: string[];
}
export const SuggestRunKeys: MessageType<SuggestRunKeys, "complete"> = message("spanloom.SuggestRunKeys", "complete", () => [
  [1, "experiment_ids", "string", "repeated"],
]);

export interface SuggestRunKeysResponse {
  /** each list in alphabetical order, at most 2000 */
  metrics: string[];
  params: string[];
  tags: string[];
}
export const SuggestRunKeysResponse: MessageType<SuggestRunKeysResponse, "complete"> = message("spanloom.SuggestRunKeys.Response", "complete", () => [
  [1, "metrics", "string", "repeated"],
  [2, "params", "string", "repeated"],
  [3, "tags", "string", "repeated"],
]);

/** Values that a field of the runs' search language has. */
export interface SuggestRunValues {
  experiment_ids: string[];
  /** with its key: params.model, tags.team, run_name */
  field: string;
  /** in any case */
  prefix: string;
}
export const SuggestRunValues: MessageType<SuggestRunValues, "complete"> = message("spanloom.SuggestRunValues", "complete", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "field", "string"],
  [3, "prefix", "string"],
]);

export interface SuggestRunValuesResponse {
  /** in alphabetical order, at most 50 */
  values: string[];
}
export const SuggestRunValuesResponse: MessageType<SuggestRunValuesResponse, "complete"> = message("spanloom.SuggestRunValues.Response", "complete", () => [
  [1, "values", "string", "repeated"],
]);

export interface CountRuns {
  experiment_ids: string[];
  filter: string;
  /** active (the default) | deleted | all */
  view: string;
}
export const CountRuns: MessageType<CountRuns, "complete"> = message("spanloom.CountRuns", "complete", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "filter", "string"],
  [3, "view", "string"],
]);

export interface CountRunsResponse {
  count: number;
}
export const CountRunsResponse: MessageType<CountRunsResponse, "complete"> = message("spanloom.CountRuns.Response", "complete", () => [
  [1, "count", "number64"],
]);

export interface GroupMetric {
  key: string;
  /** runs of the group that have it; NaN counts as not having it */
  count: number;
  mean: number;
  min: number;
  max: number;
}
export const GroupMetric: MessageType<GroupMetric, "complete"> = message("spanloom.GroupMetric", "complete", () => [
  [1, "key", "string"],
  [2, "count", "number64"],
  [3, "mean", "double"],
  [4, "min", "double"],
  [5, "max", "double"],
]);

export interface GroupValue {
  /** absent: runs that have none */
  value?: string;
}
export const GroupValue: MessageType<GroupValue, "complete"> = message("spanloom.GroupValue", "complete", () => [
  [1, "value", "string", "optional"],
]);

export interface RunGroup {
  /** one for each of `by` */
  values: GroupValue[];
  run_count: number;
  /** of its newest run, ms */
  last_start_time: number;
  /** those that some run of the group has */
  metrics: GroupMetric[];
}
export const RunGroup: MessageType<RunGroup, "complete"> = message("spanloom.RunGroup", "complete", () => [
  [1, "values", "message", "repeated", GroupValue],
  [2, "run_count", "number64"],
  [3, "last_start_time", "number64"],
  [4, "metrics", "message", "repeated", GroupMetric],
]);

export interface GroupRuns {
  experiment_ids: string[];
  filter: string;
  /** active (the default) | deleted | all */
  view: string;
  /** params.<key>, tags.<key> or dataset.name; 1 to 3 */
  by: string[];
  /** keys to summarise, at most 50 */
  metrics: string[];
}
export const GroupRuns: MessageType<GroupRuns, "complete"> = message("spanloom.GroupRuns", "complete", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "filter", "string"],
  [3, "view", "string"],
  [4, "by", "string", "repeated"],
  [5, "metrics", "string", "repeated"],
]);

export interface GroupRunsResponse {
  /** the largest first, at most 500 */
  groups: RunGroup[];
  truncated: boolean;
}
export const GroupRunsResponse: MessageType<GroupRunsResponse, "complete"> = message("spanloom.GroupRuns.Response", "complete", () => [
  [1, "groups", "message", "repeated", RunGroup],
  [2, "truncated", "bool"],
]);

export interface ChildCount {
  run_id: string;
  count: number;
}
export const ChildCount: MessageType<ChildCount, "complete"> = message("spanloom.ChildCount", "complete", () => [
  [1, "run_id", "string"],
  [2, "count", "number64"],
]);

export interface CountChildRuns {
  experiment_ids: string[];
  /** 1 to 1000 */
  run_ids: string[];
}
export const CountChildRuns: MessageType<CountChildRuns, "complete"> = message("spanloom.CountChildRuns", "complete", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "run_ids", "string", "repeated"],
]);

export interface CountChildRunsResponse {
  /** of those that have children */
  counts: ChildCount[];
}
export const CountChildRunsResponse: MessageType<CountChildRunsResponse, "complete"> = message("spanloom.CountChildRuns.Response", "complete", () => [
  [1, "counts", "message", "repeated", ChildCount],
]);

/** Runs by their ids, deleted ones too, in the order of the ids. Those that there are not are left out. */
export interface ReadRuns {
  /** 1 to 100 */
  run_ids: string[];
}
export const ReadRuns: MessageType<ReadRuns, "complete"> = message("spanloom.ReadRuns", "complete", () => [
  [1, "run_ids", "string", "repeated"],
]);

export interface ReadRunsResponse {
  runs: Run[];
}
export const ReadRunsResponse: MessageType<ReadRunsResponse, "complete"> = message("spanloom.ReadRuns.Response", "complete", () => [
  [1, "runs", "message", "repeated", Run],
]);

/** A metric of one run as columns, by step. */
export interface MetricLine {
  run_id: string;
  steps: number[];
  /** since 1970 */
  times_ms: number[];
  /** infinities are the largest doubles, as they are stored */
  values: number[];
}
export const MetricLine: MessageType<MetricLine, "complete"> = message("spanloom.MetricLine", "complete", () => [
  [1, "run_id", "string"],
  [2, "steps", "double", "repeated"],
  [3, "times_ms", "double", "repeated"],
  [4, "values", "double", "repeated"],
]);

export interface ReadMetricLines {
  /** 1 to 100 */
  run_ids: string[];
  metric_key: string;
  /** both or none */
  first_step?: number;
  last_step?: number;
  /** of each run, 1 to 2500 (the default); of more, extremes are kept */
  max_points: number;
}
export const ReadMetricLines: MessageType<ReadMetricLines, "complete"> = message("spanloom.ReadMetricLines", "complete", () => [
  [1, "run_ids", "string", "repeated"],
  [2, "metric_key", "string"],
  [3, "first_step", "number64", "optional"],
  [4, "last_step", "number64", "optional"],
  [5, "max_points", "int32"],
]);

export interface ReadMetricLinesResponse {
  /** of those that have the metric, in the order of the ids */
  lines: MetricLine[];
}
export const ReadMetricLinesResponse: MessageType<ReadMetricLinesResponse, "complete"> = message("spanloom.ReadMetricLines.Response", "complete", () => [
  [1, "lines", "message", "repeated", MetricLine],
]);
