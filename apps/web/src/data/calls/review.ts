import {
  type Assessment,
  type LabelSchema,
  type RequestOf,
  type ReviewProgress,
  traceIdToMlflow,
} from "@spanloom/wire";
import type { ReviewItem, ReviewQueue } from "../messages.ts";
import { call } from "./call.ts";

/** What is said of traces, the questions that are asked of them, and the queues of those to look at. */
export const reviewCalls = {
  /** What was said of a trace and of its spans, the oldest first. */
  getAssessments: async (traceId: string, signal?: AbortSignal): Promise<readonly Assessment[]> =>
    ((await call("getTraceInfoV3", { trace_id: traceId }, signal)).trace?.trace_info?.assessments ??
      []) as Assessment[],

  createAssessment: (traceId: string, assessment: Assessment) =>
    call("createAssessment", { trace_id: traceIdToMlflow(traceId), assessment }),

  /** Changes those parts that `mask` names, with commas between them. */
  updateAssessment: (traceId: string, assessment: Assessment, mask: string) =>
    call("updateAssessment", {
      trace_id: traceIdToMlflow(traceId),
      assessment_id: assessment.assessment_id,
      assessment,
      update_mask: mask,
    }),

  /** What it overrode is valid again. */
  deleteAssessment: (traceId: string, assessmentId: string) =>
    call("deleteAssessment", { trace_id: traceIdToMlflow(traceId), assessment_id: assessmentId }),

  /** Questions that an experiment asks of its traces. */
  listLabelSchemas: async (experimentId: string, signal?: AbortSignal): Promise<readonly LabelSchema[]> =>
    ((await call("listLabelSchemas", { experiment_id: experimentId, max_results: 1_000 }, signal)).label_schemas ??
      []) as LabelSchema[],

  createLabelSchema: (request: RequestOf<"createLabelSchema">) => call("createLabelSchema", request),

  updateLabelSchema: (request: RequestOf<"updateLabelSchema">) => call("updateLabelSchema", request),

  /** Answers to it stay. */
  deleteLabelSchema: (schemaId: string) => call("deleteLabelSchema", { schema_id: schemaId }),

  listReviewQueues: async (experimentId: string, signal?: AbortSignal): Promise<readonly ReviewQueue[]> =>
    ((await call("listReviewQueues", { experiment_id: experimentId, max_results: 1_000 }, signal)).review_queues ??
      []) as ReviewQueue[],

  getReviewQueue: async (queueId: string, signal?: AbortSignal): Promise<ReviewQueue> =>
    (await call("getReviewQueue", { queue_id: queueId }, signal)).review_queue as ReviewQueue,

  createReviewQueue: async (request: RequestOf<"createReviewQueue">): Promise<ReviewQueue> =>
    (await call("createReviewQueue", request)).review_queue as ReviewQueue,

  /** The queue of a person, with all questions of the experiment; made where there is none. */
  getOrCreateUserQueue: async (experimentId: string, user: string): Promise<ReviewQueue> =>
    (await call("getOrCreateUserQueue", { experiment_id: experimentId, user })).review_queue as ReviewQueue,

  updateReviewQueue: (request: RequestOf<"updateReviewQueue">) => call("updateReviewQueue", request),

  /** For good. What was said of its traces stays. */
  deleteReviewQueue: (queueId: string) => call("deleteReviewQueue", { queue_id: queueId }),

  /** Resolves with the items, of those that were in it before as well. */
  addToReviewQueue: async (queueId: string, traceIds: readonly string[]) =>
    (
      await call("addItemsToReviewQueue", {
        queue_id: queueId,
        item_type: "TRACE",
        item_ids: traceIds.map(traceIdToMlflow),
      })
    ).items ?? [],

  removeFromReviewQueue: (queueId: string, traceIds: readonly string[]) =>
    call("removeItemsFromReviewQueue", { queue_id: queueId, item_ids: traceIds.map(traceIdToMlflow) }),

  listReviewItems: (request: RequestOf<"listReviewQueueItems">, signal?: AbortSignal) =>
    call("listReviewQueueItems", request, signal) as Promise<{ items?: ReviewItem[]; next_page_token?: string }>,

  /** Whoever was first stays: the answer says who that is. */
  setReviewStatus: async (request: RequestOf<"setReviewQueueItemStatus">): Promise<ReviewItem> =>
    (await call("setReviewQueueItemStatus", request)).item as ReviewItem,

  listReviewProgress: async (experimentId: string, signal?: AbortSignal): Promise<readonly ReviewProgress[]> =>
    (await call("listReviewProgress", { experiment_id: experimentId }, signal)).queues,

  getReviewChanges: (queueId: string, sinceMs: number, signal?: AbortSignal) =>
    call("getReviewChanges", { queue_id: queueId, since_ms: sinceMs }, signal) as Promise<{
      items: ReviewItem[];
      progress: ReviewProgress;
      read_at_ms: number;
    }>,
};
