import { routes } from "./routes.ts";

export const registeredModelRoutes = routes({
  createRegisteredModel: { method: "POST", path: "/mlflow/registered-models/create", since: "2.0" },
  getRegisteredModel: { method: "GET", path: "/mlflow/registered-models/get", since: "2.0" },
  renameRegisteredModel: { method: "POST", path: "/mlflow/registered-models/rename", since: "2.0" },
  updateRegisteredModel: { method: "PATCH", path: "/mlflow/registered-models/update", since: "2.0" },
  deleteRegisteredModel: { method: "DELETE", path: "/mlflow/registered-models/delete", since: "2.0" },
  searchRegisteredModels: { method: "GET", path: "/mlflow/registered-models/search", since: "2.0" },
  getLatestVersions: {
    method: ["GET", "POST"],
    path: "/mlflow/registered-models/get-latest-versions",
    since: "2.0",
  },
  setRegisteredModelTag: { method: "POST", path: "/mlflow/registered-models/set-tag", since: "2.0" },
  deleteRegisteredModelTag: { method: "DELETE", path: "/mlflow/registered-models/delete-tag", since: "2.0" },
  setRegisteredModelAlias: { method: "POST", path: "/mlflow/registered-models/alias", since: "2.0" },
  deleteRegisteredModelAlias: { method: "DELETE", path: "/mlflow/registered-models/alias", since: "2.0" },
  getModelVersionByAlias: { method: "GET", path: "/mlflow/registered-models/alias", since: "2.0" },
});
