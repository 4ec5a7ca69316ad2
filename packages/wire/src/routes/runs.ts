import { routes } from "./routes.ts";

export const runRoutes = routes({
  createRun: { method: "POST", path: "/mlflow/runs/create", since: "2.0" },
  getRun: { method: "GET", path: "/mlflow/runs/get", since: "2.0" },
  updateRun: { method: "POST", path: "/mlflow/runs/update", since: "2.0" },
  deleteRun: { method: "POST", path: "/mlflow/runs/delete", since: "2.0" },
  restoreRun: { method: "POST", path: "/mlflow/runs/restore", since: "2.0" },
  searchRuns: { method: "POST", path: "/mlflow/runs/search", since: "2.0" },
  setTag: { method: "POST", path: "/mlflow/runs/set-tag", since: "2.0" },
  deleteTag: { method: "POST", path: "/mlflow/runs/delete-tag", since: "2.0" },
  logParam: { method: "POST", path: "/mlflow/runs/log-parameter", since: "2.0" },
  logBatch: { method: "POST", path: "/mlflow/runs/log-batch", since: "2.0" },
});
