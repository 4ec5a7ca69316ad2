import type { ReviewProgress } from "@spanloom/wire";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { ReviewQueue } from "./messages.ts";

/** What a queue is made of, and what of it can be changed. */
export interface ReviewQueueDraft {
  readonly name: string;
  readonly users: readonly string[];
  readonly schemaIds: readonly string[];
}

const queuesKey = (experimentId: string) => ["review-queues", experimentId] as const;
const queueKey = (queueId: string) => ["review-queue", queueId] as const;
/** Key of the items of a queue: `useReviewItems`. */
export const reviewItemsKey = (queueId: string) => ["review-items", queueId] as const;
export const reviewProgressKey = ["review-progress"] as const;

/** The review queues of an experiment, the newest first; asked for once `enabled`. */
export function useReviewQueues(experimentId: string, enabled = true) {
  return useQuery({
    queryKey: queuesKey(experimentId),
    queryFn: ({ signal }) => client.listReviewQueues(experimentId, signal),
    enabled: enabled && experimentId !== "",
    staleTime: 10_000,
  });
}

/** How far the queues of an experiment are, by their ids; those without items are missing. Undefined until it is known. */
export function useReviewProgress(experimentId: string): ReadonlyMap<string, ReviewProgress> | undefined {
  return useQuery({
    queryKey: [...reviewProgressKey, experimentId],
    queryFn: async ({ signal }) =>
      new Map((await client.listReviewProgress(experimentId, signal)).map((each) => [each.queue_id, each])),
    staleTime: 2_000,
    refetchInterval: 10_000,
  }).data;
}

export function useReviewQueue(queueId: string) {
  return useQuery({
    queryKey: queueKey(queueId),
    queryFn: ({ signal }) => client.getReviewQueue(queueId, signal),
    staleTime: 30_000,
  });
}

/** The server looks each trace up while the others wait. */
const addedAtOnce = 1_000;
/** Traces that a list gives at most in one call. */
const listedAtOnce = 200;

/** Each rejects with a `RequestError`. */
export function useReviewQueueChanges(experimentId: string) {
  const queries = useQueryClient();

  function changed(queueId?: string) {
    void queries.invalidateQueries({ queryKey: queuesKey(experimentId) });
    void queries.invalidateQueries({ queryKey: reviewProgressKey });
    if (queueId === undefined) return;
    void queries.invalidateQueries({ queryKey: queueKey(queueId) });
    void queries.invalidateQueries({ queryKey: reviewItemsKey(queueId) });
  }

  /** Traces that are in it stay as they are. `onAdded` is told how many are in it so far. */
  async function add(queueId: string, traceIds: readonly string[], onAdded?: (count: number) => void): Promise<void> {
    try {
      for (let from = 0; from < traceIds.length; from += addedAtOnce) {
        await client.addToReviewQueue(queueId, traceIds.slice(from, from + addedAtOnce));
        onAdded?.(Math.min(from + addedAtOnce, traceIds.length));
      }
    } finally {
      changed(queueId);
    }
  }

  return {
    add,
    create: async ({ name, users, schemaIds }: ReviewQueueDraft): Promise<ReviewQueue> => {
      const queue = await client.createReviewQueue({
        experiment_id: experimentId,
        name,
        queue_type: "CUSTOM",
        users: [...users],
        schema_ids: [...schemaIds],
      });
      changed();
      return queue;
    },
    /** The queue of one person, made where there is none. */
    ofPerson: async (user: string): Promise<ReviewQueue> => {
      const queue = await client.getOrCreateUserQueue(experimentId, user);
      changed();
      return queue;
    },
    /** Questions stay once a queue has items; then `schemaIds` is left out. */
    update: async (queueId: string, { name, users, schemaIds }: Partial<ReviewQueueDraft>): Promise<void> => {
      await client.updateReviewQueue({
        queue_id: queueId,
        ...(name !== undefined && { name }),
        ...(users && { update_users: true, users: [...users] }),
        ...(schemaIds && { update_schema_ids: true, schema_ids: [...schemaIds] }),
      });
      changed(queueId);
    },
    /** What was said of them stays. Resolves when the items were read again. */
    takeOut: async (queueId: string, traceIds: readonly string[]): Promise<void> => {
      await client.removeFromReviewQueue(queueId, traceIds);
      changed(queueId);
      await queries.invalidateQueries({ queryKey: reviewItemsKey(queueId) });
    },
    remove: async (queueId: string): Promise<void> => {
      await client.deleteReviewQueue(queueId);
      changed();
    },
    /** Ids of the newest traces of the experiment that a filter finds, at most `most`. */
    matching: async (filter: string, most: number): Promise<readonly string[]> => {
      const found: string[] = [];
      let token = "";
      do {
        const page = await client.listTraces({
          experiment_ids: [experimentId],
          filter,
          max_results: Math.min(listedAtOnce, most - found.length),
          page_token: token,
        });
        found.push(...page.traces.map(({ trace_id }) => trace_id));
        token = page.next_page_token;
      } while (token !== "" && found.length < most);
      return found;
    },
  };
}
