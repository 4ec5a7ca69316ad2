/**
 * - `invalid-path`: no path that may be asked for. `no-such-artifact`: nothing is there. `is-directory` and
 *   `not-a-directory`: something else is there. `no-such-upload`: a multipart upload that was never begun, or is over.
 *   `invalid-parts`: its parts are not those that were put.
 * - `out-of-space`, `forbidden`, `unavailable`: the place itself does not do what is asked.
 * - `unsupported`: no driver for it.
 */
export type ArtifactProblem =
  | "invalid-path"
  | "no-such-artifact"
  | "is-directory"
  | "not-a-directory"
  | "no-such-upload"
  | "invalid-parts"
  | "out-of-space"
  | "forbidden"
  | "unavailable"
  | "unsupported";

/** The one error of this package; its message is written for whoever asked. */
export class ArtifactError extends Error {
  override readonly name = "ArtifactError";
  readonly problem: ArtifactProblem;

  constructor(problem: ArtifactProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

export const noSuchArtifact = (path: string): ArtifactError =>
  new ArtifactError("no-such-artifact", `No such artifact: '${path}'`);

export const isDirectory = (path: string): ArtifactError =>
  new ArtifactError("is-directory", `Artifact path refers to a directory, not a file: '${path}'`);

export const noSuchUpload = (uploadId: string): ArtifactError =>
  new ArtifactError("no-such-upload", `There is no multipart upload '${uploadId}' of this artifact.`);
