import { routes } from "./routes.ts";

/** Files of runs, logged models, model versions and traces, and the proxy behind `mlflow-artifacts:/`. */
export const artifactRoutes = routes({
  listProxiedArtifacts: { method: "GET", path: "/mlflow-artifacts/artifacts", since: "2.0" },
  uploadArtifact: {
    method: "PUT",
    path: "/mlflow-artifacts/artifacts/{artifact_path*}",
    since: "2.0",
    stream: true,
  },
  downloadArtifact: {
    method: "GET",
    path: "/mlflow-artifacts/artifacts/{artifact_path*}",
    since: "2.0",
    stream: true,
  },
  deleteArtifact: { method: "DELETE", path: "/mlflow-artifacts/artifacts/{artifact_path*}", since: "2.0" },
  createMultipartUpload: { method: "POST", path: "/mlflow-artifacts/mpu/create/{artifact_path*}", since: "2.0" },
  completeMultipartUpload: { method: "POST", path: "/mlflow-artifacts/mpu/complete/{artifact_path*}", since: "2.0" },
  abortMultipartUpload: { method: "POST", path: "/mlflow-artifacts/mpu/abort/{artifact_path*}", since: "2.0" },
  uploadArtifactPart: {
    method: "PUT",
    path: "/api/spanloom/v1/artifact-uploads/{upload_id}/{part_number}",
    stream: true,
  },
  getPresignedDownloadUrl: { method: "GET", path: "/mlflow-artifacts/presigned/{artifact_path*}", since: "2.0" },

  listArtifacts: { method: "GET", path: "/mlflow/artifacts/list", since: "2.0" },
  createPresignedDownloadUrl: { method: "POST", path: "/mlflow/artifacts/presigned-download-url", since: "2.0" },
  createPresignedUploadUrl: { method: "POST", path: "/mlflow/artifacts/presigned-upload-url", since: "2.0" },
  getArtifact: {
    method: "GET",
    path: "/get-artifact",
    stream: true,
  },
  getModelVersionArtifact: {
    method: "GET",
    path: "/model-versions/get-artifact",
    stream: true,
  },
  uploadRunArtifact: {
    method: "POST",
    path: "/mlflow/upload-artifact",
    since: "2.0",
    ajaxOnly: true,
    stream: true,
  },
  listLoggedModelArtifacts: {
    method: "GET",
    path: "/mlflow/logged-models/{model_id}/artifacts/directories",
    since: "2.0",
  },
  getLoggedModelArtifact: {
    method: "GET",
    path: "/mlflow/logged-models/{model_id}/artifacts/files",
    since: "2.0",
    ajaxOnly: true,
    stream: true,
  },
  viewRunArtifact: {
    method: "GET",
    path: "/api/spanloom/v1/runs/{run_id}/artifact-view",
    stream: true,
  },
  viewLoggedModelArtifact: {
    method: "GET",
    path: "/api/spanloom/v1/logged-models/{model_id}/artifact-view",
    stream: true,
  },
});
