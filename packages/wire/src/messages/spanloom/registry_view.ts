// Generated from proto/spanloom/registry_view.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

/**
 * One change. What `old_value` and `new_value` are depends on `kind`; empty is "there was none" and "there is none now".
 * model: its name. alias: the version that it pointed at. stage: the stage of the version, so that an empty
 * `old_value` is the version's registration, and an empty `new_value` its deletion.
 */
export interface RegistryChange {
  change_id: number;
  /** model | alias | stage */
  kind: string;
  /** of an alias */
  alias: string;
  /** of a stage: the version that moved */
  version: string;
  old_value: string;
  new_value: string;
  changed_at_ms: number;
  /**
   * The user name that the request gave in its Authorization header, as it came: there are no accounts yet that could
   * vouch for it. Empty where the request named nobody.
   */
  changed_by: string;
}
export const RegistryChange: MessageType<RegistryChange, "complete"> = message("spanloom.RegistryChange", "complete", () => [
  [1, "change_id", "number64"],
  [2, "kind", "string"],
  [3, "alias", "string"],
  [4, "version", "string"],
  [5, "old_value", "string"],
  [6, "new_value", "string"],
  [7, "changed_at_ms", "number64"],
  [8, "changed_by", "string"],
]);

export interface ListRegistryHistory {
  name: string;
  /** only changes of this alias */
  alias: string;
  /** only changes that concern this version */
  version: string;
  /** 1..1000, default 100 */
  max_results: number;
  page_token: string;
}
export const ListRegistryHistory: MessageType<ListRegistryHistory, "complete"> = message("spanloom.ListRegistryHistory", "complete", () => [
  [1, "name", "string"],
  [2, "alias", "string"],
  [3, "version", "string"],
  [4, "max_results", "int32"],
  [5, "page_token", "string"],
]);

export interface ListRegistryHistoryResponse {
  changes: RegistryChange[];
  next_page_token: string;
}
export const ListRegistryHistoryResponse: MessageType<ListRegistryHistoryResponse, "complete"> = message("spanloom.ListRegistryHistory.Response", "complete", () => [
  [1, "changes", "message", "repeated", RegistryChange],
  [2, "next_page_token", "string"],
]);

/** A version as lineage names it. */
export interface VersionLink {
  name: string;
  version: string;
  stage: string;
  aliases: string[];
  creation_timestamp_ms: number;
  run_id: string;
  model_id: string;
}
export const VersionLink: MessageType<VersionLink, "complete"> = message("spanloom.VersionLink", "complete", () => [
  [1, "name", "string"],
  [2, "version", "string"],
  [3, "stage", "string"],
  [4, "aliases", "string", "repeated"],
  [5, "creation_timestamp_ms", "number64"],
  [6, "run_id", "string"],
  [7, "model_id", "string"],
]);

export interface RunLink {
  run_id: string;
  name: string;
  experiment_id: string;
  lifecycle_stage: string;
}
export const RunLink: MessageType<RunLink, "complete"> = message("spanloom.RunLink", "complete", () => [
  [1, "run_id", "string"],
  [2, "name", "string"],
  [3, "experiment_id", "string"],
  [4, "lifecycle_stage", "string"],
]);

export interface LoggedModelLink {
  model_id: string;
  name: string;
  experiment_id: string;
  lifecycle_stage: string;
}
export const LoggedModelLink: MessageType<LoggedModelLink, "complete"> = message("spanloom.LoggedModelLink", "complete", () => [
  [1, "model_id", "string"],
  [2, "name", "string"],
  [3, "experiment_id", "string"],
  [4, "lifecycle_stage", "string"],
]);

/** Traces that were made with the logged model or in the run. */
export interface TraceLinks {
  /** counted to 10,000 */
  count: number;
  count_is_lower_bound: boolean;
  /** 32 hex digits each; at most 20 */
  newest_trace_ids: string[];
}
export const TraceLinks: MessageType<TraceLinks, "complete"> = message("spanloom.TraceLinks", "complete", () => [
  [1, "count", "number64"],
  [2, "count_is_lower_bound", "bool"],
  [3, "newest_trace_ids", "string", "repeated"],
]);

/** Where a version comes from, and what was made of it. */
export interface GetVersionLineage {
  name: string;
  version: string;
}
export const GetVersionLineage: MessageType<GetVersionLineage, "complete"> = message("spanloom.GetVersionLineage", "complete", () => [
  [1, "name", "string"],
  [2, "version", "string"],
]);

export interface GetVersionLineageResponse {
  version?: VersionLink;
  /** absent where there is none, or no longer */
  logged_model?: LoggedModelLink;
  run?: RunLink;
  traces?: TraceLinks;
  copied_from?: VersionLink;
  /** newest first, at most 100 */
  copies: VersionLink[];
}
export const GetVersionLineageResponse: MessageType<GetVersionLineageResponse, "complete"> = message("spanloom.GetVersionLineage.Response", "complete", () => [
  [1, "version", "message", "optional", VersionLink],
  [2, "logged_model", "message", "optional", LoggedModelLink],
  [3, "run", "message", "optional", RunLink],
  [4, "traces", "message", "optional", TraceLinks],
  [5, "copied_from", "message", "optional", VersionLink],
  [6, "copies", "message", "repeated", VersionLink],
]);

/**
 * The way back: the versions that were registered from a run, from a logged model, or from the logged model and the
 * run of a trace.
 */
export interface ListVersionsOf {
  run_id: string;
  model_id: string;
  trace_id: string;
}
export const ListVersionsOf: MessageType<ListVersionsOf, "complete"> = message("spanloom.ListVersionsOf", "complete", () => [
  [1, "run_id", "string"],
  [2, "model_id", "string"],
  [3, "trace_id", "string"],
]);

export interface ListVersionsOfResponse {
  /** newest first, at most 1000 */
  versions: VersionLink[];
}
export const ListVersionsOfResponse: MessageType<ListVersionsOfResponse, "complete"> = message("spanloom.ListVersionsOf.Response", "complete", () => [
  [1, "versions", "message", "repeated", VersionLink],
]);
