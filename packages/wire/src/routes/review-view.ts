import { routes } from "./routes.ts";

/** Our own reading API for review queues. */
export const reviewViewRoutes = routes({
  listReviewProgress: { method: "GET", path: "/api/spanloom/v1/review-queues/progress" },
  getReviewChanges: { method: "GET", path: "/api/spanloom/v1/review-queues/{queue_id}/changes" },
});
