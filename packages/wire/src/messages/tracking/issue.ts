// Generated from proto/tracking/issue.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

export interface Issue {
  issue_id?: string;
  experiment_id?: string;
  name?: string;
  description?: string;
  /** pending, rejected, resolved */
  status?: string;
  /** not_an_issue, low, medium, high */
  severity?: string;
  root_causes: string[];
  source_run_id?: string;
  created_timestamp?: number;
  last_updated_timestamp?: number;
  created_by?: string;
  categories: string[];
  /** only where it was asked for */
  trace_count?: number;
}
export const Issue: MessageType<Issue> = message("mlflow.Issue", "snake", () => [
  [1, "issue_id", "string", "optional"],
  [2, "experiment_id", "string", "optional"],
  [3, "name", "string", "optional"],
  [4, "description", "string", "optional"],
  [5, "status", "string", "optional"],
  [6, "severity", "string", "optional"],
  [7, "root_causes", "string", "repeated"],
  [8, "source_run_id", "string", "optional"],
  [9, "created_timestamp", "number64", "optional"],
  [10, "last_updated_timestamp", "number64", "optional"],
  [11, "created_by", "string", "optional"],
  [12, "categories", "string", "repeated"],
  [13, "trace_count", "int32", "optional"],
]);

export interface CreateIssue {
  experiment_id?: string;
  name?: string;
  description?: string;
  /** default: pending */
  status?: string;
  severity?: string;
  root_causes: string[];
  source_run_id?: string;
  created_by?: string;
  categories: string[];
}
export const CreateIssue: MessageType<CreateIssue> = message("mlflow.CreateIssue", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "description", "string", "optional"],
  [4, "status", "string", "optional"],
  [5, "severity", "string", "optional"],
  [6, "root_causes", "string", "repeated"],
  [7, "source_run_id", "string", "optional"],
  [8, "created_by", "string", "optional"],
  [9, "categories", "string", "repeated"],
], ["experiment_id", "name", "description"]);

export interface CreateIssueResponse {
  issue?: Issue;
}
export const CreateIssueResponse: MessageType<CreateIssueResponse> = message("mlflow.CreateIssue.Response", "snake", () => [
  [1, "issue", "message", "optional", Issue],
]);

export interface UpdateIssue {
  issue_id?: string;
  name?: string;
  description?: string;
  status?: string;
  severity?: string;
}
export const UpdateIssue: MessageType<UpdateIssue> = message("mlflow.UpdateIssue", "snake", () => [
  [1, "issue_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "description", "string", "optional"],
  [4, "status", "string", "optional"],
  [5, "severity", "string", "optional"],
], ["issue_id"]);

export interface UpdateIssueResponse {
  issue?: Issue;
}
export const UpdateIssueResponse: MessageType<UpdateIssueResponse> = message("mlflow.UpdateIssue.Response", "snake", () => [
  [1, "issue", "message", "optional", Issue],
]);

export interface GetIssue {
  issue_id?: string;
}
export const GetIssue: MessageType<GetIssue> = message("mlflow.GetIssue", "snake", () => [
  [1, "issue_id", "string", "optional"],
]);

export interface GetIssueResponse {
  issue?: Issue;
}
export const GetIssueResponse: MessageType<GetIssueResponse> = message("mlflow.GetIssue.Response", "snake", () => [
  [1, "issue", "message", "optional", Issue],
]);

export interface SearchIssues {
  experiment_id?: string;
  /** status and source_run_id with = and != */
  filter_string?: string;
  /** default 100 */
  max_results?: number;
  page_token?: string;
  include_trace_count?: boolean;
}
export const SearchIssues: MessageType<SearchIssues> = message("mlflow.SearchIssues", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "filter_string", "string", "optional"],
  [3, "max_results", "int32", "optional"],
  [4, "page_token", "string", "optional"],
  [5, "include_trace_count", "bool", "optional"],
]);

export interface SearchIssuesResponse {
  /** the most severe first, then the newest */
  issues: Issue[];
  next_page_token?: string;
}
export const SearchIssuesResponse: MessageType<SearchIssuesResponse> = message("mlflow.SearchIssues.Response", "snake", () => [
  [1, "issues", "message", "repeated", Issue],
  [2, "next_page_token", "string", "optional"],
]);
