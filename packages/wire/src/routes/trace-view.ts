import { routes } from "./routes.ts";

/** Our own reading API: what the web app asks for. */
export const traceViewRoutes = routes({
  listTraces: { method: "GET", path: "/api/spanloom/v1/traces" },
  getTraceSummary: { method: "GET", path: "/api/spanloom/v1/traces/{trace_id}" },
  getTraceSkeleton: { method: "GET", path: "/api/spanloom/v1/traces/{trace_id}/skeleton" },
  readSpans: { method: "POST", path: "/api/spanloom/v1/traces/{trace_id}/spans" },
  findInTrace: { method: "GET", path: "/api/spanloom/v1/traces/{trace_id}/find" },
  downloadTrace: {
    method: "GET",
    path: "/api/spanloom/v1/traces/{trace_id}/otlp",
    stream: true,
  },
  downloadTraces: {
    method: "GET",
    path: "/api/spanloom/v1/traces/export",
    stream: true,
  },
  suggestValues: { method: "GET", path: "/api/spanloom/v1/suggest/values" },
  suggestKeys: { method: "GET", path: "/api/spanloom/v1/suggest/keys" },
  getServer: { method: "GET", path: "/api/spanloom/v1/server" },
  changes: {
    method: "GET",
    path: "/api/spanloom/v1/changes",
    http: true,
  },
});
