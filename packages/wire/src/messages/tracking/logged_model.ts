// Generated from proto/tracking/logged_model.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type EnumType, type MessageType, message } from "../../codec/descriptor.ts";
import { Metric } from "./metric.ts";

export type LoggedModelStatus = "LOGGED_MODEL_STATUS_UNSPECIFIED" | "LOGGED_MODEL_PENDING" | "LOGGED_MODEL_READY" | "LOGGED_MODEL_UPLOAD_FAILED";
export const LoggedModelStatus: EnumType = { name: "mlflow.LoggedModelStatus", values: {"LOGGED_MODEL_STATUS_UNSPECIFIED":0,"LOGGED_MODEL_PENDING":1,"LOGGED_MODEL_READY":2,"LOGGED_MODEL_UPLOAD_FAILED":3} };

export interface LoggedModelParameter {
  key?: string;
  value?: string;
}
export const LoggedModelParameter: MessageType<LoggedModelParameter> = message("mlflow.LoggedModelParameter", "snake", () => [
  [1, "key", "string", "optional"],
  [2, "value", "string", "optional"],
]);

export interface LoggedModelTag {
  key?: string;
  value?: string;
}
export const LoggedModelTag: MessageType<LoggedModelTag> = message("mlflow.LoggedModelTag", "snake", () => [
  [1, "key", "string", "optional"],
  [2, "value", "string", "optional"],
]);

export interface LoggedModelInfo {
  /** m-<32 hex> */
  model_id?: string;
  experiment_id?: string;
  /** need not be unique */
  name?: string;
  creation_timestamp_ms?: number;
  last_updated_timestamp_ms?: number;
  artifact_uri?: string;
  status?: LoggedModelStatus;
  /** the sender's own word; empty where it said none */
  model_type?: string;
  /** empty: made outside of a run */
  source_run_id?: string;
  status_message?: string;
  tags: LoggedModelTag[];
}
export const LoggedModelInfo: MessageType<LoggedModelInfo> = message("mlflow.LoggedModelInfo", "snake", () => [
  [1, "model_id", "string", "optional"],
  [2, "experiment_id", "string", "optional"],
  [3, "name", "string", "optional"],
  [4, "creation_timestamp_ms", "number64", "optional"],
  [5, "last_updated_timestamp_ms", "number64", "optional"],
  [6, "artifact_uri", "string", "optional"],
  [7, "status", "enum", "optional", LoggedModelStatus],
  [9, "model_type", "string", "optional"],
  [10, "source_run_id", "string", "optional"],
  [11, "status_message", "string", "optional"],
  [12, "tags", "message", "repeated", LoggedModelTag],
]);

export interface LoggedModelData {
  params: LoggedModelParameter[];
  /** every point that was logged for the model */
  metrics: Metric[];
}
export const LoggedModelData: MessageType<LoggedModelData> = message("mlflow.LoggedModelData", "snake", () => [
  [1, "params", "message", "repeated", LoggedModelParameter],
  [2, "metrics", "message", "repeated", Metric],
]);

export interface LoggedModel {
  info?: LoggedModelInfo;
  data?: LoggedModelData;
}
export const LoggedModel: MessageType<LoggedModel> = message("mlflow.LoggedModel", "snake", () => [
  [1, "info", "message", "optional", LoggedModelInfo],
  [2, "data", "message", "optional", LoggedModelData],
]);

export interface ModelInput {
  model_id?: string;
}
export const ModelInput: MessageType<ModelInput> = message("mlflow.ModelInput", "snake", () => [
  [1, "model_id", "string", "optional"],
]);

export interface ModelOutput {
  model_id?: string;
  /** of training, for a checkpoint */
  step?: number | bigint;
}
export const ModelOutput: MessageType<ModelOutput> = message("mlflow.ModelOutput", "snake", () => [
  [1, "model_id", "string", "optional"],
  [2, "step", "int64", "optional"],
]);

export interface CreateLoggedModel {
  experiment_id?: string;
  /** default: two random words and a number */
  name?: string;
  model_type?: string;
  source_run_id?: string;
  params: LoggedModelParameter[];
  tags: LoggedModelTag[];
}
export const CreateLoggedModel: MessageType<CreateLoggedModel> = message("mlflow.CreateLoggedModel", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "model_type", "string", "optional"],
  [4, "source_run_id", "string", "optional"],
  [5, "params", "message", "repeated", LoggedModelParameter],
  [6, "tags", "message", "repeated", LoggedModelTag],
], ["experiment_id"]);

export interface CreateLoggedModelResponse {
  model?: LoggedModel;
}
export const CreateLoggedModelResponse: MessageType<CreateLoggedModelResponse> = message("mlflow.CreateLoggedModel.Response", "snake", () => [
  [1, "model", "message", "optional", LoggedModel],
]);

export interface FinalizeLoggedModel {
  model_id?: string;
  status?: LoggedModelStatus;
}
export const FinalizeLoggedModel: MessageType<FinalizeLoggedModel> = message("mlflow.FinalizeLoggedModel", "snake", () => [
  [1, "model_id", "string", "optional"],
  [2, "status", "enum", "optional", LoggedModelStatus],
], ["model_id", "status"]);

export interface FinalizeLoggedModelResponse {
  model?: LoggedModel;
}
export const FinalizeLoggedModelResponse: MessageType<FinalizeLoggedModelResponse> = message("mlflow.FinalizeLoggedModel.Response", "snake", () => [
  [1, "model", "message", "optional", LoggedModel],
]);

export interface GetLoggedModel {
  model_id?: string;
  /** default: a deleted one is not found */
  allow_deleted?: boolean;
}
export const GetLoggedModel: MessageType<GetLoggedModel> = message("mlflow.GetLoggedModel", "snake", () => [
  [1, "model_id", "string", "optional"],
  [2, "allow_deleted", "bool", "optional"],
]);

export interface GetLoggedModelResponse {
  model?: LoggedModel;
}
export const GetLoggedModelResponse: MessageType<GetLoggedModelResponse> = message("mlflow.GetLoggedModel.Response", "snake", () => [
  [1, "model", "message", "optional", LoggedModel],
]);

export interface DeleteLoggedModel {
  model_id?: string;
}
export const DeleteLoggedModel: MessageType<DeleteLoggedModel> = message("mlflow.DeleteLoggedModel", "snake", () => [
  [1, "model_id", "string", "optional"],
]);

export type DeleteLoggedModelResponse = Record<string, never>;
export const DeleteLoggedModelResponse: MessageType<DeleteLoggedModelResponse> = message("mlflow.DeleteLoggedModel.Response", "snake", () => []);

export interface LogLoggedModelParamsRequest {
  model_id?: string;
  params: LoggedModelParameter[];
}
export const LogLoggedModelParamsRequest: MessageType<LogLoggedModelParamsRequest> = message("mlflow.LogLoggedModelParamsRequest", "snake", () => [
  [1, "model_id", "string", "optional"],
  [2, "params", "message", "repeated", LoggedModelParameter],
], ["model_id"]);

export type LogLoggedModelParamsRequestResponse = Record<string, never>;
export const LogLoggedModelParamsRequestResponse: MessageType<LogLoggedModelParamsRequestResponse> = message("mlflow.LogLoggedModelParamsRequest.Response", "snake", () => []);

export interface SetLoggedModelTags {
  model_id?: string;
  tags: LoggedModelTag[];
}
export const SetLoggedModelTags: MessageType<SetLoggedModelTags> = message("mlflow.SetLoggedModelTags", "snake", () => [
  [1, "model_id", "string", "optional"],
  [2, "tags", "message", "repeated", LoggedModelTag],
]);

export type SetLoggedModelTagsResponse = Record<string, never>;
export const SetLoggedModelTagsResponse: MessageType<SetLoggedModelTagsResponse> = message("mlflow.SetLoggedModelTags.Response", "snake", () => []);

export interface DeleteLoggedModelTag {
  model_id?: string;
  tag_key?: string;
}
export const DeleteLoggedModelTag: MessageType<DeleteLoggedModelTag> = message("mlflow.DeleteLoggedModelTag", "snake", () => [
  [1, "model_id", "string", "optional"],
  [2, "tag_key", "string", "optional"],
]);

export type DeleteLoggedModelTagResponse = Record<string, never>;
export const DeleteLoggedModelTagResponse: MessageType<DeleteLoggedModelTagResponse> = message("mlflow.DeleteLoggedModelTag.Response", "snake", () => []);

export interface SearchLoggedModels {
  experiment_ids: string[];
  filter?: string;
  /** default 50 */
  max_results?: number;
  /** default: creation_timestamp DESC, model_id ASC */
  order_by: SearchLoggedModelsOrderBy[];
  page_token?: string;
  /** the metrics that the filter sees are those on these */
  datasets: SearchLoggedModelsDataset[];
}
export const SearchLoggedModels: MessageType<SearchLoggedModels> = message("mlflow.SearchLoggedModels", "snake", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "filter", "string", "optional"],
  [3, "max_results", "int32", "optional"],
  [4, "order_by", "message", "repeated", SearchLoggedModelsOrderBy],
  [5, "page_token", "string", "optional"],
  [6, "datasets", "message", "repeated", SearchLoggedModelsDataset],
], ["experiment_ids"]);

export interface SearchLoggedModelsDataset {
  dataset_name?: string;
  /** absent: any */
  dataset_digest?: string;
}
export const SearchLoggedModelsDataset: MessageType<SearchLoggedModelsDataset> = message("mlflow.SearchLoggedModels.Dataset", "snake", () => [
  [1, "dataset_name", "string", "optional"],
  [2, "dataset_digest", "string", "optional"],
]);

export interface SearchLoggedModelsOrderBy {
  /** an attribute, or metrics.<name> */
  field_name?: string;
  /** default: true */
  ascending?: boolean;
  /** of the metric */
  dataset_name?: string;
  dataset_digest?: string;
}
export const SearchLoggedModelsOrderBy: MessageType<SearchLoggedModelsOrderBy> = message("mlflow.SearchLoggedModels.OrderBy", "snake", () => [
  [1, "field_name", "string", "optional"],
  [2, "ascending", "bool", "optional"],
  [3, "dataset_name", "string", "optional"],
  [4, "dataset_digest", "string", "optional"],
]);

export interface SearchLoggedModelsResponse {
  models: LoggedModel[];
  next_page_token?: string;
}
export const SearchLoggedModelsResponse: MessageType<SearchLoggedModelsResponse> = message("mlflow.SearchLoggedModels.Response", "snake", () => [
  [1, "models", "message", "repeated", LoggedModel],
  [2, "next_page_token", "string", "optional"],
]);
