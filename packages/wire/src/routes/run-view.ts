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
    summary:
      "All matching runs as a CSV file (`experiment_ids`, `filter`, `view`, `order_by`, and `columns`, each repeated: " +
      "`run_id`, `run_name`, `status`, `start_time`, `end_time`, `user_id`, `params.<key>`, `metrics.<key>`, `tags.<key>`).",
  },
});
