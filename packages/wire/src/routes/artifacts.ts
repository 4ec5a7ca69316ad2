import { routes } from "./routes.ts";

/** Files of runs, logged models, model versions and traces, and the proxy behind `mlflow-artifacts:/`. */
export const artifactRoutes = routes({
  listProxiedArtifacts: { method: "GET", path: "/mlflow-artifacts/artifacts", since: "2.0" },
  uploadArtifact: {
    method: "PUT",
    path: "/mlflow-artifacts/artifacts/{artifact_path*}",
    since: "2.0",
    stream: true,
    summary:
      "Stores a file, all or nothing. `<experiment>/traces/<trace>/artifacts/traces.json` becomes spans like any others.",
  },
  downloadArtifact: {
    method: "GET",
    path: "/mlflow-artifacts/artifacts/{artifact_path*}",
    since: "2.0",
    stream: true,
    summary: "A file or a range of it. `traces.json` exists for every trace, however its spans came.",
  },
  deleteArtifact: { method: "DELETE", path: "/mlflow-artifacts/artifacts/{artifact_path*}", since: "2.0" },
  createMultipartUpload: { method: "POST", path: "/mlflow-artifacts/mpu/create/{artifact_path*}", since: "2.0" },
  completeMultipartUpload: { method: "POST", path: "/mlflow-artifacts/mpu/complete/{artifact_path*}", since: "2.0" },
  abortMultipartUpload: { method: "POST", path: "/mlflow-artifacts/mpu/abort/{artifact_path*}", since: "2.0" },
  uploadArtifactPart: {
    method: "PUT",
    path: "/api/spanloom/v1/artifact-uploads/{upload_id}/{part_number}",
    stream: true,
    summary: "Stores a part of a multipart upload; its `ETag` is for completing it. Clients are given this URL.",
  },
  getPresignedDownloadUrl: { method: "GET", path: "/mlflow-artifacts/presigned/{artifact_path*}", since: "2.0" },

  listArtifacts: { method: "GET", path: "/mlflow/artifacts/list", since: "2.0" },
  createPresignedDownloadUrl: { method: "POST", path: "/mlflow/artifacts/presigned-download-url", since: "2.0" },
  createPresignedUploadUrl: { method: "POST", path: "/mlflow/artifacts/presigned-upload-url", since: "2.0" },
  getArtifact: {
    method: "GET",
    path: "/get-artifact",
    stream: true,
    summary: "A file of a run (`run_id`, `path`).",
  },
  getModelVersionArtifact: {
    method: "GET",
    path: "/model-versions/get-artifact",
    stream: true,
    summary: "A file of a model version (`name`, `version`, `path`).",
  },
  uploadRunArtifact: {
    method: "POST",
    path: "/mlflow/upload-artifact",
    since: "2.0",
    ajaxOnly: true,
    stream: true,
    summary: "Stores a file of at most 10 MB for a run (`run_uuid`, `path`).",
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
    summary: "A file of a logged model (`artifact_file_path`).",
  },
  viewRunArtifact: {
    method: "GET",
    path: "/api/spanloom/v1/runs/{run_id}/artifact-view",
    stream: true,
    summary: "A page or PDF of a run (`path`) to look at in a frame: pages run in a sandbox that reaches nothing.",
  },
  viewLoggedModelArtifact: {
    method: "GET",
    path: "/api/spanloom/v1/logged-models/{model_id}/artifact-view",
    stream: true,
    summary: "The same for a file of a logged model.",
  },
});
