import { routes } from "./routes.ts";

/** The older form of the trace API: released clients still call it, and some calls exist in no other form. */
export const traceV2Routes = routes({
  startTrace: { method: "POST", path: "/mlflow/traces", since: "2.0" },
  searchTraces: { method: "GET", path: "/mlflow/traces", since: "2.0" },
  deleteTraces: { method: "POST", path: "/mlflow/traces/delete-traces", since: "2.0" },
  linkTracesToRun: { method: "POST", path: "/mlflow/traces/link-to-run", since: "2.0" },
  linkPromptsToTrace: { method: "POST", path: "/mlflow/traces/link-prompts", since: "2.0" },
  endTrace: { method: "PATCH", path: "/mlflow/traces/{request_id}", since: "2.0" },
  getTraceInfo: { method: "GET", path: "/mlflow/traces/{request_id}/info", since: "2.0" },
  setTraceTag: { method: "PATCH", path: "/mlflow/traces/{request_id}/tags", since: "2.0" },
  deleteTraceTag: { method: "DELETE", path: "/mlflow/traces/{request_id}/tags", since: "2.0" },
});
