// Generated from proto/spanloom/lineage_view.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";
import { LoggedModelLink, RunLink, TraceLinks } from "./registry_view.ts";

/** Where a logged model comes from, and what was done with it. */
export interface GetLoggedModelLineage {
  model_id: string;
}
export const GetLoggedModelLineage: MessageType<GetLoggedModelLineage, "complete"> = message("spanloom.GetLoggedModelLineage", "complete", () => [
  [1, "model_id", "string"],
]);

export interface GetLoggedModelLineageResponse {
  /** absent where it was made outside of a run, or the run is gone */
  source_run?: RunLink;
  /** runs that took it in, newest first, at most 100 */
  input_of: RunLink[];
  /** made with it as the active model */
  traces?: TraceLinks;
}
export const GetLoggedModelLineageResponse: MessageType<GetLoggedModelLineageResponse, "complete"> = message("spanloom.GetLoggedModelLineage.Response", "complete", () => [
  [1, "source_run", "message", "optional", RunLink],
  [2, "input_of", "message", "repeated", RunLink],
  [3, "traces", "message", "optional", TraceLinks],
]);

/** A logged model that a run made, gave out or took in. */
export interface RunModel {
  model?: LoggedModelLink;
  /** LoggedModelStatus */
  status: string;
  /** output | input */
  direction: string;
  /** of an output: of training, for a checkpoint */
  step: number;
}
export const RunModel: MessageType<RunModel, "complete"> = message("spanloom.RunModel", "complete", () => [
  [1, "model", "message", "optional", LoggedModelLink],
  [2, "status", "string"],
  [3, "direction", "string"],
  [4, "step", "number64"],
]);

/** What a run has to do with logged models and traces. */
export interface GetRunLineage {
  run_id: string;
}
export const GetRunLineage: MessageType<GetRunLineage, "complete"> = message("spanloom.GetRunLineage", "complete", () => [
  [1, "run_id", "string"],
]);

export interface GetRunLineageResponse {
  /** outputs first, in the order in which they were logged, at most 1000 */
  models: RunModel[];
  /** made in it or linked to it */
  traces?: TraceLinks;
}
export const GetRunLineageResponse: MessageType<GetRunLineageResponse, "complete"> = message("spanloom.GetRunLineage.Response", "complete", () => [
  [1, "models", "message", "repeated", RunModel],
  [2, "traces", "message", "optional", TraceLinks],
]);

/** What was said under one name of the traces that used a version of a prompt. */
export interface PromptFeedback {
  name: string;
  /** values that are a number: true and 'yes' count as 1, false and 'no' as 0 */
  count: number;
  mean: number;
}
export const PromptFeedback: MessageType<PromptFeedback, "complete"> = message("spanloom.PromptFeedback", "complete", () => [
  [1, "name", "string"],
  [2, "count", "number64"],
  [3, "mean", "double"],
]);

export interface PromptVersionUse {
  version: string;
  trace_count: number;
  failed_count: number;
  /** of the traces that have ended */
  latency_p50_ns?: number;
  latency_p95_ns?: number;
  /** of the traces that have any */
  tokens_per_trace?: number;
  cost_usd_per_trace?: number;
  /** by name */
  feedback: PromptFeedback[];
}
export const PromptVersionUse: MessageType<PromptVersionUse, "complete"> = message("spanloom.PromptVersionUse", "complete", () => [
  [1, "version", "string"],
  [2, "trace_count", "number64"],
  [3, "failed_count", "number64"],
  [4, "latency_p50_ns", "double", "optional"],
  [5, "latency_p95_ns", "double", "optional"],
  [6, "tokens_per_trace", "double", "optional"],
  [7, "cost_usd_per_trace", "double", "optional"],
  [8, "feedback", "message", "repeated", PromptFeedback],
]);

export interface GetPromptUse {
  name: string;
}
export const GetPromptUse: MessageType<GetPromptUse, "complete"> = message("spanloom.GetPromptUse", "complete", () => [
  [1, "name", "string"],
]);

export interface GetPromptUseResponse {
  /** the newest first, at most 100; those without traces, too */
  versions: PromptVersionUse[];
  /** only the newest 10,000 traces that used the prompt were looked at */
  is_of_newest: boolean;
}
export const GetPromptUseResponse: MessageType<GetPromptUseResponse, "complete"> = message("spanloom.GetPromptUse.Response", "complete", () => [
  [1, "versions", "message", "repeated", PromptVersionUse],
  [2, "is_of_newest", "bool"],
]);
