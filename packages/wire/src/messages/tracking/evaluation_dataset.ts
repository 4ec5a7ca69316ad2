// Generated from proto/tracking/evaluation_dataset.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

export interface EvaluationDataset {
  dataset_id?: string;
  /** several may have the same */
  name?: string;
  /** JSON object of texts */
  tags?: string;
  /** JSON: the types of the fields seen so far */
  schema?: string;
  /** JSON: {"num_records": …}; absent while there are none */
  profile?: string;
  /** changes with every write of records */
  digest?: string;
  /** milliseconds since 1970, as is the next */
  created_time?: number;
  last_update_time?: number;
  created_by?: string;
  last_updated_by?: string;
  /** in the answer to CreateDataset only */
  experiment_ids: string[];
}
export const EvaluationDataset: MessageType<EvaluationDataset> = message("mlflow.EvaluationDataset", "snake", () => [
  [1, "dataset_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "tags", "string", "optional"],
  [4, "schema", "string", "optional"],
  [5, "profile", "string", "optional"],
  [6, "digest", "string", "optional"],
  [7, "created_time", "number64", "optional"],
  [8, "last_update_time", "number64", "optional"],
  [9, "created_by", "string", "optional"],
  [10, "last_updated_by", "string", "optional"],
  [11, "experiment_ids", "string", "repeated"],
]);

export interface CreateDataset {
  name?: string;
  experiment_ids: string[];
  tags?: string;
}
export const CreateDataset: MessageType<CreateDataset> = message("mlflow.CreateDataset", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "experiment_ids", "string", "repeated"],
  [8, "tags", "string", "optional"],
], ["name"]);

export interface CreateDatasetResponse {
  dataset?: EvaluationDataset;
}
export const CreateDatasetResponse: MessageType<CreateDatasetResponse> = message("mlflow.CreateDataset.Response", "snake", () => [
  [1, "dataset", "message", "optional", EvaluationDataset],
]);

export interface GetDataset {
  dataset_id?: string;
}
export const GetDataset: MessageType<GetDataset> = message("mlflow.GetDataset", "snake", () => [
  [1, "dataset_id", "string", "optional"],
]);

export interface GetDatasetResponse {
  dataset?: EvaluationDataset;
}
export const GetDatasetResponse: MessageType<GetDatasetResponse> = message("mlflow.GetDataset.Response", "snake", () => [
  [1, "dataset", "message", "optional", EvaluationDataset],
]);

export interface DeleteDataset {
  dataset_id?: string;
}
export const DeleteDataset: MessageType<DeleteDataset> = message("mlflow.DeleteDataset", "snake", () => [
  [1, "dataset_id", "string", "optional"],
]);

export type DeleteDatasetResponse = Record<string, never>;
export const DeleteDatasetResponse: MessageType<DeleteDatasetResponse> = message("mlflow.DeleteDataset.Response", "snake", () => []);

export interface SearchEvaluationDatasets {
  /** none: all */
  experiment_ids: string[];
  filter_string?: string;
  max_results?: number;
  order_by: string[];
  page_token?: string;
}
export const SearchEvaluationDatasets: MessageType<SearchEvaluationDatasets> = message("mlflow.SearchEvaluationDatasets", "snake", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "filter_string", "string", "optional"],
  [3, "max_results", "int32", "optional"],
  [4, "order_by", "string", "repeated"],
  [5, "page_token", "string", "optional"],
]);

export interface SearchEvaluationDatasetsResponse {
  datasets: EvaluationDataset[];
  next_page_token?: string;
}
export const SearchEvaluationDatasetsResponse: MessageType<SearchEvaluationDatasetsResponse> = message("mlflow.SearchEvaluationDatasets.Response", "snake", () => [
  [1, "datasets", "message", "repeated", EvaluationDataset],
  [2, "next_page_token", "string", "optional"],
]);

export interface SetDatasetTags {
  dataset_id?: string;
  tags?: string;
}
export const SetDatasetTags: MessageType<SetDatasetTags> = message("mlflow.SetDatasetTags", "snake", () => [
  [1, "dataset_id", "string", "optional"],
  [2, "tags", "string", "optional"],
], ["tags"]);

export type SetDatasetTagsResponse = Record<string, never>;
export const SetDatasetTagsResponse: MessageType<SetDatasetTagsResponse> = message("mlflow.SetDatasetTags.Response", "snake", () => []);

export interface DeleteDatasetTag {
  dataset_id?: string;
  key?: string;
}
export const DeleteDatasetTag: MessageType<DeleteDatasetTag> = message("mlflow.DeleteDatasetTag", "snake", () => [
  [1, "dataset_id", "string", "optional"],
  [2, "key", "string", "optional"],
]);

export type DeleteDatasetTagResponse = Record<string, never>;
export const DeleteDatasetTagResponse: MessageType<DeleteDatasetTagResponse> = message("mlflow.DeleteDatasetTag.Response", "snake", () => []);

export interface UpsertDatasetRecords {
  dataset_id?: string;
  /** JSON array of {inputs, outputs, expectations, tags, source} */
  records?: string;
}
export const UpsertDatasetRecords: MessageType<UpsertDatasetRecords> = message("mlflow.UpsertDatasetRecords", "snake", () => [
  [1, "dataset_id", "string", "optional"],
  [2, "records", "string", "optional"],
], ["records"]);

export interface UpsertDatasetRecordsResponse {
  inserted_count?: number;
  updated_count?: number;
}
export const UpsertDatasetRecordsResponse: MessageType<UpsertDatasetRecordsResponse> = message("mlflow.UpsertDatasetRecords.Response", "snake", () => [
  [1, "inserted_count", "int32", "optional"],
  [2, "updated_count", "int32", "optional"],
]);

export interface GetDatasetRecords {
  dataset_id?: string;
  /** default 1,000 */
  max_results?: number;
  page_token?: string;
}
export const GetDatasetRecords: MessageType<GetDatasetRecords> = message("mlflow.GetDatasetRecords", "snake", () => [
  [1, "dataset_id", "string", "optional"],
  [2, "max_results", "int32", "optional"],
  [3, "page_token", "string", "optional"],
]);

export interface GetDatasetRecordsResponse {
  /** JSON array, the oldest first */
  records?: string;
  next_page_token?: string;
}
export const GetDatasetRecordsResponse: MessageType<GetDatasetRecordsResponse> = message("mlflow.GetDatasetRecords.Response", "snake", () => [
  [1, "records", "string", "optional"],
  [2, "next_page_token", "string", "optional"],
]);

export interface DeleteDatasetRecords {
  dataset_id?: string;
  dataset_record_ids: string[];
}
export const DeleteDatasetRecords: MessageType<DeleteDatasetRecords> = message("mlflow.DeleteDatasetRecords", "snake", () => [
  [1, "dataset_id", "string", "optional"],
  [2, "dataset_record_ids", "string", "repeated"],
]);

export interface DeleteDatasetRecordsResponse {
  deleted_count?: number;
}
export const DeleteDatasetRecordsResponse: MessageType<DeleteDatasetRecordsResponse> = message("mlflow.DeleteDatasetRecords.Response", "snake", () => [
  [1, "deleted_count", "int32", "optional"],
]);

export interface GetDatasetExperimentIds {
  dataset_id?: string;
}
export const GetDatasetExperimentIds: MessageType<GetDatasetExperimentIds> = message("mlflow.GetDatasetExperimentIds", "snake", () => [
  [1, "dataset_id", "string", "optional"],
]);

export interface GetDatasetExperimentIdsResponse {
  experiment_ids: string[];
}
export const GetDatasetExperimentIdsResponse: MessageType<GetDatasetExperimentIdsResponse> = message("mlflow.GetDatasetExperimentIds.Response", "snake", () => [
  [1, "experiment_ids", "string", "repeated"],
]);

export interface AddDatasetToExperiments {
  dataset_id?: string;
  experiment_ids: string[];
}
export const AddDatasetToExperiments: MessageType<AddDatasetToExperiments> = message("mlflow.AddDatasetToExperiments", "snake", () => [
  [1, "dataset_id", "string", "optional"],
  [2, "experiment_ids", "string", "repeated"],
]);

export interface AddDatasetToExperimentsResponse {
  dataset?: EvaluationDataset;
}
export const AddDatasetToExperimentsResponse: MessageType<AddDatasetToExperimentsResponse> = message("mlflow.AddDatasetToExperiments.Response", "snake", () => [
  [1, "dataset", "message", "optional", EvaluationDataset],
]);

export interface RemoveDatasetFromExperiments {
  dataset_id?: string;
  experiment_ids: string[];
}
export const RemoveDatasetFromExperiments: MessageType<RemoveDatasetFromExperiments> = message("mlflow.RemoveDatasetFromExperiments", "snake", () => [
  [1, "dataset_id", "string", "optional"],
  [2, "experiment_ids", "string", "repeated"],
]);

export interface RemoveDatasetFromExperimentsResponse {
  dataset?: EvaluationDataset;
}
export const RemoveDatasetFromExperimentsResponse: MessageType<RemoveDatasetFromExperimentsResponse> = message("mlflow.RemoveDatasetFromExperiments.Response", "snake", () => [
  [1, "dataset", "message", "optional", EvaluationDataset],
]);
