import { routes } from "./routes.ts";

export const issueRoutes = routes({
  createIssue: { method: "POST", path: "/mlflow/issues", since: "3.0" },
  searchIssues: { method: "POST", path: "/mlflow/issues/search", since: "3.0" },
  getIssue: { method: "GET", path: "/mlflow/issues/{issue_id}", since: "3.0" },
  updateIssue: { method: "PATCH", path: "/mlflow/issues/{issue_id}", since: "3.0" },
});
