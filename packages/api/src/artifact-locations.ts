import { isAbsolute, relative } from "node:path";
import {
  type ArtifactPath,
  type ArtifactStore,
  artifactPath,
  isLocal,
  joinPaths,
  localDirectory,
  openArtifactStore,
} from "@spanloom/artifacts";
import { ApiError } from "@spanloom/wire";
import { EndpointOff } from "./endpoint-off.ts";

export interface ArtifactSettings {
  /** Where what clients send to the proxy is kept: a directory, or the URI of one. */
  readonly destination: string;
  /** Where new experiments keep their artifacts, without `/` at its end; `mlflow-artifacts:` is the proxy. */
  readonly defaultRoot: string;
  /** Whether the proxy is open. */
  readonly serve: boolean;
}

/** A place in a store. */
export interface ArtifactLocation {
  readonly store: ArtifactStore;
  readonly path: ArtifactPath;
}

export interface Artifacts {
  readonly settings: ArtifactSettings;
  /** The store behind the proxy. Throws `EndpointOff` where it is closed. */
  proxied(): ArtifactStore;
  /**
   * The place that a URI names: of the proxy (`mlflow-artifacts:`, or the URL of a proxy), or of a directory inside
   * the roots that the server was started with. Throws `ApiError` and `ArtifactError` for every other.
   */
  open(uri: string): Promise<ArtifactLocation>;
}

/** Throws an `ArtifactError` when no driver knows the destination. */
export async function openArtifacts(settings: ArtifactSettings): Promise<Artifacts> {
  const destination = settings.serve ? await openArtifactStore(settings.destination) : undefined;
  const proxied = (): ArtifactStore => {
    if (destination === undefined) {
      throw new EndpointOff(
        "Endpoint disabled: this server runs with --no-serve-artifacts. Start it with --serve-artifacts to have it take and give artifacts.",
      );
    }
    return destination;
  };
  const roots = [...(settings.serve ? [settings.destination] : []), settings.defaultRoot].filter(isLocal);
  return {
    settings,
    proxied,
    async open(uri) {
      const path = proxiedPath(uri);
      if (path !== undefined) return { store: proxied(), path: artifactPath(path) };
      if (!isLocal(uri)) return { store: await openArtifactStore(uri), path: artifactPath("") };
      for (const root of roots) {
        const below = relative(localDirectory(root), localDirectory(uri));
        if (below.split(/[\\/]/, 1)[0] === ".." || isAbsolute(below)) continue;
        return { store: await openArtifactStore(root), path: artifactPath(below) };
      }
      throw new ApiError(
        "PERMISSION_DENIED",
        `The artifacts at '${uri}' lie outside of the artifact root that this server was started with (--default-artifact-root), so it does not touch them.`,
      );
    },
  };
}

/** A file or directory below a place. */
export function below({ store, path }: ArtifactLocation, ...paths: readonly string[]): ArtifactLocation {
  return { store, path: joinPaths(path, ...paths.map(artifactPath)) };
}

/** `mlflow-artifacts:/0/a`, `mlflow-artifacts://host:5000/0/a`, `http://host/api/2.0/mlflow-artifacts/artifacts/0/a` */
function proxiedPath(uri: string): string | undefined {
  const match =
    /^mlflow-artifacts:(?:\/\/[^/]*)?\/*(.*)$/is.exec(uri) ??
    /^https?:\/\/[^/]+(?:\/.*)?\/api\/2\.0\/mlflow-artifacts\/artifacts\/*(.*)$/is.exec(uri);
  return match?.[1];
}
