import { routes } from "./routes.ts";

export const serverRoutes = routes({
  getServerInfo: { method: "GET", path: "/mlflow/server-info", since: "3.0" },
  health: { method: "GET", path: "/health", stream: true },
  prometheus: {
    method: "GET",
    path: "/metrics",
    http: true,
  },
  version: {
    method: "GET",
    path: "/version",
    stream: true,
  },
});
