import { routes } from "./routes.ts";

export const evaluationDatasetRoutes = routes({
  createDataset: { method: "POST", path: "/mlflow/datasets/create", since: "3.0" },
  getDataset: { method: "GET", path: "/mlflow/datasets/{dataset_id}", since: "3.0" },
  deleteDataset: { method: "DELETE", path: "/mlflow/datasets/{dataset_id}", since: "3.0" },
  searchEvaluationDatasets: { method: ["GET", "POST"], path: "/mlflow/datasets/search", since: "3.0" },
  setDatasetTags: { method: "PATCH", path: "/mlflow/datasets/{dataset_id}/tags", since: "3.0" },
  deleteDatasetTag: { method: "DELETE", path: "/mlflow/datasets/{dataset_id}/tags/{key}", since: "3.0" },
  upsertDatasetRecords: { method: "POST", path: "/mlflow/datasets/{dataset_id}/records", since: "3.0" },
  getDatasetRecords: { method: "GET", path: "/mlflow/datasets/{dataset_id}/records", since: "3.0" },
  deleteDatasetRecords: { method: "DELETE", path: "/mlflow/datasets/{dataset_id}/records", since: "3.0" },
  getDatasetExperimentIds: { method: "GET", path: "/mlflow/datasets/{dataset_id}/experiment-ids", since: "3.0" },
  addDatasetToExperiments: { method: "POST", path: "/mlflow/datasets/{dataset_id}/add-experiments", since: "3.0" },
  removeDatasetFromExperiments: {
    method: "POST",
    path: "/mlflow/datasets/{dataset_id}/remove-experiments",
    since: "3.0",
  },
});
