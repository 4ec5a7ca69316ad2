// Generated from proto/tracking/run.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type EnumType, type MessageType, message } from "../../codec/descriptor.ts";
import { DatasetInput } from "./dataset.ts";
import { ViewType } from "./experiment.ts";
import { ModelInput, ModelOutput } from "./logged_model.ts";
import { Metric } from "./metric.ts";

export type RunStatus = "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";
export const RunStatus: EnumType = { name: "mlflow.RunStatus", values: {"RUNNING":1,"SCHEDULED":2,"FINISHED":3,"FAILED":4,"KILLED":5} };

export interface Param {
  key?: string;
  value?: string;
}
export const Param: MessageType<Param> = message("mlflow.Param", "snake", () => [
  [1, "key", "string", "optional"],
  [2, "value", "string", "optional"],
]);

export interface RunTag {
  key?: string;
  value?: string;
}
export const RunTag: MessageType<RunTag> = message("mlflow.RunTag", "snake", () => [
  [1, "key", "string", "optional"],
  [2, "value", "string", "optional"],
]);

export interface RunInfo {
  /** the same: what run_id was called */
  run_uuid?: string;
  experiment_id?: string;
  run_name?: string;
  user_id?: string;
  status?: RunStatus;
  /** ms, as the client said; 0 where it said nothing */
  start_time?: number;
  end_time?: number;
  artifact_uri?: string;
  /** active | deleted */
  lifecycle_stage?: string;
  run_id?: string;
}
export const RunInfo: MessageType<RunInfo> = message("mlflow.RunInfo", "snake", () => [
  [1, "run_uuid", "string", "optional"],
  [2, "experiment_id", "string", "optional"],
  [3, "run_name", "string", "optional"],
  [6, "user_id", "string", "optional"],
  [7, "status", "enum", "optional", RunStatus],
  [8, "start_time", "number64", "optional"],
  [9, "end_time", "number64", "optional"],
  [13, "artifact_uri", "string", "optional"],
  [14, "lifecycle_stage", "string", "optional"],
  [15, "run_id", "string", "optional"],
]);

export interface RunData {
  /** of each the latest point */
  metrics: Metric[];
  params: Param[];
  tags: RunTag[];
}
export const RunData: MessageType<RunData> = message("mlflow.RunData", "snake", () => [
  [1, "metrics", "message", "repeated", Metric],
  [2, "params", "message", "repeated", Param],
  [3, "tags", "message", "repeated", RunTag],
]);

export interface RunInputs {
  dataset_inputs: DatasetInput[];
  model_inputs: ModelInput[];
}
export const RunInputs: MessageType<RunInputs> = message("mlflow.RunInputs", "snake", () => [
  [1, "dataset_inputs", "message", "repeated", DatasetInput],
  [2, "model_inputs", "message", "repeated", ModelInput],
]);

export interface RunOutputs {
  model_outputs: ModelOutput[];
}
export const RunOutputs: MessageType<RunOutputs> = message("mlflow.RunOutputs", "snake", () => [
  [1, "model_outputs", "message", "repeated", ModelOutput],
]);

export interface Run {
  info?: RunInfo;
  data?: RunData;
  inputs?: RunInputs;
  outputs?: RunOutputs;
}
export const Run: MessageType<Run> = message("mlflow.Run", "snake", () => [
  [1, "info", "message", "optional", RunInfo],
  [2, "data", "message", "optional", RunData],
  [3, "inputs", "message", "optional", RunInputs],
  [4, "outputs", "message", "optional", RunOutputs],
]);

export interface CreateRun {
  experiment_id?: string;
  user_id?: string;
  /** default: two random words and a number */
  run_name?: string;
  start_time?: number;
  tags: RunTag[];
}
export const CreateRun: MessageType<CreateRun> = message("mlflow.CreateRun", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "user_id", "string", "optional"],
  [3, "run_name", "string", "optional"],
  [7, "start_time", "number64", "optional"],
  [9, "tags", "message", "repeated", RunTag],
]);

export interface CreateRunResponse {
  run?: Run;
}
export const CreateRunResponse: MessageType<CreateRunResponse> = message("mlflow.CreateRun.Response", "snake", () => [
  [1, "run", "message", "optional", Run],
]);

export interface UpdateRun {
  run_uuid?: string;
  status?: RunStatus;
  end_time?: number;
  run_id?: string;
  run_name?: string;
}
export const UpdateRun: MessageType<UpdateRun> = message("mlflow.UpdateRun", "snake", () => [
  [1, "run_uuid", "string", "optional"],
  [2, "status", "enum", "optional", RunStatus],
  [3, "end_time", "number64", "optional"],
  [4, "run_id", "string", "optional"],
  [5, "run_name", "string", "optional"],
], ["run_uuid", "run_id"]);

export interface UpdateRunResponse {
  run_info?: RunInfo;
}
export const UpdateRunResponse: MessageType<UpdateRunResponse> = message("mlflow.UpdateRun.Response", "snake", () => [
  [1, "run_info", "message", "optional", RunInfo],
]);

export interface GetRun {
  run_uuid?: string;
  run_id?: string;
}
export const GetRun: MessageType<GetRun> = message("mlflow.GetRun", "snake", () => [
  [1, "run_uuid", "string", "optional"],
  [2, "run_id", "string", "optional"],
], ["run_uuid", "run_id"]);

export interface GetRunResponse {
  run?: Run;
}
export const GetRunResponse: MessageType<GetRunResponse> = message("mlflow.GetRun.Response", "snake", () => [
  [1, "run", "message", "optional", Run],
]);

export interface DeleteRun {
  run_id?: string;
  run_uuid?: string;
}
export const DeleteRun: MessageType<DeleteRun> = message("mlflow.DeleteRun", "snake", () => [
  [1, "run_id", "string", "optional"],
  [2, "run_uuid", "string", "optional"],
], ["run_id", "run_uuid"]);

export type DeleteRunResponse = Record<string, never>;
export const DeleteRunResponse: MessageType<DeleteRunResponse> = message("mlflow.DeleteRun.Response", "snake", () => []);

export interface RestoreRun {
  run_id?: string;
  run_uuid?: string;
}
export const RestoreRun: MessageType<RestoreRun> = message("mlflow.RestoreRun", "snake", () => [
  [1, "run_id", "string", "optional"],
  [2, "run_uuid", "string", "optional"],
], ["run_id", "run_uuid"]);

export type RestoreRunResponse = Record<string, never>;
export const RestoreRunResponse: MessageType<RestoreRunResponse> = message("mlflow.RestoreRun.Response", "snake", () => []);

export interface SearchRuns {
  experiment_ids: string[];
  /** default: ACTIVE_ONLY */
  run_view_type?: ViewType;
  filter?: string;
  /** 1..50000, default 1000 */
  max_results?: number;
  /** default: start_time DESC, run_id ASC */
  order_by: string[];
  page_token?: string;
}
export const SearchRuns: MessageType<SearchRuns> = message("mlflow.SearchRuns", "snake", () => [
  [1, "experiment_ids", "string", "repeated"],
  [3, "run_view_type", "enum", "optional", ViewType],
  [4, "filter", "string", "optional"],
  [5, "max_results", "int32", "optional"],
  [6, "order_by", "string", "repeated"],
  [7, "page_token", "string", "optional"],
]);

export interface SearchRunsResponse {
  runs: Run[];
  next_page_token?: string;
}
export const SearchRunsResponse: MessageType<SearchRunsResponse> = message("mlflow.SearchRuns.Response", "snake", () => [
  [1, "runs", "message", "repeated", Run],
  [2, "next_page_token", "string", "optional"],
]);

export interface LogParam {
  run_uuid?: string;
  key?: string;
  value?: string;
  run_id?: string;
}
export const LogParam: MessageType<LogParam> = message("mlflow.LogParam", "snake", () => [
  [1, "run_uuid", "string", "optional"],
  [2, "key", "string", "optional"],
  [3, "value", "string", "optional"],
  [4, "run_id", "string", "optional"],
], ["run_uuid", "key", "run_id"]);

export type LogParamResponse = Record<string, never>;
export const LogParamResponse: MessageType<LogParamResponse> = message("mlflow.LogParam.Response", "snake", () => []);

export interface SetTag {
  run_uuid?: string;
  key?: string;
  value?: string;
  run_id?: string;
}
export const SetTag: MessageType<SetTag> = message("mlflow.SetTag", "snake", () => [
  [1, "run_uuid", "string", "optional"],
  [2, "key", "string", "optional"],
  [3, "value", "string", "optional"],
  [4, "run_id", "string", "optional"],
], ["run_uuid", "key", "run_id"]);

export type SetTagResponse = Record<string, never>;
export const SetTagResponse: MessageType<SetTagResponse> = message("mlflow.SetTag.Response", "snake", () => []);

export interface DeleteTag {
  run_id?: string;
  key?: string;
  run_uuid?: string;
}
export const DeleteTag: MessageType<DeleteTag> = message("mlflow.DeleteTag", "snake", () => [
  [1, "run_id", "string", "optional"],
  [2, "key", "string", "optional"],
  [3, "run_uuid", "string", "optional"],
], ["run_id", "key", "run_uuid"]);

export type DeleteTagResponse = Record<string, never>;
export const DeleteTagResponse: MessageType<DeleteTagResponse> = message("mlflow.DeleteTag.Response", "snake", () => []);

export interface LogBatch {
  run_id?: string;
  /** at most 1,000 */
  metrics: Metric[];
  /** at most 100 */
  params: Param[];
  /** at most 100, and all together 1,000 */
  tags: RunTag[];
  run_uuid?: string;
}
export const LogBatch: MessageType<LogBatch> = message("mlflow.LogBatch", "snake", () => [
  [1, "run_id", "string", "optional"],
  [2, "metrics", "message", "repeated", Metric],
  [3, "params", "message", "repeated", Param],
  [4, "tags", "message", "repeated", RunTag],
  [5, "run_uuid", "string", "optional"],
], ["run_id", "run_uuid"]);

export type LogBatchResponse = Record<string, never>;
export const LogBatchResponse: MessageType<LogBatchResponse> = message("mlflow.LogBatch.Response", "snake", () => []);
