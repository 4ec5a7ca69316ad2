import { routes } from "./routes.ts";

/** The artifact proxy. Only a trace's `traces.json` is served: it is read when put, and made from the spans when got. */
export const artifactRoutes = routes({
  uploadArtifact: {
    method: "PUT",
    path: "/mlflow-artifacts/artifacts/{artifact_path*}",
    since: "2.0",
    stream: true,
    summary: "Stores a file. `<experiment>/traces/<trace>/artifacts/traces.json` becomes spans like any others.",
  },
  downloadArtifact: {
    method: "GET",
    path: "/mlflow-artifacts/artifacts/{artifact_path*}",
    since: "2.0",
    stream: true,
    summary: "A file. `traces.json` exists for every trace, however its spans came.",
  },
});
