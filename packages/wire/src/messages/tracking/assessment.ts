// Generated from proto/tracking/assessment.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type EnumType, type MessageType, message } from "../../codec/descriptor.ts";

export type AssessmentSourceSourceType = "SOURCE_TYPE_UNSPECIFIED" | "HUMAN" | "LLM_JUDGE" | "CODE";
export const AssessmentSourceSourceType: EnumType = { name: "mlflow.AssessmentSource.SourceType", values: {"SOURCE_TYPE_UNSPECIFIED":0,"HUMAN":1,"LLM_JUDGE":2,"CODE":3} };

export interface AssessmentSource {
  source_type?: AssessmentSourceSourceType;
  source_id?: string;
}
export const AssessmentSource: MessageType<AssessmentSource> = message("mlflow.AssessmentSource", "snake", () => [
  [1, "source_type", "enum", "optional", AssessmentSourceSourceType],
  [2, "source_id", "string", "optional"],
]);

export interface AssessmentError {
  error_code?: string;
  error_message?: string;
  stack_trace?: string;
}
export const AssessmentError: MessageType<AssessmentError> = message("mlflow.AssessmentError", "snake", () => [
  [1, "error_code", "string", "optional"],
  [2, "error_message", "string", "optional"],
  [3, "stack_trace", "string", "optional"],
]);

export interface Feedback {
  value?: unknown;
  error?: AssessmentError;
}
export const Feedback: MessageType<Feedback> = message("mlflow.Feedback", "snake", () => [
  [2, "value", "value", "optional"],
  [3, "error", "message", "optional", AssessmentError],
]);

export interface Expectation {
  value?: unknown;
  serialized_value?: ExpectationSerializedValue;
}
export const Expectation: MessageType<Expectation> = message("mlflow.Expectation", "snake", () => [
  [2, "value", "value", "optional"],
  [3, "serialized_value", "message", "optional", ExpectationSerializedValue],
]);

export interface ExpectationSerializedValue {
  serialization_format?: string;
  value?: string;
}
export const ExpectationSerializedValue: MessageType<ExpectationSerializedValue> = message("mlflow.Expectation.SerializedValue", "snake", () => [
  [1, "serialization_format", "string", "optional"],
  [2, "value", "string", "optional"],
]);

export interface IssueReference {
  issue_name?: string;
}
export const IssueReference: MessageType<IssueReference> = message("mlflow.IssueReference", "snake", () => [
  [1, "issue_name", "string", "optional"],
]);

export interface Assessment {
  assessment_id?: string;
  assessment_name?: string;
  trace_id?: string;
  span_id?: string;
  source?: AssessmentSource;
  create_time?: string;
  last_update_time?: string;
  feedback?: Feedback;
  expectation?: Expectation;
  rationale?: string;
  metadata: Record<string, string>;
  overrides?: string;
  valid?: boolean;
  issue?: IssueReference;
}
export const Assessment: MessageType<Assessment> = message("mlflow.Assessment", "snake", () => [
  [1, "assessment_id", "string", "optional"],
  [2, "assessment_name", "string", "optional"],
  [3, "trace_id", "string", "optional"],
  [4, "span_id", "string", "optional"],
  [5, "source", "message", "optional", AssessmentSource],
  [6, "create_time", "timestamp", "optional"],
  [7, "last_update_time", "timestamp", "optional"],
  [9, "feedback", "message", "optional", Feedback],
  [10, "expectation", "message", "optional", Expectation],
  [11, "rationale", "string", "optional"],
  [13, "metadata", "string", "map"],
  [14, "overrides", "string", "optional"],
  [15, "valid", "bool", "optional"],
  [16, "issue", "message", "optional", IssueReference],
]);

/** `trace_id` stands in the path, here and below. */
export interface CreateAssessment {
  assessment?: Assessment;
  trace_id?: string;
}
export const CreateAssessment: MessageType<CreateAssessment> = message("mlflow.CreateAssessment", "snake", () => [
  [1, "assessment", "message", "optional", Assessment],
  [100, "trace_id", "string", "optional"],
], ["assessment"]);

export interface CreateAssessmentResponse {
  assessment?: Assessment;
}
export const CreateAssessmentResponse: MessageType<CreateAssessmentResponse> = message("mlflow.CreateAssessment.Response", "snake", () => [
  [1, "assessment", "message", "optional", Assessment],
]);

export interface GetAssessment {
  trace_id?: string;
  assessment_id?: string;
}
export const GetAssessment: MessageType<GetAssessment> = message("mlflow.GetAssessment", "snake", () => [
  [1, "trace_id", "string", "optional"],
  [2, "assessment_id", "string", "optional"],
]);

export interface GetAssessmentResponse {
  assessment?: Assessment;
}
export const GetAssessmentResponse: MessageType<GetAssessmentResponse> = message("mlflow.GetAssessment.Response", "snake", () => [
  [1, "assessment", "message", "optional", Assessment],
]);

export interface UpdateAssessment {
  assessment?: Assessment;
  /** a FieldMask: names in camelCase, with commas between them */
  update_mask?: string;
  trace_id?: string;
  assessment_id?: string;
}
export const UpdateAssessment: MessageType<UpdateAssessment> = message("mlflow.UpdateAssessment", "snake", () => [
  [1, "assessment", "message", "optional", Assessment],
  [2, "update_mask", "string", "optional"],
  [100, "trace_id", "string", "optional"],
  [101, "assessment_id", "string", "optional"],
], ["assessment", "update_mask"]);

export interface UpdateAssessmentResponse {
  assessment?: Assessment;
}
export const UpdateAssessmentResponse: MessageType<UpdateAssessmentResponse> = message("mlflow.UpdateAssessment.Response", "snake", () => [
  [1, "assessment", "message", "optional", Assessment],
]);

export interface DeleteAssessment {
  trace_id?: string;
  assessment_id?: string;
}
export const DeleteAssessment: MessageType<DeleteAssessment> = message("mlflow.DeleteAssessment", "snake", () => [
  [1, "trace_id", "string", "optional"],
  [2, "assessment_id", "string", "optional"],
]);

export type DeleteAssessmentResponse = Record<string, never>;
export const DeleteAssessmentResponse: MessageType<DeleteAssessmentResponse> = message("mlflow.DeleteAssessment.Response", "snake", () => []);
