// Generated from proto/spanloom/evaluation_view.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";
import { Run } from "../tracking/run.ts";

/** Evaluations of some experiments, the newest first. */
export interface ListEvaluations {
  /** at least one */
  experiment_ids: string[];
  /** occurs in the name of the run or of its dataset; capitals or not */
  text: string;
  /** 1..500, default 100 */
  max_results: number;
  page_token: string;
}
export const ListEvaluations: MessageType<ListEvaluations, "complete"> = message("spanloom.ListEvaluations", "complete", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "text", "string"],
  [3, "max_results", "int32"],
  [4, "page_token", "string"],
]);

export interface ListEvaluationsResponse {
  /** their metrics have the scores: <scorer>/mean */
  runs: Run[];
  next_page_token: string;
  /** of each of the runs: its traces without those of scorers; at most 50000 */
  row_counts: number[];
}
export const ListEvaluationsResponse: MessageType<ListEvaluationsResponse, "complete"> = message("spanloom.ListEvaluations.Response", "complete", () => [
  [1, "runs", "message", "repeated", Run],
  [2, "next_page_token", "string"],
  [3, "row_counts", "int32", "repeated"],
]);

/** The values of one name that the traces of an evaluation have. */
export interface ScoreColumn {
  name: string;
  /** JSON text, one a trace, cut after 100 characters; empty where it has none */
  values: string[];
  /** indices of the traces on which the scorer failed */
  errors: number[];
  /** indices of the traces on which it was said outside of this run: by people, or later */
  others: number[];
}
export const ScoreColumn: MessageType<ScoreColumn, "complete"> = message("spanloom.ScoreColumn", "complete", () => [
  [1, "name", "string"],
  [2, "values", "string", "repeated"],
  [3, "errors", "int32", "repeated"],
  [4, "others", "int32", "repeated"],
]);

/** A whole evaluation without its texts. The lists have one element a trace, in the order in which the traces began. */
export interface GetEvaluation {
  run_id: string;
}
export const GetEvaluation: MessageType<GetEvaluation, "complete"> = message("spanloom.GetEvaluation", "complete", () => [
  [1, "run_id", "string"],
]);

export interface GetEvaluationResponse {
  /** 32 hex digits */
  trace_ids: string[];
  /** 16 hex digits: traces with the same inputs have the same, in every evaluation */
  inputs_hashes: string[];
  /** indices of the traces that ended with an error */
  failed: number[];
  /** -1 where unknown, as in the next two */
  durations_ms: number[];
  tokens: number[];
  costs_usd: number[];
  /** by name; feedback only */
  scores: ScoreColumn[];
  /** there are more traces than 50,000 */
  truncated: boolean;
}
export const GetEvaluationResponse: MessageType<GetEvaluationResponse, "complete"> = message("spanloom.GetEvaluation.Response", "complete", () => [
  [1, "trace_ids", "string", "repeated"],
  [2, "inputs_hashes", "string", "repeated"],
  [3, "failed", "int32", "repeated"],
  [4, "durations_ms", "double", "repeated"],
  [5, "tokens", "double", "repeated"],
  [6, "costs_usd", "double", "repeated"],
  [7, "scores", "message", "repeated", ScoreColumn],
  [8, "truncated", "bool"],
]);

export interface Score {
  name: string;
  /** JSON text, whole; empty where the scorer failed */
  value: string;
  rationale: string;
  /** what it failed with; empty where it did not */
  error: string;
  source_type: string;
  source_id: string;
}
export const Score: MessageType<Score, "complete"> = message("spanloom.Score", "complete", () => [
  [1, "name", "string"],
  [2, "value", "string"],
  [3, "rationale", "string"],
  [4, "error", "string"],
  [5, "source_type", "string"],
  [6, "source_id", "string"],
]);

/** The texts of one trace of an evaluation. */
export interface EvaluationRow {
  trace_id: string;
  /** 16 hex digits; empty while it has not come */
  root_span_id: string;
  input_preview: string;
  output_preview: string;
  /** JSON object, by name */
  expectations: string;
  /** by name */
  scores: Score[];
}
export const EvaluationRow: MessageType<EvaluationRow, "complete"> = message("spanloom.EvaluationRow", "complete", () => [
  [1, "trace_id", "string"],
  [2, "root_span_id", "string"],
  [3, "input_preview", "string"],
  [4, "output_preview", "string"],
  [5, "expectations", "string"],
  [6, "scores", "message", "repeated", Score],
]);

export interface ReadEvaluationRows {
  run_id: string;
  /** 1 to 200, each as 32 hex digits */
  trace_ids: string[];
}
export const ReadEvaluationRows: MessageType<ReadEvaluationRows, "complete"> = message("spanloom.ReadEvaluationRows", "complete", () => [
  [1, "run_id", "string"],
  [2, "trace_ids", "string", "repeated"],
]);

export interface ReadEvaluationRowsResponse {
  /** of those that belong to the run, in the order of the request */
  rows: EvaluationRow[];
}
export const ReadEvaluationRowsResponse: MessageType<ReadEvaluationRowsResponse, "complete"> = message("spanloom.ReadEvaluationRows.Response", "complete", () => [
  [1, "rows", "message", "repeated", EvaluationRow],
]);

export interface SourceCount {
  /** HUMAN, LLM_JUDGE, CODE, … */
  source_type: string;
  count: number;
}
export const SourceCount: MessageType<SourceCount, "complete"> = message("spanloom.SourceCount", "complete", () => [
  [1, "source_type", "string"],
  [2, "count", "number64"],
]);

/** What was said under one name. */
export interface AssessmentSummary {
  name: string;
  /** feedback | expectation */
  kind: string;
  count: number;
  trace_count: number;
  /** times that the scorer failed */
  error_count: number;
  /** values that are a number: true and 'yes' count as 1, false and 'no' as 0 */
  score_count: number;
  /** of these, those that are true or 'yes' */
  pass_count: number;
  /** and those that are true, 'yes', false or 'no' */
  pass_fail_count: number;
  /** absent where no value is a number */
  mean?: number;
  min?: number;
  max?: number;
  /** the most frequent first */
  sources: SourceCount[];
  last_time_ms: number;
}
export const AssessmentSummary: MessageType<AssessmentSummary, "complete"> = message("spanloom.AssessmentSummary", "complete", () => [
  [1, "name", "string"],
  [2, "kind", "string"],
  [3, "count", "number64"],
  [4, "trace_count", "number64"],
  [5, "error_count", "number64"],
  [6, "score_count", "number64"],
  [7, "pass_count", "number64"],
  [8, "pass_fail_count", "number64"],
  [9, "mean", "double", "optional"],
  [10, "min", "double", "optional"],
  [11, "max", "double", "optional"],
  [12, "sources", "message", "repeated", SourceCount],
  [13, "last_time_ms", "number64"],
]);

/** What was said of the traces of some experiments, by name. What was overridden is not counted. */
export interface SummariseAssessments {
  /** at least one */
  experiment_ids: string[];
}
export const SummariseAssessments: MessageType<SummariseAssessments, "complete"> = message("spanloom.SummariseAssessments", "complete", () => [
  [1, "experiment_ids", "string", "repeated"],
]);

export interface SummariseAssessmentsResponse {
  /** by kind and name, at most 500 */
  summaries: AssessmentSummary[];
  /** only the newest 50,000 traces were looked at */
  is_of_newest: boolean;
}
export const SummariseAssessmentsResponse: MessageType<SummariseAssessmentsResponse, "complete"> = message("spanloom.SummariseAssessments.Response", "complete", () => [
  [1, "summaries", "message", "repeated", AssessmentSummary],
  [2, "is_of_newest", "bool"],
]);

/** Where a dataset is used. */
export interface DatasetUse {
  dataset_id: string;
  /** that it was added to */
  experiment_ids: string[];
  /** active runs that took it in, in any experiment */
  run_count: number;
}
export const DatasetUse: MessageType<DatasetUse, "complete"> = message("spanloom.DatasetUse", "complete", () => [
  [1, "dataset_id", "string"],
  [2, "experiment_ids", "string", "repeated"],
  [3, "run_count", "number64"],
]);

export interface GetDatasetUses {
  /** 1 to 200 */
  dataset_ids: string[];
}
export const GetDatasetUses: MessageType<GetDatasetUses, "complete"> = message("spanloom.GetDatasetUses", "complete", () => [
  [1, "dataset_ids", "string", "repeated"],
]);

export interface GetDatasetUsesResponse {
  /** of the datasets that exist, in the order of the request */
  uses: DatasetUse[];
}
export const GetDatasetUsesResponse: MessageType<GetDatasetUsesResponse, "complete"> = message("spanloom.GetDatasetUses.Response", "complete", () => [
  [1, "uses", "message", "repeated", DatasetUse],
]);

export interface ListDatasetRuns {
  dataset_id: string;
}
export const ListDatasetRuns: MessageType<ListDatasetRuns, "complete"> = message("spanloom.ListDatasetRuns", "complete", () => [
  [1, "dataset_id", "string"],
]);

export interface ListDatasetRunsResponse {
  /** active ones that took it in, the newest first, at most 200 */
  runs: Run[];
  /** as of ListEvaluations */
  row_counts: number[];
}
export const ListDatasetRunsResponse: MessageType<ListDatasetRunsResponse, "complete"> = message("spanloom.ListDatasetRuns.Response", "complete", () => [
  [1, "runs", "message", "repeated", Run],
  [2, "row_counts", "int32", "repeated"],
]);

export interface GetDatasetRecord {
  dataset_id: string;
  record_id: string;
}
export const GetDatasetRecord: MessageType<GetDatasetRecord, "complete"> = message("spanloom.GetDatasetRecord", "complete", () => [
  [1, "dataset_id", "string"],
  [2, "record_id", "string"],
]);

export interface GetDatasetRecordResponse {
  /** JSON, as GetDatasetRecords gives it */
  record: string;
}
export const GetDatasetRecordResponse: MessageType<GetDatasetRecordResponse, "complete"> = message("spanloom.GetDatasetRecord.Response", "complete", () => [
  [1, "record", "string"],
]);

/** Takes the place of what a record has; MLflow's own call only adds to it. */
export interface UpdateDatasetRecord {
  dataset_id: string;
  record_id: string;
  /** JSON object; absent: stays as it is */
  expectations?: string;
  /** JSON object; absent: stays as it is */
  tags?: string;
}
export const UpdateDatasetRecord: MessageType<UpdateDatasetRecord, "complete"> = message("spanloom.UpdateDatasetRecord", "complete", () => [
  [1, "dataset_id", "string"],
  [2, "record_id", "string"],
  [3, "expectations", "string", "optional"],
  [4, "tags", "string", "optional"],
]);

export interface UpdateDatasetRecordResponse {
  /** JSON, as GetDatasetRecords gives it */
  record: string;
}
export const UpdateDatasetRecordResponse: MessageType<UpdateDatasetRecordResponse, "complete"> = message("spanloom.UpdateDatasetRecord.Response", "complete", () => [
  [1, "record", "string"],
]);
