import { routes } from "./routes.ts";

export const experimentRoutes = routes({
  createExperiment: { method: "POST", path: "/mlflow/experiments/create", since: "2.0" },
  getExperiment: { method: "GET", path: "/mlflow/experiments/get", since: "2.0" },
  getExperimentByName: { method: "GET", path: "/mlflow/experiments/get-by-name", since: "2.0" },
  searchExperiments: { method: ["GET", "POST"], path: "/mlflow/experiments/search", since: "2.0" },
});
