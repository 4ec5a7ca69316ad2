// Generated from proto/tracking/dataset.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

export interface Dataset {
  /** with the digest: which one it is in its experiment */
  name?: string;
  digest?: string;
  source_type?: string;
  /** where it came from; JSON, as are the next two */
  source?: string;
  schema?: string;
  profile?: string;
}
export const Dataset: MessageType<Dataset> = message("mlflow.Dataset", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "digest", "string", "optional"],
  [3, "source_type", "string", "optional"],
  [4, "source", "string", "optional"],
  [5, "schema", "string", "optional"],
  [6, "profile", "string", "optional"],
]);

export interface InputTag {
  key?: string;
  value?: string;
}
export const InputTag: MessageType<InputTag> = message("mlflow.InputTag", "snake", () => [
  [1, "key", "string", "optional"],
  [2, "value", "string", "optional"],
]);

export interface DatasetInput {
  /** mlflow.data.context says what for: training, eval, … */
  tags: InputTag[];
  dataset?: Dataset;
}
export const DatasetInput: MessageType<DatasetInput> = message("mlflow.DatasetInput", "snake", () => [
  [1, "tags", "message", "repeated", InputTag],
  [2, "dataset", "message", "optional", Dataset],
]);

export interface DatasetSummary {
  experiment_id?: string;
  name?: string;
  digest?: string;
  /** absent where the input has no tag mlflow.data.context */
  context?: string;
}
export const DatasetSummary: MessageType<DatasetSummary> = message("mlflow.DatasetSummary", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "digest", "string", "optional"],
  [4, "context", "string", "optional"],
]);

export interface SearchDatasets {
  /** 1 to 20 */
  experiment_ids: string[];
}
export const SearchDatasets: MessageType<SearchDatasets> = message("mlflow.SearchDatasets", "snake", () => [
  [1, "experiment_ids", "string", "repeated"],
]);

export interface SearchDatasetsResponse {
  /** at most 1,000 */
  dataset_summaries: DatasetSummary[];
}
export const SearchDatasetsResponse: MessageType<SearchDatasetsResponse> = message("mlflow.SearchDatasets.Response", "snake", () => [
  [1, "dataset_summaries", "message", "repeated", DatasetSummary],
]);
