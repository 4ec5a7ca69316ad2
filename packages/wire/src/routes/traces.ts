import { routes } from "./routes.ts";

export const traceRoutes = routes({
  startTraceV3: { method: "POST", path: "/mlflow/traces", since: "3.0" },
  searchTracesV3: { method: "POST", path: "/mlflow/traces/search", since: "3.0" },
  getTrace: { method: "GET", path: "/mlflow/traces/get", since: "3.0" },
  batchGetTraces: { method: "GET", path: "/mlflow/traces/batchGet", since: "3.0" },
  batchGetTraceInfos: { method: "POST", path: "/mlflow/traces/batchGetInfos", since: "3.0" },
  queryTraceMetrics: { method: "POST", path: "/mlflow/traces/metrics", since: "3.0" },
  calculateTraceFilterCorrelation: {
    method: "POST",
    path: "/mlflow/traces/calculate-filter-correlation",
    since: "3.0",
  },
  deleteTracesV3: { method: "POST", path: "/mlflow/traces/delete-traces", since: "3.0" },
  getTraceInfoV3: { method: "GET", path: "/mlflow/traces/{trace_id}", since: "3.0" },
  setTraceTagV3: { method: "PATCH", path: "/mlflow/traces/{trace_id}/tags", since: "3.0" },
  deleteTraceTagV3: { method: "DELETE", path: "/mlflow/traces/{trace_id}/tags", since: "3.0" },

  getTraceArtifact: {
    method: "GET",
    path: "/mlflow/get-trace-artifact",
    since: ["2.0", "3.0"],
    ajaxOnly: true,
    stream: true,
  },
});
