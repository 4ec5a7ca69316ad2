// Generated from proto/tracking/scorer.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

export interface Scorer {
  experiment_id?: number;
  scorer_name?: string;
  scorer_version?: number;
  /** JSON, which clients make a scorer from */
  serialized_scorer?: string;
  creation_time?: number;
  /** the same for all versions */
  scorer_id?: string;
}
export const Scorer: MessageType<Scorer> = message("mlflow.Scorer", "snake", () => [
  [1, "experiment_id", "int32", "optional"],
  [2, "scorer_name", "string", "optional"],
  [3, "scorer_version", "int32", "optional"],
  [4, "serialized_scorer", "string", "optional"],
  [5, "creation_time", "number64", "optional"],
  [6, "scorer_id", "string", "optional"],
]);

export interface RegisterScorer {
  experiment_id?: string;
  name?: string;
  serialized_scorer?: string;
}
export const RegisterScorer: MessageType<RegisterScorer> = message("mlflow.RegisterScorer", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "serialized_scorer", "string", "optional"],
], ["experiment_id", "name", "serialized_scorer"]);

export interface RegisterScorerResponse {
  version?: number;
  scorer_id?: string;
  experiment_id?: string;
  name?: string;
  serialized_scorer?: string;
  creation_time?: number;
}
export const RegisterScorerResponse: MessageType<RegisterScorerResponse> = message("mlflow.RegisterScorer.Response", "snake", () => [
  [1, "version", "int32", "optional"],
  [2, "scorer_id", "string", "optional"],
  [3, "experiment_id", "string", "optional"],
  [4, "name", "string", "optional"],
  [5, "serialized_scorer", "string", "optional"],
  [6, "creation_time", "number64", "optional"],
]);

export interface ListScorers {
  /** this or the next; with neither, of all active experiments */
  experiment_id?: string;
  experiment_ids: string[];
}
export const ListScorers: MessageType<ListScorers> = message("mlflow.ListScorers", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "experiment_ids", "string", "repeated"],
]);

export interface ListScorersResponse {
  scorers: Scorer[];
}
export const ListScorersResponse: MessageType<ListScorersResponse> = message("mlflow.ListScorers.Response", "snake", () => [
  [1, "scorers", "message", "repeated", Scorer],
]);

export interface ListScorerVersions {
  experiment_id?: string;
  name?: string;
}
export const ListScorerVersions: MessageType<ListScorerVersions> = message("mlflow.ListScorerVersions", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
], ["experiment_id", "name"]);

export interface ListScorerVersionsResponse {
  scorers: Scorer[];
}
export const ListScorerVersionsResponse: MessageType<ListScorerVersionsResponse> = message("mlflow.ListScorerVersions.Response", "snake", () => [
  [1, "scorers", "message", "repeated", Scorer],
]);

export interface GetScorer {
  experiment_id?: string;
  name?: string;
  /** default: the latest */
  version?: number;
}
export const GetScorer: MessageType<GetScorer> = message("mlflow.GetScorer", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "version", "int32", "optional"],
], ["experiment_id", "name"]);

export interface GetScorerResponse {
  scorer?: Scorer;
}
export const GetScorerResponse: MessageType<GetScorerResponse> = message("mlflow.GetScorer.Response", "snake", () => [
  [1, "scorer", "message", "optional", Scorer],
]);

export interface DeleteScorer {
  experiment_id?: string;
  name?: string;
  /** default: all */
  version?: number;
}
export const DeleteScorer: MessageType<DeleteScorer> = message("mlflow.DeleteScorer", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "version", "int32", "optional"],
], ["experiment_id", "name"]);

export type DeleteScorerResponse = Record<string, never>;
export const DeleteScorerResponse: MessageType<DeleteScorerResponse> = message("mlflow.DeleteScorer.Response", "snake", () => []);

export interface GetOnlineScoringConfigs {
  scorer_ids: string[];
}
export const GetOnlineScoringConfigs: MessageType<GetOnlineScoringConfigs> = message("mlflow.GetOnlineScoringConfigs", "snake", () => [
  [1, "scorer_ids", "string", "repeated"],
]);

export interface GetOnlineScoringConfigsResponse {
  configs?: unknown;
}
export const GetOnlineScoringConfigsResponse: MessageType<GetOnlineScoringConfigsResponse> = message("mlflow.GetOnlineScoringConfigs.Response", "snake", () => [
  [1, "configs", "value", "optional"],
]);

export interface UpsertOnlineScoringConfig {
  experiment_id?: string;
  name?: string;
  sample_rate?: number;
  filter_string?: string;
}
export const UpsertOnlineScoringConfig: MessageType<UpsertOnlineScoringConfig> = message("mlflow.UpsertOnlineScoringConfig", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "sample_rate", "double", "optional"],
  [4, "filter_string", "string", "optional"],
]);

export type UpsertOnlineScoringConfigResponse = Record<string, never>;
export const UpsertOnlineScoringConfigResponse: MessageType<UpsertOnlineScoringConfigResponse> = message("mlflow.UpsertOnlineScoringConfig.Response", "snake", () => []);
