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
