import { join, resolve } from "node:path";
import type { ArtifactSettings } from "@spanloom/api";
import { isLocal } from "@spanloom/artifacts";
import { UsageError } from "./load.ts";
import type { Options } from "./options.ts";

/** What the options about artifacts come to. Throws a `UsageError` for those that do not go together. */
export function artifactPlaces(
  options: Pick<
    Options,
    "artifactsDestination" | "defaultArtifactRoot" | "serveArtifacts" | "artifactsOnly" | "dataDir"
  >,
): ArtifactSettings {
  const { artifactsDestination, defaultArtifactRoot, serveArtifacts: serve, artifactsOnly, dataDir } = options;
  if (artifactsOnly && !serve) {
    throw new UsageError(
      "--artifacts-only serves artifacts and nothing else, so --no-serve-artifacts cannot go with it.",
    );
  }
  if (defaultArtifactRoot === "" && !serve) {
    throw new UsageError(
      "--default-artifact-root is required with --no-serve-artifacts: name a place that every client reaches by itself, such as s3://bucket/path or a mounted directory.",
    );
  }
  return {
    destination: artifactsDestination || join(dataDir, "artifacts"),
    defaultRoot: withoutSlash(defaultArtifactRoot || "mlflow-artifacts:"),
    serve,
  };
}

/** A relative path means another place to every client, so it is made absolute here. */
function withoutSlash(uri: string): string {
  const whole = isLocal(uri) && !/^file:/i.test(uri) ? resolve(uri) : uri;
  return whole.replace(/\/+$/, "");
}

/** What whoever starts the server should know about the places, one sentence each. */
export function artifactNotices(options: Options, { destination, defaultRoot, serve }: ArtifactSettings): string[] {
  const notices: string[] = [];
  if (serve && options.backendStoreUri !== "" && options.artifactsDestination === "")
    notices.push(`Artifacts are kept in ${destination}; several servers need one place: --artifacts-destination.`);
  if (!isLocal(defaultRoot) && !/^(mlflow-artifacts|https?):/i.test(defaultRoot))
    notices.push(`Clients reach ${defaultRoot} by themselves; this server neither lists nor gives what is there.`);
  return notices;
}
