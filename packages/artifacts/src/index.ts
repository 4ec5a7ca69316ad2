export { ArtifactError, type ArtifactProblem } from "./artifact-error.ts";
export { type ArtifactPath, artifactPath, joinPaths } from "./artifact-path.ts";
export type {
  Artifact,
  ArtifactEntry,
  ArtifactStore,
  ByteRange,
  MultipartUploads,
  Part,
} from "./artifact-store.ts";
export { isLocal, localDirectory, openArtifactStore } from "./open.ts";
