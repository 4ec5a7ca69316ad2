import { routes } from "./routes.ts";

export const experimentRoutes = routes({
  createExperiment: { method: "POST", path: "/mlflow/experiments/create", since: "2.0" },
  getExperiment: { method: "GET", path: "/mlflow/experiments/get", since: "2.0" },
  getExperimentByName: { method: "GET", path: "/mlflow/experiments/get-by-name", since: "2.0" },
  updateExperiment: { method: "POST", path: "/mlflow/experiments/update", since: "2.0" },
  deleteExperiment: { method: "POST", path: "/mlflow/experiments/delete", since: "2.0" },
  restoreExperiment: { method: "POST", path: "/mlflow/experiments/restore", since: "2.0" },
  setExperimentTag: { method: "POST", path: "/mlflow/experiments/set-experiment-tag", since: "2.0" },
  deleteExperimentTag: { method: "POST", path: "/mlflow/experiments/delete-experiment-tag", since: "2.0" },
  searchExperiments: { method: ["GET", "POST"], path: "/mlflow/experiments/search", since: "2.0" },
});
