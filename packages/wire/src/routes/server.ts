import { routes } from "./routes.ts";

export const serverRoutes = routes({
  getServerInfo: { method: "GET", path: "/mlflow/server-info", since: "3.0" },
  health: { method: "GET", path: "/health", stream: true, summary: "`OK` while the server and its database answer." },
  prometheus: {
    method: "GET",
    path: "/metrics",
    http: true,
    summary:
      "Counters and gauges of the process that answers, in Prometheus's text format; `--no-metrics` leaves it out.",
  },
  version: {
    method: "GET",
    path: "/version",
    stream: true,
    summary: "The version of MLflow's server whose REST API this is. Clients choose by it what they call.",
  },
});
