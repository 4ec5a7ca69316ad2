import { routes } from "./routes.ts";

export const metricRoutes = routes({
  logMetric: { method: "POST", path: "/mlflow/runs/log-metric", since: "2.0" },
  getMetricHistory: { method: "GET", path: "/mlflow/metrics/get-history", since: "2.0" },
  getMetricHistoryBulk: {
    method: "GET",
    path: "/mlflow/metrics/get-history-bulk",
    since: "2.0",
    ajaxOnly: true,
    stream: true,
    summary: "The points of a metric of several runs. NaN stands in the answer as it is, which is no JSON.",
  },
  getMetricHistoryBulkInterval: { method: "GET", path: "/mlflow/metrics/get-history-bulk-interval", since: "2.0" },
});
