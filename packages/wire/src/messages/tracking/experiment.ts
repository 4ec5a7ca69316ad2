// Generated from proto/tracking/experiment.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type EnumType, type MessageType, message } from "../../codec/descriptor.ts";

export type ViewType = "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";
export const ViewType: EnumType = { name: "mlflow.ViewType", values: {"ACTIVE_ONLY":1,"DELETED_ONLY":2,"ALL":3} };

export interface ExperimentTag {
  key?: string;
  value?: string;
}
export const ExperimentTag: MessageType<ExperimentTag> = message("mlflow.ExperimentTag", "snake", () => [
  [1, "key", "string", "optional"],
  [2, "value", "string", "optional"],
]);

export interface Experiment {
  /** a decimal number, as text */
  experiment_id?: string;
  name?: string;
  artifact_location?: string;
  /** active | deleted */
  lifecycle_stage?: string;
  /** ms */
  last_update_time?: number;
  /** ms */
  creation_time?: number;
  tags: ExperimentTag[];
  /** always "default" */
  workspace?: string;
}
export const Experiment: MessageType<Experiment> = message("mlflow.Experiment", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "artifact_location", "string", "optional"],
  [4, "lifecycle_stage", "string", "optional"],
  [5, "last_update_time", "number64", "optional"],
  [6, "creation_time", "number64", "optional"],
  [7, "tags", "message", "repeated", ExperimentTag],
  [9, "workspace", "string", "optional"],
]);

export interface CreateExperiment {
  name?: string;
  /** default: mlflow-artifacts:/<experiment_id> */
  artifact_location?: string;
  tags: ExperimentTag[];
}
export const CreateExperiment: MessageType<CreateExperiment> = message("mlflow.CreateExperiment", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "artifact_location", "string", "optional"],
  [3, "tags", "message", "repeated", ExperimentTag],
], ["name"]);

export interface CreateExperimentResponse {
  experiment_id?: string;
}
export const CreateExperimentResponse: MessageType<CreateExperimentResponse> = message("mlflow.CreateExperiment.Response", "snake", () => [
  [1, "experiment_id", "string", "optional"],
]);

export interface GetExperiment {
  experiment_id?: string;
}
export const GetExperiment: MessageType<GetExperiment> = message("mlflow.GetExperiment", "snake", () => [
  [1, "experiment_id", "string", "optional"],
], ["experiment_id"]);

export interface GetExperimentResponse {
  experiment?: Experiment;
}
export const GetExperimentResponse: MessageType<GetExperimentResponse> = message("mlflow.GetExperiment.Response", "snake", () => [
  [1, "experiment", "message", "optional", Experiment],
]);

export interface GetExperimentByName {
  experiment_name?: string;
}
export const GetExperimentByName: MessageType<GetExperimentByName> = message("mlflow.GetExperimentByName", "snake", () => [
  [1, "experiment_name", "string", "optional"],
], ["experiment_name"]);

export interface GetExperimentByNameResponse {
  experiment?: Experiment;
}
export const GetExperimentByNameResponse: MessageType<GetExperimentByNameResponse> = message("mlflow.GetExperimentByName.Response", "snake", () => [
  [1, "experiment", "message", "optional", Experiment],
]);

export interface UpdateExperiment {
  experiment_id?: string;
  new_name?: string;
}
export const UpdateExperiment: MessageType<UpdateExperiment> = message("mlflow.UpdateExperiment", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "new_name", "string", "optional"],
], ["experiment_id", "new_name"]);

export type UpdateExperimentResponse = Record<string, never>;
export const UpdateExperimentResponse: MessageType<UpdateExperimentResponse> = message("mlflow.UpdateExperiment.Response", "snake", () => []);

export interface DeleteExperiment {
  experiment_id?: string;
}
export const DeleteExperiment: MessageType<DeleteExperiment> = message("mlflow.DeleteExperiment", "snake", () => [
  [1, "experiment_id", "string", "optional"],
], ["experiment_id"]);

export type DeleteExperimentResponse = Record<string, never>;
export const DeleteExperimentResponse: MessageType<DeleteExperimentResponse> = message("mlflow.DeleteExperiment.Response", "snake", () => []);

export interface RestoreExperiment {
  experiment_id?: string;
}
export const RestoreExperiment: MessageType<RestoreExperiment> = message("mlflow.RestoreExperiment", "snake", () => [
  [1, "experiment_id", "string", "optional"],
], ["experiment_id"]);

export type RestoreExperimentResponse = Record<string, never>;
export const RestoreExperimentResponse: MessageType<RestoreExperimentResponse> = message("mlflow.RestoreExperiment.Response", "snake", () => []);

export interface SetExperimentTag {
  experiment_id?: string;
  key?: string;
  /** at most 20,000 characters */
  value?: string;
}
export const SetExperimentTag: MessageType<SetExperimentTag> = message("mlflow.SetExperimentTag", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "key", "string", "optional"],
  [3, "value", "string", "optional"],
], ["experiment_id", "key"]);

export type SetExperimentTagResponse = Record<string, never>;
export const SetExperimentTagResponse: MessageType<SetExperimentTagResponse> = message("mlflow.SetExperimentTag.Response", "snake", () => []);

export interface DeleteExperimentTag {
  experiment_id?: string;
  key?: string;
}
export const DeleteExperimentTag: MessageType<DeleteExperimentTag> = message("mlflow.DeleteExperimentTag", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "key", "string", "optional"],
], ["experiment_id", "key"]);

export type DeleteExperimentTagResponse = Record<string, never>;
export const DeleteExperimentTagResponse: MessageType<DeleteExperimentTagResponse> = message("mlflow.DeleteExperimentTag.Response", "snake", () => []);

export interface SearchExperiments {
  /** 1..50000, required */
  max_results?: number | bigint;
  page_token?: string;
  filter?: string;
  /** default: creation_time DESC, experiment_id ASC */
  order_by: string[];
  /** default: ACTIVE_ONLY */
  view_type?: ViewType;
}
export const SearchExperiments: MessageType<SearchExperiments> = message("mlflow.SearchExperiments", "snake", () => [
  [1, "max_results", "int64", "optional"],
  [2, "page_token", "string", "optional"],
  [3, "filter", "string", "optional"],
  [4, "order_by", "string", "repeated"],
  [5, "view_type", "enum", "optional", ViewType],
]);

export interface SearchExperimentsResponse {
  experiments: Experiment[];
  next_page_token?: string;
}
export const SearchExperimentsResponse: MessageType<SearchExperimentsResponse> = message("mlflow.SearchExperiments.Response", "snake", () => [
  [1, "experiments", "message", "repeated", Experiment],
  [2, "next_page_token", "string", "optional"],
]);
