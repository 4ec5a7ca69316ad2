import { type NewReviewQueue, queueNameTaken, type ReviewStatus } from "@spanloom/store";
import { ApiError, type ReviewQueue, type reviewQueueRoutes } from "@spanloom/wire";
import type { ApiContext } from "../context.ts";
import type { Handlers, Request } from "../handler.ts";
import { boundedParameter, experimentIdParameter, required } from "../parameters.ts";
import {
  customQueueName,
  itemIds,
  ownerName,
  refused,
  schemaIds,
  traceIdsIn,
  userName,
  userNames,
} from "../review-queue-request.ts";
import { checkExperiment } from "../start-trace.ts";

export const reviewQueues: Handlers<typeof reviewQueueRoutes> = {
  async createReviewQueue(context, request) {
    const queue = newQueue(request);
    await checkExperiment(context, queue.experimentId);
    await checkQuestions(context, queue.experimentId, queue.schemaIds);
    const made = await context.store.reviewQueues.create(queue);
    if (made === undefined) throw queueNameTaken(queue.name);
    return { review_queue: made };
  },

  async getOrCreateUserQueue(context, { experiment_id, user }) {
    const experimentId = experimentIdParameter(experiment_id);
    const name = userName(required("user", user));
    await checkExperiment(context, experimentId);
    const { reviewQueues: queues } = context.store;
    const made = await queues.create({ experimentId, name, type: "USER", owner: name, users: [name], schemaIds: [] });
    return { review_queue: made ?? userQueue(await queues.getByName(experimentId, name)) };
  },

  async getReviewQueue({ store }, { queue_id }) {
    return { review_queue: await store.reviewQueues.get(required("queue_id", queue_id)) };
  },

  async getReviewQueueByName(context, { experiment_id, name }) {
    const experimentId = experimentIdParameter(experiment_id);
    const queueName = required("name", name);
    await checkExperiment(context, experimentId);
    return { review_queue: await context.store.reviewQueues.getByName(experimentId, queueName) };
  },

  async listReviewQueues(context, { experiment_id, user, item_id, max_results, page_token }) {
    const search = {
      experimentId: experimentIdParameter(experiment_id),
      user: user === undefined ? undefined : user.trim().toLowerCase(),
      itemId: item_id,
      limit: boundedParameter("max_results", max_results, 1000, 50_000),
      pageToken: page_token || undefined,
    };
    await checkExperiment(context, search.experimentId);
    const { keys, nextPageToken } = await context.store.reviewQueues.search(search);
    return { review_queues: keys, next_page_token: nextPageToken ?? "" };
  },

  async updateReviewQueue(context, request) {
    const { reviewQueues: queues } = context.store;
    const id = required("queue_id", request.queue_id);
    const queue = await queues.get(id);
    if (queue.queue_type === "USER") {
      throw refused("A user queue's name, assigned user, schemas, and owner are fixed and cannot be updated.");
    }
    const { name, new_owner, update_users, update_schema_ids } = request;
    const change = {
      name: name === undefined ? undefined : customQueueName(name),
      owner: new_owner === undefined ? undefined : ownerName(new_owner),
      users: update_users ? userNames(request.users) : undefined,
      schemaIds: update_schema_ids ? schemaIds(request.schema_ids) : undefined,
    };
    if (Object.values(change).every((value) => value === undefined)) return { review_queue: queue };
    await checkQuestions(context, queue.experiment_id!, change.schemaIds ?? []);
    return { review_queue: await queues.update(id, change) };
  },

  async deleteReviewQueue({ store }, { queue_id }) {
    await store.reviewQueues.delete(required("queue_id", queue_id));
    return {};
  },

  async addItemsToReviewQueue({ store }, { queue_id, item_ids }) {
    const id = required("queue_id", queue_id);
    const { traceIds, other } = traceIdsIn(itemIds(item_ids));
    if (other.length > 0) {
      const { experiment_id } = await store.reviewQueues.get(id);
      throw new ApiError(
        "RESOURCE_DOES_NOT_EXIST",
        `Cannot attach trace(s) [${other.map((item) => `'${item}'`).join(", ")}] to review queue '${id}': ` +
          `they do not exist in experiment '${experiment_id}'.`,
      );
    }
    return { items: await store.reviewQueueItems.add(id, traceIds) };
  },

  async removeItemsFromReviewQueue({ store }, { queue_id, item_ids }) {
    await store.reviewQueueItems.remove(required("queue_id", queue_id), itemIds(item_ids));
    return {};
  },

  async listReviewQueueItems({ store }, { queue_id, status, max_results, page_token }) {
    const wanted = status === "REVIEW_STATUS_UNSPECIFIED" ? undefined : status;
    const limit = boundedParameter("max_results", max_results, 1000, 50_000);
    const id = required("queue_id", queue_id);
    const { keys, nextPageToken } = await store.reviewQueueItems.list(id, wanted, limit, page_token || undefined);
    return { items: keys, next_page_token: nextPageToken ?? "" };
  },

  async setReviewQueueItemStatus({ store }, { queue_id, item_id, status, completed_by }) {
    const queueId = required("queue_id", queue_id);
    const itemId = required("item_id", item_id).trim();
    if (status === undefined || status === "REVIEW_STATUS_UNSPECIFIED") {
      throw refused("`status` must be one of PENDING, COMPLETE, or DECLINED.");
    }
    const by = completed_by === undefined ? undefined : reviewer(status, completed_by);
    if (status !== "PENDING" && by === undefined) {
      throw refused(`\`completed_by\` is required when setting status to \`${status.toLowerCase()}\`.`);
    }
    return { item: await store.reviewQueueItems.setStatus(queueId, itemId, status, by) };
  },
};

function reviewer(status: ReviewStatus, completedBy: string): string {
  if (status === "PENDING") throw refused("`completed_by` must not be set when reopening an item to `pending`.");
  return userName(completedBy);
}

/** A person's queue has their name and nobody else, and all questions of the experiment. */
function newQueue(request: Request<"createReviewQueue">): NewReviewQueue {
  const experimentId = experimentIdParameter(request.experiment_id);
  const name = required("name", request.name);
  const users = userNames(request.users);
  const questions = schemaIds(request.schema_ids);
  switch (request.queue_type) {
    case "CUSTOM":
      return { experimentId, name: customQueueName(name), type: "CUSTOM", users, schemaIds: questions };
    case "USER": {
      const user = userName(name);
      if (users.some((other) => other !== user)) {
        throw refused(`A user queue must have exactly one assigned user equal to its name; got name='${user}'.`);
      }
      if (questions.length > 0) {
        throw refused("A user queue cannot have explicitly-attached schemas: it has all of the experiment's.");
      }
      return { experimentId, name: user, type: "USER", users: [user], schemaIds: [] };
    }
    default:
      throw refused("`queue_type` must be one of USER or CUSTOM.");
  }
}

function userQueue(queue: ReviewQueue): ReviewQueue {
  if (queue.queue_type === "USER") return queue;
  throw new ApiError(
    "RESOURCE_ALREADY_EXISTS",
    `A non-user queue named '${queue.name}' already exists; cannot get-or-create a user queue with that name.`,
  );
}

async function checkQuestions({ store }: ApiContext, experimentId: string, ids: readonly string[]): Promise<void> {
  const missing = await store.labelSchemas.missing(experimentId, ids);
  if (missing.length === 0) return;
  const named = missing.map((id) => `'${id}'`).join(", ");
  throw refused(`Label schema id(s) [${named}] not found for experiment '${experimentId}'.`);
}
