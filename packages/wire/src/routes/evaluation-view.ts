import { routes } from "./routes.ts";

/** Our own reading API for evaluations and their datasets, and what MLflow's has no call for. */
export const evaluationViewRoutes = routes({
  listEvaluations: { method: "GET", path: "/api/spanloom/v1/evaluations" },
  getEvaluation: { method: "GET", path: "/api/spanloom/v1/evaluations/{run_id}" },
  readEvaluationRows: { method: "POST", path: "/api/spanloom/v1/evaluations/{run_id}/rows" },
  summariseAssessments: { method: "GET", path: "/api/spanloom/v1/assessments/summary" },
  getDatasetUses: { method: "POST", path: "/api/spanloom/v1/datasets/uses" },
  listDatasetRuns: { method: "GET", path: "/api/spanloom/v1/datasets/{dataset_id}/runs" },
  getDatasetRecord: { method: "GET", path: "/api/spanloom/v1/datasets/{dataset_id}/records/{record_id}" },
  updateDatasetRecord: { method: "PATCH", path: "/api/spanloom/v1/datasets/{dataset_id}/records/{record_id}" },
  downloadDataset: {
    method: "GET",
    path: "/api/spanloom/v1/datasets/{dataset_id}/jsonl",
    stream: true,
  },
});
