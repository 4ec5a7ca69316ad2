// Generated from proto/tracking/run_inputs.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";
import { DatasetInput } from "./dataset.ts";
import { ModelInput, ModelOutput } from "./logged_model.ts";

export interface LogInputs {
  run_id?: string;
  datasets: DatasetInput[];
  models: ModelInput[];
}
export const LogInputs: MessageType<LogInputs> = message("mlflow.LogInputs", "snake", () => [
  [1, "run_id", "string", "optional"],
  [2, "datasets", "message", "repeated", DatasetInput],
  [3, "models", "message", "repeated", ModelInput],
], ["run_id"]);

export type LogInputsResponse = Record<string, never>;
export const LogInputsResponse: MessageType<LogInputsResponse> = message("mlflow.LogInputs.Response", "snake", () => []);

export interface LogOutputs {
  run_id?: string;
  models: ModelOutput[];
}
export const LogOutputs: MessageType<LogOutputs> = message("mlflow.LogOutputs", "snake", () => [
  [1, "run_id", "string", "optional"],
  [2, "models", "message", "repeated", ModelOutput],
], ["run_id", "models"]);

export type LogOutputsResponse = Record<string, never>;
export const LogOutputsResponse: MessageType<LogOutputsResponse> = message("mlflow.LogOutputs.Response", "snake", () => []);

export interface LogModel {
  run_id?: string;
  /** an MLmodel file as JSON */
  model_json?: string;
}
export const LogModel: MessageType<LogModel> = message("mlflow.LogModel", "snake", () => [
  [1, "run_id", "string", "optional"],
  [2, "model_json", "string", "optional"],
], ["run_id", "model_json"]);

export type LogModelResponse = Record<string, never>;
export const LogModelResponse: MessageType<LogModelResponse> = message("mlflow.LogModel.Response", "snake", () => []);
