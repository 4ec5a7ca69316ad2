import type { Artifacts } from "./artifact-locations.ts";
import type { ApiContext, ServerFacts } from "./context.ts";
import { type Api, type ApiOptions, createApi } from "./dispatch.ts";

/** An API that serves the artifact proxy and nothing else, and needs no database. */
export function createArtifactApi(artifacts: Artifacts, server: ServerFacts, options: ApiOptions): Api {
  // Handlers of the rows below ask for no more than this.
  const context = { artifacts, server, store: { ping: async () => {} } } as unknown as ApiContext;
  return createApi(context, { ...options, only: rows });
}

const rows: ReadonlySet<string> = new Set([
  "listProxiedArtifacts",
  "uploadArtifact",
  "downloadArtifact",
  "deleteArtifact",
  "createMultipartUpload",
  "uploadArtifactPart",
  "completeMultipartUpload",
  "abortMultipartUpload",
  "getPresignedDownloadUrl",
  "getServerInfo",
  "health",
  "version",
]);
