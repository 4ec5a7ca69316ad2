import { routes } from "./routes.ts";

export const labelSchemaRoutes = routes({
  createLabelSchema: { method: "POST", path: "/mlflow/label-schemas/create", since: "3.0" },
  getLabelSchema: { method: "GET", path: "/mlflow/label-schemas/get", since: "3.0" },
  getLabelSchemaByName: { method: "GET", path: "/mlflow/label-schemas/get-by-name", since: "3.0" },
  listLabelSchemas: { method: "GET", path: "/mlflow/label-schemas/list", since: "3.0" },
  updateLabelSchema: { method: "PATCH", path: "/mlflow/label-schemas/update", since: "3.0" },
  deleteLabelSchema: { method: "DELETE", path: "/mlflow/label-schemas/delete", since: "3.0" },
});
