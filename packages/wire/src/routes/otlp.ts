import { routes } from "./routes.ts";

/** OTLP over HTTP. Answers are the OTLP specification's, not this API's. */
export const otlpRoutes = routes({
  exportTraces: {
    method: "POST",
    path: "/v1/traces",
    http: true,
    summary: "Takes spans: an ExportTraceServiceRequest, protobuf or JSON.",
  },
  exportLogs: {
    method: "POST",
    path: "/v1/logs",
    http: true,
    summary: "Takes log records: an ExportLogsServiceRequest, protobuf or JSON.",
  },
});
