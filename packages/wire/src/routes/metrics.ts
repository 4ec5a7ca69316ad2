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
  },
  getMetricHistoryBulkInterval: { method: "GET", path: "/mlflow/metrics/get-history-bulk-interval", since: "2.0" },
});
