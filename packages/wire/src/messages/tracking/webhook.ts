// Generated from proto/tracking/webhook.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type EnumType, type MessageType, message } from "../../codec/descriptor.ts";

export type WebhookStatus = "ACTIVE" | "DISABLED";
export const WebhookStatus: EnumType = { name: "mlflow.WebhookStatus", values: {"ACTIVE":1,"DISABLED":2} };

export type WebhookEntity = "ENTITY_UNSPECIFIED" | "REGISTERED_MODEL" | "MODEL_VERSION" | "MODEL_VERSION_TAG" | "MODEL_VERSION_ALIAS" | "PROMPT" | "PROMPT_VERSION" | "PROMPT_TAG" | "PROMPT_VERSION_TAG" | "PROMPT_ALIAS" | "BUDGET_POLICY";
export const WebhookEntity: EnumType = { name: "mlflow.WebhookEntity", values: {"ENTITY_UNSPECIFIED":0,"REGISTERED_MODEL":1,"MODEL_VERSION":2,"MODEL_VERSION_TAG":3,"MODEL_VERSION_ALIAS":4,"PROMPT":5,"PROMPT_VERSION":6,"PROMPT_TAG":7,"PROMPT_VERSION_TAG":8,"PROMPT_ALIAS":9,"BUDGET_POLICY":10} };

export type WebhookAction = "ACTION_UNSPECIFIED" | "CREATED" | "UPDATED" | "DELETED" | "SET" | "EXCEEDED";
export const WebhookAction: EnumType = { name: "mlflow.WebhookAction", values: {"ACTION_UNSPECIFIED":0,"CREATED":1,"UPDATED":2,"DELETED":3,"SET":4,"EXCEEDED":5} };

export interface WebhookEvent {
  entity?: WebhookEntity;
  action?: WebhookAction;
}
export const WebhookEvent: MessageType<WebhookEvent> = message("mlflow.WebhookEvent", "snake", () => [
  [1, "entity", "enum", "optional", WebhookEntity],
  [2, "action", "enum", "optional", WebhookAction],
]);

/** Without its secret, which can be set and not read. */
export interface Webhook {
  webhook_id?: string;
  name?: string;
  description?: string;
  url?: string;
  events: WebhookEvent[];
  status?: WebhookStatus;
  /** ms */
  creation_timestamp?: number;
  /** ms */
  last_updated_timestamp?: number;
}
export const Webhook: MessageType<Webhook> = message("mlflow.Webhook", "snake", () => [
  [1, "webhook_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "description", "string", "optional"],
  [4, "url", "string", "optional"],
  [5, "events", "message", "repeated", WebhookEvent],
  [6, "status", "enum", "optional", WebhookStatus],
  [7, "creation_timestamp", "number64", "optional"],
  [8, "last_updated_timestamp", "number64", "optional"],
]);

export interface WebhookTestResult {
  success?: boolean;
  response_status?: number;
  response_body?: string;
  error_message?: string;
}
export const WebhookTestResult: MessageType<WebhookTestResult> = message("mlflow.WebhookTestResult", "snake", () => [
  [1, "success", "bool", "optional"],
  [2, "response_status", "int32", "optional"],
  [3, "response_body", "string", "optional"],
  [4, "error_message", "string", "optional"],
]);

export interface CreateWebhook {
  name?: string;
  description?: string;
  url?: string;
  events: WebhookEvent[];
  secret?: string;
  /** default: ACTIVE */
  status?: WebhookStatus;
}
export const CreateWebhook: MessageType<CreateWebhook> = message("mlflow.CreateWebhook", "snake", () => [
  [1, "name", "string", "optional"],
  [2, "description", "string", "optional"],
  [3, "url", "string", "optional"],
  [4, "events", "message", "repeated", WebhookEvent],
  [5, "secret", "string", "optional"],
  [6, "status", "enum", "optional", WebhookStatus],
], ["name", "url", "events"]);

export interface CreateWebhookResponse {
  webhook?: Webhook;
}
export const CreateWebhookResponse: MessageType<CreateWebhookResponse> = message("mlflow.CreateWebhook.Response", "snake", () => [
  [1, "webhook", "message", "optional", Webhook],
]);

export interface ListWebhooks {
  /** 1..1000, default 100 */
  max_results?: number;
  page_token?: string;
}
export const ListWebhooks: MessageType<ListWebhooks> = message("mlflow.ListWebhooks", "snake", () => [
  [1, "max_results", "int32", "optional"],
  [2, "page_token", "string", "optional"],
]);

export interface ListWebhooksResponse {
  webhooks: Webhook[];
  next_page_token?: string;
}
export const ListWebhooksResponse: MessageType<ListWebhooksResponse> = message("mlflow.ListWebhooks.Response", "snake", () => [
  [1, "webhooks", "message", "repeated", Webhook],
  [2, "next_page_token", "string", "optional"],
]);

export interface GetWebhook {
  webhook_id?: string;
}
export const GetWebhook: MessageType<GetWebhook> = message("mlflow.GetWebhook", "snake", () => [
  [1, "webhook_id", "string", "optional"],
]);

export interface GetWebhookResponse {
  webhook?: Webhook;
}
export const GetWebhookResponse: MessageType<GetWebhookResponse> = message("mlflow.GetWebhook.Response", "snake", () => [
  [1, "webhook", "message", "optional", Webhook],
]);

export interface UpdateWebhook {
  webhook_id?: string;
  name?: string;
  description?: string;
  url?: string;
  /** replaces all; empty: as they were */
  events: WebhookEvent[];
  secret?: string;
  status?: WebhookStatus;
}
export const UpdateWebhook: MessageType<UpdateWebhook> = message("mlflow.UpdateWebhook", "snake", () => [
  [1, "webhook_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "description", "string", "optional"],
  [4, "url", "string", "optional"],
  [5, "events", "message", "repeated", WebhookEvent],
  [6, "secret", "string", "optional"],
  [7, "status", "enum", "optional", WebhookStatus],
]);

export interface UpdateWebhookResponse {
  webhook?: Webhook;
}
export const UpdateWebhookResponse: MessageType<UpdateWebhookResponse> = message("mlflow.UpdateWebhook.Response", "snake", () => [
  [1, "webhook", "message", "optional", Webhook],
]);

export interface DeleteWebhook {
  webhook_id?: string;
}
export const DeleteWebhook: MessageType<DeleteWebhook> = message("mlflow.DeleteWebhook", "snake", () => [
  [1, "webhook_id", "string", "optional"],
]);

export type DeleteWebhookResponse = Record<string, never>;
export const DeleteWebhookResponse: MessageType<DeleteWebhookResponse> = message("mlflow.DeleteWebhook.Response", "snake", () => []);

export interface TestWebhook {
  webhook_id?: string;
  /** default: the webhook's first */
  event?: WebhookEvent;
}
export const TestWebhook: MessageType<TestWebhook> = message("mlflow.TestWebhook", "snake", () => [
  [1, "webhook_id", "string", "optional"],
  [2, "event", "message", "optional", WebhookEvent],
]);

export interface TestWebhookResponse {
  result?: WebhookTestResult;
}
export const TestWebhookResponse: MessageType<TestWebhookResponse> = message("mlflow.TestWebhook.Response", "snake", () => [
  [1, "result", "message", "optional", WebhookTestResult],
]);
