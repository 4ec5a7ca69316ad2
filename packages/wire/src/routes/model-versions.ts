import { routes } from "./routes.ts";

export const modelVersionRoutes = routes({
  createModelVersion: { method: "POST", path: "/mlflow/model-versions/create", since: "2.0" },
  getModelVersion: { method: "GET", path: "/mlflow/model-versions/get", since: "2.0" },
  updateModelVersion: { method: "PATCH", path: "/mlflow/model-versions/update", since: "2.0" },
  transitionModelVersionStage: { method: "POST", path: "/mlflow/model-versions/transition-stage", since: "2.0" },
  deleteModelVersion: { method: "DELETE", path: "/mlflow/model-versions/delete", since: "2.0" },
  searchModelVersions: { method: "GET", path: "/mlflow/model-versions/search", since: "2.0" },
  getModelVersionDownloadUri: { method: "GET", path: "/mlflow/model-versions/get-download-uri", since: "2.0" },
  setModelVersionTag: { method: "POST", path: "/mlflow/model-versions/set-tag", since: "2.0" },
  deleteModelVersionTag: { method: "DELETE", path: "/mlflow/model-versions/delete-tag", since: "2.0" },
});
