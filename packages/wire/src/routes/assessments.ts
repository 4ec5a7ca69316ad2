import { routes } from "./routes.ts";

export const assessmentRoutes = routes({
  createAssessment: { method: "POST", path: "/mlflow/traces/{trace_id}/assessments", since: "3.0" },
  getAssessment: { method: "GET", path: "/mlflow/traces/{trace_id}/assessments/{assessment_id}", since: "3.0" },
  updateAssessment: { method: "PATCH", path: "/mlflow/traces/{trace_id}/assessments/{assessment_id}", since: "3.0" },
  deleteAssessment: { method: "DELETE", path: "/mlflow/traces/{trace_id}/assessments/{assessment_id}", since: "3.0" },
});
