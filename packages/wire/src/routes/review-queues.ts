import { routes } from "./routes.ts";

export const reviewQueueRoutes = routes({
  createReviewQueue: { method: "POST", path: "/mlflow/review-queues/create", since: "3.0" },
  getOrCreateUserQueue: { method: "POST", path: "/mlflow/review-queues/get-or-create-user", since: "3.0" },
  getReviewQueue: { method: "GET", path: "/mlflow/review-queues/get", since: "3.0" },
  getReviewQueueByName: { method: "GET", path: "/mlflow/review-queues/get-by-name", since: "3.0" },
  listReviewQueues: { method: "GET", path: "/mlflow/review-queues/list", since: "3.0" },
  updateReviewQueue: { method: "POST", path: "/mlflow/review-queues/update", since: "3.0" },
  deleteReviewQueue: { method: "POST", path: "/mlflow/review-queues/delete", since: "3.0" },
  addItemsToReviewQueue: { method: "POST", path: "/mlflow/review-queues/items/add", since: "3.0" },
  removeItemsFromReviewQueue: { method: "POST", path: "/mlflow/review-queues/items/remove", since: "3.0" },
  listReviewQueueItems: { method: "GET", path: "/mlflow/review-queues/items/list", since: "3.0" },
  setReviewQueueItemStatus: { method: "POST", path: "/mlflow/review-queues/items/set-status", since: "3.0" },
});
