// Generated from proto/tracking/label_schema.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type EnumType, type MessageType, message } from "../../codec/descriptor.ts";

export type LabelSchemaType = "LABEL_SCHEMA_TYPE_UNSPECIFIED" | "FEEDBACK" | "EXPECTATION";
export const LabelSchemaType: EnumType = { name: "mlflow.LabelSchemaType", values: {"LABEL_SCHEMA_TYPE_UNSPECIFIED":0,"FEEDBACK":1,"EXPECTATION":2} };

export interface InputPassFail {
  positive_label?: string;
  negative_label?: string;
}
export const InputPassFail: MessageType<InputPassFail> = message("mlflow.InputPassFail", "snake", () => [
  [1, "positive_label", "string", "optional"],
  [2, "negative_label", "string", "optional"],
]);

export interface InputCategorical {
  options: string[];
  multi_select?: boolean;
}
export const InputCategorical: MessageType<InputCategorical> = message("mlflow.InputCategorical", "snake", () => [
  [1, "options", "string", "repeated"],
  [3, "multi_select", "bool", "optional"],
]);

export interface InputNumeric {
  min_value?: number;
  max_value?: number;
}
export const InputNumeric: MessageType<InputNumeric> = message("mlflow.InputNumeric", "snake", () => [
  [1, "min_value", "double", "optional"],
  [2, "max_value", "double", "optional"],
]);

export interface InputText {
  max_length?: number;
}
export const InputText: MessageType<InputText> = message("mlflow.InputText", "snake", () => [
  [1, "max_length", "number64", "optional"],
]);

export interface LabelSchemaInput {
  pass_fail?: InputPassFail;
  categorical?: InputCategorical;
  numeric?: InputNumeric;
  text?: InputText;
}
export const LabelSchemaInput: MessageType<LabelSchemaInput> = message("mlflow.LabelSchemaInput", "snake", () => [
  [1, "pass_fail", "message", "optional", InputPassFail],
  [2, "categorical", "message", "optional", InputCategorical],
  [3, "numeric", "message", "optional", InputNumeric],
  [5, "text", "message", "optional", InputText],
]);

export interface LabelSchema {
  schema_id?: string;
  experiment_id?: string;
  /** of the assessments that answer it */
  name?: string;
  type?: LabelSchemaType;
  instruction?: string;
  enable_comment?: boolean;
  input?: LabelSchemaInput;
  created_by?: string;
  created_at?: number;
  last_updated_at?: number;
  /** every experiment has one that nobody can change */
  is_default?: boolean;
}
export const LabelSchema: MessageType<LabelSchema> = message("mlflow.LabelSchema", "snake", () => [
  [1, "schema_id", "string", "optional"],
  [2, "experiment_id", "string", "optional"],
  [3, "name", "string", "optional"],
  [4, "type", "enum", "optional", LabelSchemaType],
  [6, "instruction", "string", "optional"],
  [7, "enable_comment", "bool", "optional"],
  [8, "input", "message", "optional", LabelSchemaInput],
  [9, "created_by", "string", "optional"],
  [10, "created_at", "number64", "optional"],
  [11, "last_updated_at", "number64", "optional"],
  [12, "is_default", "bool", "optional"],
]);

export interface CreateLabelSchema {
  experiment_id?: string;
  name?: string;
  type?: LabelSchemaType;
  input?: LabelSchemaInput;
  instruction?: string;
  enable_comment?: boolean;
}
export const CreateLabelSchema: MessageType<CreateLabelSchema> = message("mlflow.CreateLabelSchema", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "type", "enum", "optional", LabelSchemaType],
  [5, "input", "message", "optional", LabelSchemaInput],
  [6, "instruction", "string", "optional"],
  [7, "enable_comment", "bool", "optional"],
], ["experiment_id", "name"]);

export interface CreateLabelSchemaResponse {
  label_schema?: LabelSchema;
}
export const CreateLabelSchemaResponse: MessageType<CreateLabelSchemaResponse> = message("mlflow.CreateLabelSchema.Response", "snake", () => [
  [1, "label_schema", "message", "optional", LabelSchema],
]);

export interface GetLabelSchema {
  schema_id?: string;
}
export const GetLabelSchema: MessageType<GetLabelSchema> = message("mlflow.GetLabelSchema", "snake", () => [
  [1, "schema_id", "string", "optional"],
], ["schema_id"]);

export interface GetLabelSchemaResponse {
  label_schema?: LabelSchema;
}
export const GetLabelSchemaResponse: MessageType<GetLabelSchemaResponse> = message("mlflow.GetLabelSchema.Response", "snake", () => [
  [1, "label_schema", "message", "optional", LabelSchema],
]);

export interface GetLabelSchemaByName {
  experiment_id?: string;
  name?: string;
}
export const GetLabelSchemaByName: MessageType<GetLabelSchemaByName> = message("mlflow.GetLabelSchemaByName", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
], ["experiment_id", "name"]);

export interface GetLabelSchemaByNameResponse {
  label_schema?: LabelSchema;
}
export const GetLabelSchemaByNameResponse: MessageType<GetLabelSchemaByNameResponse> = message("mlflow.GetLabelSchemaByName.Response", "snake", () => [
  [1, "label_schema", "message", "optional", LabelSchema],
]);

export interface ListLabelSchemas {
  experiment_id?: string;
  /** default 100 */
  max_results?: number;
  page_token?: string;
}
export const ListLabelSchemas: MessageType<ListLabelSchemas> = message("mlflow.ListLabelSchemas", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "max_results", "int32", "optional"],
  [3, "page_token", "string", "optional"],
], ["experiment_id"]);

export interface ListLabelSchemasResponse {
  label_schemas: LabelSchema[];
  next_page_token?: string;
}
export const ListLabelSchemasResponse: MessageType<ListLabelSchemasResponse> = message("mlflow.ListLabelSchemas.Response", "snake", () => [
  [1, "label_schemas", "message", "repeated", LabelSchema],
  [2, "next_page_token", "string", "optional"],
]);

export interface UpdateLabelSchema {
  schema_id?: string;
  name?: string;
  instruction?: string;
  enable_comment?: boolean;
  /** of the same kind as before */
  input?: LabelSchemaInput;
}
export const UpdateLabelSchema: MessageType<UpdateLabelSchema> = message("mlflow.UpdateLabelSchema", "snake", () => [
  [1, "schema_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [4, "instruction", "string", "optional"],
  [5, "enable_comment", "bool", "optional"],
  [6, "input", "message", "optional", LabelSchemaInput],
], ["schema_id"]);

export interface UpdateLabelSchemaResponse {
  label_schema?: LabelSchema;
}
export const UpdateLabelSchemaResponse: MessageType<UpdateLabelSchemaResponse> = message("mlflow.UpdateLabelSchema.Response", "snake", () => [
  [1, "label_schema", "message", "optional", LabelSchema],
]);

export interface DeleteLabelSchema {
  schema_id?: string;
}
export const DeleteLabelSchema: MessageType<DeleteLabelSchema> = message("mlflow.DeleteLabelSchema", "snake", () => [
  [1, "schema_id", "string", "optional"],
], ["schema_id"]);

export type DeleteLabelSchemaResponse = Record<string, never>;
export const DeleteLabelSchemaResponse: MessageType<DeleteLabelSchemaResponse> = message("mlflow.DeleteLabelSchema.Response", "snake", () => []);
