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
    summary: "The whole trace as an OTLP/JSON file, log records included.",
  },
  downloadTraces: {
    method: "GET",
    path: "/api/spanloom/v1/traces/export",
    stream: true,
    summary:
      "Traces as a file: those that match (`experiment_ids`, `filter`, `order_by`, `start_time_from_ms`, " +
      "`start_time_to_ms`, as listTraces has them), or those that are named (`trace_ids`, repeated). `format=jsonl`: a line " +
      "for each, as MLflow's `Trace.from_json` reads it, spans included. `format=csv`: `columns`, repeated: `trace_id`, " +
      "`experiment_id`, `name`, `state`, `start_time`, `duration_ms`, `span_count`, `error_count`, `input_tokens`, " +
      "`output_tokens`, `cost_usd`, `session`, `user`, `models`, `run_id`, `model_id`, `input`, `output`, `tags.<key>`, " +
      "`metadata.<key>`, `assessments.<name>`, `attributes.<key>` (the root span's).",
  },
  suggestValues: { method: "GET", path: "/api/spanloom/v1/suggest/values" },
  suggestKeys: { method: "GET", path: "/api/spanloom/v1/suggest/keys" },
  getServer: { method: "GET", path: "/api/spanloom/v1/server" },
  changes: {
    method: "GET",
    path: "/api/spanloom/v1/changes",
    http: true,
    summary:
      "Server-sent events that name new and growing traces (`experiment_id`, `trace_id`). With `since_ms`, the `as_of_ms` " +
      "of what was read before, those that changed since come first; the event `missed` says that they are not known any more.",
  },
});
