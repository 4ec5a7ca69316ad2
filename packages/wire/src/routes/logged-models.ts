import { routes } from "./routes.ts";

export const loggedModelRoutes = routes({
  createLoggedModel: { method: "POST", path: "/mlflow/logged-models", since: "2.0" },
  searchLoggedModels: { method: "POST", path: "/mlflow/logged-models/search", since: "2.0" },
  getLoggedModel: { method: "GET", path: "/mlflow/logged-models/{model_id}", since: "2.0" },
  finalizeLoggedModel: { method: "PATCH", path: "/mlflow/logged-models/{model_id}", since: "2.0" },
  deleteLoggedModel: { method: "DELETE", path: "/mlflow/logged-models/{model_id}", since: "2.0" },
  logLoggedModelParams: { method: "POST", path: "/mlflow/logged-models/{model_id}/params", since: "2.0" },
  setLoggedModelTags: { method: "PATCH", path: "/mlflow/logged-models/{model_id}/tags", since: "2.0" },
  // Clients put the key into the path as it is, slashes included.
  deleteLoggedModelTag: { method: "DELETE", path: "/mlflow/logged-models/{model_id}/tags/{tag_key*}", since: "2.0" },
});
