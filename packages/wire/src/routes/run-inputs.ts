import { routes } from "./routes.ts";

export const runInputRoutes = routes({
  logInputs: { method: "POST", path: "/mlflow/runs/log-inputs", since: "2.0" },
  logOutputs: { method: "POST", path: "/mlflow/runs/outputs", since: "2.0" },
  logModel: { method: "POST", path: "/mlflow/runs/log-model", since: "2.0" },
  searchDatasets: {
    method: "POST",
    path: "/mlflow/experiments/search-datasets",
    since: "2.0",
    // MLflow's definition of the endpoint lacks a slash, and so did what clients generated from it.
    alsoAt: ["/api/2.0mlflow/experiments/search-datasets", "/ajax-api/2.0mlflow/experiments/search-datasets"],
  },
});
