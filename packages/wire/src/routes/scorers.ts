import { routes } from "./routes.ts";

export const scorerRoutes = routes({
  registerScorer: { method: "POST", path: "/mlflow/scorers/register", since: "3.0" },
  listScorers: { method: "GET", path: "/mlflow/scorers/list", since: "3.0" },
  listScorerVersions: { method: "GET", path: "/mlflow/scorers/versions", since: "3.0" },
  getScorer: { method: "GET", path: "/mlflow/scorers/get", since: "3.0" },
  deleteScorer: { method: "DELETE", path: "/mlflow/scorers/delete", since: "3.0" },
  getOnlineScoringConfigs: { method: "GET", path: "/mlflow/scorers/online-configs", since: "3.0" },
  upsertOnlineScoringConfig: { method: "PUT", path: "/mlflow/scorers/online-config", since: "3.0" },
});
