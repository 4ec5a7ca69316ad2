// Generated from proto/spanloom/run_view.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

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
