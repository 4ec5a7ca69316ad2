// Generated from proto/tracking/review_queue.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type EnumType, type MessageType, message } from "../../codec/descriptor.ts";

export type ReviewItemType = "REVIEW_ITEM_TYPE_UNSPECIFIED" | "TRACE";
export const ReviewItemType: EnumType = { name: "mlflow.ReviewItemType", values: {"REVIEW_ITEM_TYPE_UNSPECIFIED":0,"TRACE":1} };

export type ReviewQueueType = "REVIEW_QUEUE_TYPE_UNSPECIFIED" | "USER" | "CUSTOM";
export const ReviewQueueType: EnumType = { name: "mlflow.ReviewQueueType", values: {"REVIEW_QUEUE_TYPE_UNSPECIFIED":0,"USER":1,"CUSTOM":2} };

export type ReviewStatus = "REVIEW_STATUS_UNSPECIFIED" | "PENDING" | "COMPLETE" | "DECLINED";
export const ReviewStatus: EnumType = { name: "mlflow.ReviewStatus", values: {"REVIEW_STATUS_UNSPECIFIED":0,"PENDING":1,"COMPLETE":2,"DECLINED":3} };

export interface ReviewQueue {
  queue_id?: string;
  experiment_id?: string;
  name?: string;
  queue_type?: ReviewQueueType;
  created_by?: string;
  creation_time_ms?: number;
  last_update_time_ms?: number;
  users: string[];
  schema_ids: string[];
}
export const ReviewQueue: MessageType<ReviewQueue> = message("mlflow.ReviewQueue", "snake", () => [
  [1, "queue_id", "string", "optional"],
  [2, "experiment_id", "string", "optional"],
  [3, "name", "string", "optional"],
  [4, "queue_type", "enum", "optional", ReviewQueueType],
  [5, "created_by", "string", "optional"],
  [6, "creation_time_ms", "number64", "optional"],
  [7, "last_update_time_ms", "number64", "optional"],
  [8, "users", "string", "repeated"],
  [9, "schema_ids", "string", "repeated"],
]);

export interface ReviewQueueItem {
  queue_id?: string;
  item_type?: ReviewItemType;
  item_id?: string;
  status?: ReviewStatus;
  completed_by?: string;
  completed_time_ms?: number;
  creation_time_ms?: number;
  last_update_time_ms?: number;
}
export const ReviewQueueItem: MessageType<ReviewQueueItem> = message("mlflow.ReviewQueueItem", "snake", () => [
  [1, "queue_id", "string", "optional"],
  [2, "item_type", "enum", "optional", ReviewItemType],
  [3, "item_id", "string", "optional"],
  [4, "status", "enum", "optional", ReviewStatus],
  [5, "completed_by", "string", "optional"],
  [6, "completed_time_ms", "number64", "optional"],
  [7, "creation_time_ms", "number64", "optional"],
  [8, "last_update_time_ms", "number64", "optional"],
]);

export interface CreateReviewQueue {
  experiment_id?: string;
  name?: string;
  queue_type?: ReviewQueueType;
  users: string[];
  schema_ids: string[];
}
export const CreateReviewQueue: MessageType<CreateReviewQueue> = message("mlflow.CreateReviewQueue", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
  [3, "queue_type", "enum", "optional", ReviewQueueType],
  [5, "users", "string", "repeated"],
  [6, "schema_ids", "string", "repeated"],
], ["experiment_id", "name"]);

export interface CreateReviewQueueResponse {
  review_queue?: ReviewQueue;
}
export const CreateReviewQueueResponse: MessageType<CreateReviewQueueResponse> = message("mlflow.CreateReviewQueue.Response", "snake", () => [
  [1, "review_queue", "message", "optional", ReviewQueue],
]);

export interface GetOrCreateUserQueue {
  experiment_id?: string;
  user?: string;
}
export const GetOrCreateUserQueue: MessageType<GetOrCreateUserQueue> = message("mlflow.GetOrCreateUserQueue", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "user", "string", "optional"],
], ["experiment_id", "user"]);

export interface GetOrCreateUserQueueResponse {
  review_queue?: ReviewQueue;
}
export const GetOrCreateUserQueueResponse: MessageType<GetOrCreateUserQueueResponse> = message("mlflow.GetOrCreateUserQueue.Response", "snake", () => [
  [1, "review_queue", "message", "optional", ReviewQueue],
]);

export interface GetReviewQueue {
  queue_id?: string;
}
export const GetReviewQueue: MessageType<GetReviewQueue> = message("mlflow.GetReviewQueue", "snake", () => [
  [1, "queue_id", "string", "optional"],
], ["queue_id"]);

export interface GetReviewQueueResponse {
  review_queue?: ReviewQueue;
}
export const GetReviewQueueResponse: MessageType<GetReviewQueueResponse> = message("mlflow.GetReviewQueue.Response", "snake", () => [
  [1, "review_queue", "message", "optional", ReviewQueue],
]);

export interface GetReviewQueueByName {
  experiment_id?: string;
  name?: string;
}
export const GetReviewQueueByName: MessageType<GetReviewQueueByName> = message("mlflow.GetReviewQueueByName", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "name", "string", "optional"],
], ["experiment_id", "name"]);

export interface GetReviewQueueByNameResponse {
  review_queue?: ReviewQueue;
}
export const GetReviewQueueByNameResponse: MessageType<GetReviewQueueByNameResponse> = message("mlflow.GetReviewQueueByName.Response", "snake", () => [
  [1, "review_queue", "message", "optional", ReviewQueue],
]);

export interface ListReviewQueues {
  experiment_id?: string;
  /** only those that this user is assigned to */
  user?: string;
  /** default 1,000 */
  max_results?: number;
  page_token?: string;
  /** only those that have this item */
  item_id?: string;
}
export const ListReviewQueues: MessageType<ListReviewQueues> = message("mlflow.ListReviewQueues", "snake", () => [
  [1, "experiment_id", "string", "optional"],
  [2, "user", "string", "optional"],
  [3, "max_results", "int32", "optional"],
  [4, "page_token", "string", "optional"],
  [6, "item_id", "string", "optional"],
], ["experiment_id"]);

export interface ListReviewQueuesResponse {
  review_queues: ReviewQueue[];
  next_page_token?: string;
}
export const ListReviewQueuesResponse: MessageType<ListReviewQueuesResponse> = message("mlflow.ListReviewQueues.Response", "snake", () => [
  [1, "review_queues", "message", "repeated", ReviewQueue],
  [2, "next_page_token", "string", "optional"],
]);

export interface UpdateReviewQueue {
  queue_id?: string;
  /** `users` replaces the users */
  update_users?: boolean;
  users: string[];
  /** `schema_ids` replaces the questions */
  update_schema_ids?: boolean;
  schema_ids: string[];
  name?: string;
  new_owner?: string;
}
export const UpdateReviewQueue: MessageType<UpdateReviewQueue> = message("mlflow.UpdateReviewQueue", "snake", () => [
  [1, "queue_id", "string", "optional"],
  [2, "update_users", "bool", "optional"],
  [3, "users", "string", "repeated"],
  [4, "update_schema_ids", "bool", "optional"],
  [5, "schema_ids", "string", "repeated"],
  [6, "name", "string", "optional"],
  [7, "new_owner", "string", "optional"],
], ["queue_id"]);

export interface UpdateReviewQueueResponse {
  review_queue?: ReviewQueue;
}
export const UpdateReviewQueueResponse: MessageType<UpdateReviewQueueResponse> = message("mlflow.UpdateReviewQueue.Response", "snake", () => [
  [1, "review_queue", "message", "optional", ReviewQueue],
]);

export interface DeleteReviewQueue {
  queue_id?: string;
}
export const DeleteReviewQueue: MessageType<DeleteReviewQueue> = message("mlflow.DeleteReviewQueue", "snake", () => [
  [1, "queue_id", "string", "optional"],
], ["queue_id"]);

export type DeleteReviewQueueResponse = Record<string, never>;
export const DeleteReviewQueueResponse: MessageType<DeleteReviewQueueResponse> = message("mlflow.DeleteReviewQueue.Response", "snake", () => []);

export interface AddItemsToReviewQueue {
  queue_id?: string;
  item_type?: ReviewItemType;
  item_ids: string[];
}
export const AddItemsToReviewQueue: MessageType<AddItemsToReviewQueue> = message("mlflow.AddItemsToReviewQueue", "snake", () => [
  [1, "queue_id", "string", "optional"],
  [2, "item_type", "enum", "optional", ReviewItemType],
  [3, "item_ids", "string", "repeated"],
], ["queue_id"]);

export interface AddItemsToReviewQueueResponse {
  items: ReviewQueueItem[];
}
export const AddItemsToReviewQueueResponse: MessageType<AddItemsToReviewQueueResponse> = message("mlflow.AddItemsToReviewQueue.Response", "snake", () => [
  [1, "items", "message", "repeated", ReviewQueueItem],
]);

export interface RemoveItemsFromReviewQueue {
  queue_id?: string;
  item_ids: string[];
}
export const RemoveItemsFromReviewQueue: MessageType<RemoveItemsFromReviewQueue> = message("mlflow.RemoveItemsFromReviewQueue", "snake", () => [
  [1, "queue_id", "string", "optional"],
  [2, "item_ids", "string", "repeated"],
], ["queue_id"]);

export type RemoveItemsFromReviewQueueResponse = Record<string, never>;
export const RemoveItemsFromReviewQueueResponse: MessageType<RemoveItemsFromReviewQueueResponse> = message("mlflow.RemoveItemsFromReviewQueue.Response", "snake", () => []);

export interface ListReviewQueueItems {
  queue_id?: string;
  status?: ReviewStatus;
  /** default 1,000 */
  max_results?: number;
  page_token?: string;
}
export const ListReviewQueueItems: MessageType<ListReviewQueueItems> = message("mlflow.ListReviewQueueItems", "snake", () => [
  [1, "queue_id", "string", "optional"],
  [2, "status", "enum", "optional", ReviewStatus],
  [3, "max_results", "int32", "optional"],
  [4, "page_token", "string", "optional"],
], ["queue_id"]);

export interface ListReviewQueueItemsResponse {
  items: ReviewQueueItem[];
  next_page_token?: string;
}
export const ListReviewQueueItemsResponse: MessageType<ListReviewQueueItemsResponse> = message("mlflow.ListReviewQueueItems.Response", "snake", () => [
  [1, "items", "message", "repeated", ReviewQueueItem],
  [2, "next_page_token", "string", "optional"],
]);

export interface SetReviewQueueItemStatus {
  queue_id?: string;
  item_id?: string;
  status?: ReviewStatus;
  /** who; not for PENDING */
  completed_by?: string;
}
export const SetReviewQueueItemStatus: MessageType<SetReviewQueueItemStatus> = message("mlflow.SetReviewQueueItemStatus", "snake", () => [
  [1, "queue_id", "string", "optional"],
  [2, "item_id", "string", "optional"],
  [3, "status", "enum", "optional", ReviewStatus],
  [4, "completed_by", "string", "optional"],
], ["queue_id", "item_id"]);

export interface SetReviewQueueItemStatusResponse {
  item?: ReviewQueueItem;
}
export const SetReviewQueueItemStatusResponse: MessageType<SetReviewQueueItemStatusResponse> = message("mlflow.SetReviewQueueItemStatus.Response", "snake", () => [
  [1, "item", "message", "optional", ReviewQueueItem],
]);
