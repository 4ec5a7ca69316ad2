// Generated from proto/spanloom/review_view.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";
import { ReviewQueueItem } from "../tracking/review_queue.ts";

export interface ReviewProgress {
  queue_id: string;
  pending_count: number;
  complete_count: number;
  declined_count: number;
}
export const ReviewProgress: MessageType<ReviewProgress, "complete"> = message("spanloom.ReviewProgress", "complete", () => [
  [1, "queue_id", "string"],
  [2, "pending_count", "int32"],
  [3, "complete_count", "int32"],
  [4, "declined_count", "int32"],
]);

/** How far the queues of an experiment are. A queue without items is left out. */
export interface ListReviewProgress {
  experiment_id: string;
}
export const ListReviewProgress: MessageType<ListReviewProgress, "complete"> = message("spanloom.ListReviewProgress", "complete", () => [
  [1, "experiment_id", "string"],
]);

export interface ListReviewProgressResponse {
  queues: ReviewProgress[];
}
export const ListReviewProgressResponse: MessageType<ListReviewProgressResponse, "complete"> = message("spanloom.ListReviewProgress.Response", "complete", () => [
  [1, "queues", "message", "repeated", ReviewProgress],
]);

/** What became of a queue since somebody looked. */
export interface GetReviewChanges {
  queue_id: string;
  /** `read_at_ms` of the answer before */
  since_ms: number;
}
export const GetReviewChanges: MessageType<GetReviewChanges, "complete"> = message("spanloom.GetReviewChanges", "complete", () => [
  [1, "queue_id", "string"],
  [2, "since_ms", "number64"],
]);

export interface GetReviewChangesResponse {
  /** added, answered or opened again since; in no order */
  items: ReviewQueueItem[];
  /** tells whether items were removed, too */
  progress?: ReviewProgress;
  /** by the server's clock */
  read_at_ms: number;
}
export const GetReviewChangesResponse: MessageType<GetReviewChangesResponse, "complete"> = message("spanloom.GetReviewChanges.Response", "complete", () => [
  [1, "items", "message", "repeated", ReviewQueueItem],
  [2, "progress", "message", "optional", ReviewProgress],
  [3, "read_at_ms", "number64"],
]);
