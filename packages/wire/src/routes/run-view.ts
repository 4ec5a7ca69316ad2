import { routes } from "./routes.ts";

/** Our own reading API for tables of runs. */
export const runViewRoutes = routes({
  suggestRunKeys: { method: "GET", path: "/api/spanloom/v1/runs/keys" },
  suggestRunValues: { method: "GET", path: "/api/spanloom/v1/runs/values" },
  countRuns: { method: "GET", path: "/api/spanloom/v1/runs/count" },
  countChildRuns: { method: "POST", path: "/api/spanloom/v1/runs/children" },
  groupRuns: { method: "POST", path: "/api/spanloom/v1/runs/groups" },
  readRuns: { method: "GET", path: "/api/spanloom/v1/runs/by-id" },
  readMetricLines: { method: "GET", path: "/api/spanloom/v1/runs/metric-lines" },
  downloadRuns: {
    method: "GET",
    path: "/api/spanloom/v1/runs/csv",
    stream: true,
  },
});
