import type { reviewViewRoutes } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { experimentIdParameter, required } from "../parameters.ts";

/** A commit may become visible so long after the time that it carries. */
const latestCommitMs = 5_000;

export const reviewView: Handlers<typeof reviewViewRoutes> = {
  async listReviewProgress({ store }, { experiment_id }) {
    return { queues: await store.reviewQueueItems.progress(experimentIdParameter(experiment_id || undefined)) };
  },

  async getReviewChanges({ store }, { queue_id, since_ms }) {
    const read_at_ms = Date.now();
    const id = required("queue_id", queue_id);
    const { items, progress } = await store.reviewQueueItems.changes(id, Math.max(0, since_ms - latestCommitMs));
    return { items, progress, read_at_ms };
  },
};
