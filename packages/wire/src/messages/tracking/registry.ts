// Generated from proto/tracking/registry.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type EnumType, type MessageType, message } from "../../codec/descriptor.ts";

export type ModelVersionStatus = "PENDING_REGISTRATION" | "FAILED_REGISTRATION" | "READY";
export const ModelVersionStatus: EnumType = { name: "mlflow.ModelVersionStatus", values: {"PENDING_REGISTRATION":1,"FAILED_REGISTRATION":2,"READY":3} };

export interface RegisteredModelTag {
  key?: string;
  value?: string;
}
export const RegisteredModelTag: MessageType<RegisteredModelTag> = message("mlflow.RegisteredModelTag", "snake", () => [
  [1, "key", "string", "optional"],
  [2, "value", "string", "optional"],
]);

export interface RegisteredModelAlias {
  alias?: string;
  version?: string;
}
export const RegisteredModelAlias: MessageType<RegisteredModelAlias> = message("mlflow.RegisteredModelAlias", "snake", () => [
  [1, "alias", "string", "optional"],
  [2, "version", "string", "optional"],
]);

export interface RegisteredModel {
  name?: string;
  /** ms */
  creation_timestamp?: number;
  /** ms */
  last_updated_timestamp?: number;
  /** never set */
  user_id?: string;
  description?: string;
  /** the highest version of each stage */
  latest_versions: ModelVersion[];
  tags: RegisteredModelTag[];
  aliases: RegisteredModelAlias[];
}
export const RegisteredModel: MessageType<RegisteredModel> = message("mlflow.RegisteredModel", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "creation_timestamp", "number64", "optional"],
  [3, "last_updated_timestamp", "number64", "optional"],
  [4, "user_id", "string", "optional"],
  [5, "description", "string", "optional"],
  [6, "latest_versions", "message", "repeated", ModelVersion],
  [7, "tags", "message", "repeated", RegisteredModelTag],
  [8, "aliases", "message", "repeated", RegisteredModelAlias],
]);

export interface ModelVersionTag {
  key?: string;
  value?: string;
}
export const ModelVersionTag: MessageType<ModelVersionTag> = message("mlflow.ModelVersionTag", "snake", () => [
  [1, "key", "string", "optional"],
  [2, "value", "string", "optional"],
]);

export interface ModelVersion {
  name?: string;
  /** a number, as text */
  version?: string;
  /** ms */
  creation_timestamp?: number;
  /** ms */
  last_updated_timestamp?: number;
  /** never set */
  user_id?: string;
  /** None | Staging | Production | Archived */
  current_stage?: string;
  /** of a prompt: the commit message */
  description?: string;
  source?: string;
  /** empty where no run is known */
  run_id?: string;
  status?: ModelVersionStatus;
  status_message?: string;
  tags: ModelVersionTag[];
  run_link?: string;
  aliases: string[];
  /** the logged model that it was made from */
  model_id?: string;
}
export const ModelVersion: MessageType<ModelVersion> = message("mlflow.ModelVersion", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "version", "string", "optional"],
  [3, "creation_timestamp", "number64", "optional"],
  [4, "last_updated_timestamp", "number64", "optional"],
  [5, "user_id", "string", "optional"],
  [6, "current_stage", "string", "optional"],
  [7, "description", "string", "optional"],
  [8, "source", "string", "optional"],
  [9, "run_id", "string", "optional"],
  [10, "status", "enum", "optional", ModelVersionStatus],
  [11, "status_message", "string", "optional"],
  [12, "tags", "message", "repeated", ModelVersionTag],
  [13, "run_link", "string", "optional"],
  [14, "aliases", "string", "repeated"],
  [15, "model_id", "string", "optional"],
]);

export interface CreateRegisteredModel {
  name?: string;
  tags: RegisteredModelTag[];
  description?: string;
}
export const CreateRegisteredModel: MessageType<CreateRegisteredModel> = message("mlflow.CreateRegisteredModel", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "tags", "message", "repeated", RegisteredModelTag],
  [3, "description", "string", "optional"],
], ["name"]);

export interface CreateRegisteredModelResponse {
  registered_model?: RegisteredModel;
}
export const CreateRegisteredModelResponse: MessageType<CreateRegisteredModelResponse> = message("mlflow.CreateRegisteredModel.Response", "snake", () => [
  [1, "registered_model", "message", "optional", RegisteredModel],
]);

export interface GetRegisteredModel {
  name?: string;
}
export const GetRegisteredModel: MessageType<GetRegisteredModel> = message("mlflow.GetRegisteredModel", "snake", () => [
  [1, "name", "string", "optional"],
], ["name"]);

export interface GetRegisteredModelResponse {
  registered_model?: RegisteredModel;
}
export const GetRegisteredModelResponse: MessageType<GetRegisteredModelResponse> = message("mlflow.GetRegisteredModel.Response", "snake", () => [
  [1, "registered_model", "message", "optional", RegisteredModel],
]);

export interface RenameRegisteredModel {
  name?: string;
  new_name?: string;
}
export const RenameRegisteredModel: MessageType<RenameRegisteredModel> = message("mlflow.RenameRegisteredModel", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "new_name", "string", "optional"],
], ["name", "new_name"]);

export interface RenameRegisteredModelResponse {
  registered_model?: RegisteredModel;
}
export const RenameRegisteredModelResponse: MessageType<RenameRegisteredModelResponse> = message("mlflow.RenameRegisteredModel.Response", "snake", () => [
  [1, "registered_model", "message", "optional", RegisteredModel],
]);

export interface UpdateRegisteredModel {
  name?: string;
  description?: string;
}
export const UpdateRegisteredModel: MessageType<UpdateRegisteredModel> = message("mlflow.UpdateRegisteredModel", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "description", "string", "optional"],
], ["name"]);

export interface UpdateRegisteredModelResponse {
  registered_model?: RegisteredModel;
}
export const UpdateRegisteredModelResponse: MessageType<UpdateRegisteredModelResponse> = message("mlflow.UpdateRegisteredModel.Response", "snake", () => [
  [1, "registered_model", "message", "optional", RegisteredModel],
]);

export interface DeleteRegisteredModel {
  name?: string;
}
export const DeleteRegisteredModel: MessageType<DeleteRegisteredModel> = message("mlflow.DeleteRegisteredModel", "snake", () => [
  [1, "name", "string", "optional"],
], ["name"]);

export type DeleteRegisteredModelResponse = Record<string, never>;
export const DeleteRegisteredModelResponse: MessageType<DeleteRegisteredModelResponse> = message("mlflow.DeleteRegisteredModel.Response", "snake", () => []);

export interface SearchRegisteredModels {
  filter?: string;
  /** 1..1000, default 100 */
  max_results?: number;
  /** default: name ASC */
  order_by: string[];
  page_token?: string;
}
export const SearchRegisteredModels: MessageType<SearchRegisteredModels> = message("mlflow.SearchRegisteredModels", "snake", () => [
  [1, "filter", "string", "optional"],
  [2, "max_results", "number64", "optional"],
  [3, "order_by", "string", "repeated"],
  [4, "page_token", "string", "optional"],
]);

export interface SearchRegisteredModelsResponse {
  registered_models: RegisteredModel[];
  next_page_token?: string;
}
export const SearchRegisteredModelsResponse: MessageType<SearchRegisteredModelsResponse> = message("mlflow.SearchRegisteredModels.Response", "snake", () => [
  [1, "registered_models", "message", "repeated", RegisteredModel],
  [2, "next_page_token", "string", "optional"],
]);

export interface GetLatestVersions {
  name?: string;
  /** default: every stage */
  stages: string[];
}
export const GetLatestVersions: MessageType<GetLatestVersions> = message("mlflow.GetLatestVersions", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "stages", "string", "repeated"],
], ["name"]);

export interface GetLatestVersionsResponse {
  model_versions: ModelVersion[];
}
export const GetLatestVersionsResponse: MessageType<GetLatestVersionsResponse> = message("mlflow.GetLatestVersions.Response", "snake", () => [
  [1, "model_versions", "message", "repeated", ModelVersion],
]);

export interface SetRegisteredModelTag {
  name?: string;
  key?: string;
  value?: string;
}
export const SetRegisteredModelTag: MessageType<SetRegisteredModelTag> = message("mlflow.SetRegisteredModelTag", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "key", "string", "optional"],
  [3, "value", "string", "optional"],
], ["name", "key"]);

export type SetRegisteredModelTagResponse = Record<string, never>;
export const SetRegisteredModelTagResponse: MessageType<SetRegisteredModelTagResponse> = message("mlflow.SetRegisteredModelTag.Response", "snake", () => []);

export interface DeleteRegisteredModelTag {
  name?: string;
  key?: string;
}
export const DeleteRegisteredModelTag: MessageType<DeleteRegisteredModelTag> = message("mlflow.DeleteRegisteredModelTag", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "key", "string", "optional"],
], ["name", "key"]);

export type DeleteRegisteredModelTagResponse = Record<string, never>;
export const DeleteRegisteredModelTagResponse: MessageType<DeleteRegisteredModelTagResponse> = message("mlflow.DeleteRegisteredModelTag.Response", "snake", () => []);

export interface SetRegisteredModelAlias {
  name?: string;
  alias?: string;
  version?: string;
}
export const SetRegisteredModelAlias: MessageType<SetRegisteredModelAlias> = message("mlflow.SetRegisteredModelAlias", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "alias", "string", "optional"],
  [3, "version", "string", "optional"],
], ["name", "alias", "version"]);

export type SetRegisteredModelAliasResponse = Record<string, never>;
export const SetRegisteredModelAliasResponse: MessageType<SetRegisteredModelAliasResponse> = message("mlflow.SetRegisteredModelAlias.Response", "snake", () => []);

export interface DeleteRegisteredModelAlias {
  name?: string;
  alias?: string;
}
export const DeleteRegisteredModelAlias: MessageType<DeleteRegisteredModelAlias> = message("mlflow.DeleteRegisteredModelAlias", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "alias", "string", "optional"],
], ["name", "alias"]);

export type DeleteRegisteredModelAliasResponse = Record<string, never>;
export const DeleteRegisteredModelAliasResponse: MessageType<DeleteRegisteredModelAliasResponse> = message("mlflow.DeleteRegisteredModelAlias.Response", "snake", () => []);

export interface GetModelVersionByAlias {
  name?: string;
  /** "latest" is the highest version */
  alias?: string;
}
export const GetModelVersionByAlias: MessageType<GetModelVersionByAlias> = message("mlflow.GetModelVersionByAlias", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "alias", "string", "optional"],
], ["name", "alias"]);

export interface GetModelVersionByAliasResponse {
  model_version?: ModelVersion;
}
export const GetModelVersionByAliasResponse: MessageType<GetModelVersionByAliasResponse> = message("mlflow.GetModelVersionByAlias.Response", "snake", () => [
  [1, "model_version", "message", "optional", ModelVersion],
]);

export interface CreateModelVersion {
  name?: string;
  source?: string;
  run_id?: string;
  tags: ModelVersionTag[];
  run_link?: string;
  description?: string;
  model_id?: string;
}
export const CreateModelVersion: MessageType<CreateModelVersion> = message("mlflow.CreateModelVersion", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "source", "string", "optional"],
  [3, "run_id", "string", "optional"],
  [4, "tags", "message", "repeated", ModelVersionTag],
  [5, "run_link", "string", "optional"],
  [6, "description", "string", "optional"],
  [7, "model_id", "string", "optional"],
], ["name", "source"]);

export interface CreateModelVersionResponse {
  model_version?: ModelVersion;
}
export const CreateModelVersionResponse: MessageType<CreateModelVersionResponse> = message("mlflow.CreateModelVersion.Response", "snake", () => [
  [1, "model_version", "message", "optional", ModelVersion],
]);

export interface GetModelVersion {
  name?: string;
  version?: string;
}
export const GetModelVersion: MessageType<GetModelVersion> = message("mlflow.GetModelVersion", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "version", "string", "optional"],
], ["name", "version"]);

export interface GetModelVersionResponse {
  model_version?: ModelVersion;
}
export const GetModelVersionResponse: MessageType<GetModelVersionResponse> = message("mlflow.GetModelVersion.Response", "snake", () => [
  [1, "model_version", "message", "optional", ModelVersion],
]);

export interface UpdateModelVersion {
  name?: string;
  version?: string;
  description?: string;
}
export const UpdateModelVersion: MessageType<UpdateModelVersion> = message("mlflow.UpdateModelVersion", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "version", "string", "optional"],
  [3, "description", "string", "optional"],
], ["name", "version"]);

export interface UpdateModelVersionResponse {
  model_version?: ModelVersion;
}
export const UpdateModelVersionResponse: MessageType<UpdateModelVersionResponse> = message("mlflow.UpdateModelVersion.Response", "snake", () => [
  [1, "model_version", "message", "optional", ModelVersion],
]);

export interface TransitionModelVersionStage {
  name?: string;
  version?: string;
  /** in any case */
  stage?: string;
  /** only with Staging and Production */
  archive_existing_versions?: boolean;
}
export const TransitionModelVersionStage: MessageType<TransitionModelVersionStage> = message("mlflow.TransitionModelVersionStage", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "version", "string", "optional"],
  [3, "stage", "string", "optional"],
  [4, "archive_existing_versions", "bool", "optional"],
], ["name", "version", "stage"]);

export interface TransitionModelVersionStageResponse {
  model_version?: ModelVersion;
}
export const TransitionModelVersionStageResponse: MessageType<TransitionModelVersionStageResponse> = message("mlflow.TransitionModelVersionStage.Response", "snake", () => [
  [1, "model_version", "message", "optional", ModelVersion],
]);

export interface DeleteModelVersion {
  name?: string;
  version?: string;
}
export const DeleteModelVersion: MessageType<DeleteModelVersion> = message("mlflow.DeleteModelVersion", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "version", "string", "optional"],
], ["name", "version"]);

export type DeleteModelVersionResponse = Record<string, never>;
export const DeleteModelVersionResponse: MessageType<DeleteModelVersionResponse> = message("mlflow.DeleteModelVersion.Response", "snake", () => []);

export interface SearchModelVersions {
  filter?: string;
  /** 1..200000, default 200000 */
  max_results?: number;
  /** default: last_updated_timestamp DESC, name ASC, version_number DESC */
  order_by: string[];
  page_token?: string;
}
export const SearchModelVersions: MessageType<SearchModelVersions> = message("mlflow.SearchModelVersions", "snake", () => [
  [1, "filter", "string", "optional"],
  [2, "max_results", "number64", "optional"],
  [3, "order_by", "string", "repeated"],
  [4, "page_token", "string", "optional"],
]);

export interface SearchModelVersionsResponse {
  model_versions: ModelVersion[];
  next_page_token?: string;
}
export const SearchModelVersionsResponse: MessageType<SearchModelVersionsResponse> = message("mlflow.SearchModelVersions.Response", "snake", () => [
  [1, "model_versions", "message", "repeated", ModelVersion],
  [2, "next_page_token", "string", "optional"],
]);

export interface GetModelVersionDownloadUri {
  name?: string;
  version?: string;
}
export const GetModelVersionDownloadUri: MessageType<GetModelVersionDownloadUri> = message("mlflow.GetModelVersionDownloadUri", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "version", "string", "optional"],
]);

export interface GetModelVersionDownloadUriResponse {
  artifact_uri?: string;
}
export const GetModelVersionDownloadUriResponse: MessageType<GetModelVersionDownloadUriResponse> = message("mlflow.GetModelVersionDownloadUri.Response", "snake", () => [
  [1, "artifact_uri", "string", "optional"],
]);

export interface SetModelVersionTag {
  name?: string;
  version?: string;
  key?: string;
  value?: string;
}
export const SetModelVersionTag: MessageType<SetModelVersionTag> = message("mlflow.SetModelVersionTag", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "version", "string", "optional"],
  [3, "key", "string", "optional"],
  [4, "value", "string", "optional"],
], ["name", "version", "key"]);

export type SetModelVersionTagResponse = Record<string, never>;
export const SetModelVersionTagResponse: MessageType<SetModelVersionTagResponse> = message("mlflow.SetModelVersionTag.Response", "snake", () => []);

export interface DeleteModelVersionTag {
  name?: string;
  version?: string;
  key?: string;
}
export const DeleteModelVersionTag: MessageType<DeleteModelVersionTag> = message("mlflow.DeleteModelVersionTag", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "version", "string", "optional"],
  [3, "key", "string", "optional"],
], ["name", "version", "key"]);

export type DeleteModelVersionTagResponse = Record<string, never>;
export const DeleteModelVersionTagResponse: MessageType<DeleteModelVersionTagResponse> = message("mlflow.DeleteModelVersionTag.Response", "snake", () => []);
