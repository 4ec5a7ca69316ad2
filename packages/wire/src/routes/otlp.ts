import { routes } from "./routes.ts";

/** OTLP over HTTP. Answers are the OTLP specification's, not this API's. */
export const otlpRoutes = routes({
  exportTraces: {
    method: "POST",
    path: "/v1/traces",
    http: true,
  },
  exportLogs: {
    method: "POST",
    path: "/v1/logs",
    http: true,
  },
});
