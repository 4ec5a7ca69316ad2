import {
  type ArtifactEntry,
  type ArtifactPath,
  type ArtifactStore,
  artifactPath,
  joinPaths,
} from "@spanloom/artifacts";
import {
  ApiError,
  type artifactRoutes,
  type FileInfo,
  type Init,
  invalidParameter,
  missingParameter,
  notFound,
} from "@spanloom/wire";
import { type ArtifactLocation, below } from "../artifact-locations.ts";
import type { ApiContext } from "../context.ts";
import { fileOf, toBeSeen } from "../file-answer.ts";
import type { Handlers, StreamAnswer, StreamRequest } from "../handler.ts";
import { boundedParameter, required } from "../parameters.ts";
import { getTraceFile, putTraceFile, traceOfFile } from "../trace-file.ts";

export const artifacts: Handlers<typeof artifactRoutes> = {
  async listProxiedArtifacts({ artifacts }, { path }) {
    const entries = await artifacts.proxied().list(artifactPath(path ?? ""));
    return { files: entries.map((entry) => fileInfo(entry, "")) };
  },

  async uploadArtifact(context, request) {
    const given = request.params.artifact_path ?? "";
    const path = artifactPath(given);
    const trace = context.server.artifactsOnly ? undefined : await traceOfFile(context, path);
    if (trace !== undefined) await putTraceFile(context, trace, await request.readBody());
    else {
      const store = context.artifacts.proxied();
      if (given.endsWith("/")) throw invalidParameter("path", "must end in the name of a file, not in '/'", given);
      await store.write(path, uncoded(request));
    }
    return empty;
  },

  async downloadArtifact(context, request) {
    const path = artifactPath(request.params.artifact_path ?? "");
    const trace = context.server.artifactsOnly ? undefined : await traceOfFile(context, path);
    const spans = trace && (await getTraceFile(context, trace.traceId));
    return spans ?? (await fileOf(request, { store: context.artifacts.proxied(), path }));
  },

  async deleteArtifact({ artifacts }, { artifact_path }) {
    await artifacts.proxied().remove(artifactPath(artifact_path ?? ""));
    return {};
  },

  async createMultipartUpload({ artifacts }, { artifact_path, path, num_parts }, { baseUrl }) {
    const count = boundedParameter("num_parts", num_parts, 1, maxParts);
    const target = uploadPath(artifact_path, path);
    const uploadId = await multipart(artifacts.proxied()).create(target);
    const url = `${baseUrl}/api/spanloom/v1/artifact-uploads/${uploadId}`;
    return {
      upload_id: uploadId,
      credentials: Array.from({ length: count }, (_, index) => ({
        url: `${url}/${index + 1}`,
        part_number: index + 1,
      })),
    };
  },

  async uploadArtifactPart({ artifacts }, request) {
    const { upload_id = "", part_number = "" } = request.params;
    const number = /^\d{1,5}$/.test(part_number) ? Number(part_number) : 0;
    const part = boundedParameter("part_number", number, 1, maxParts);
    const etag = await multipart(artifacts.proxied()).put(upload_id, part, uncoded(request));
    return { headers: { ETag: etag }, body: "" };
  },

  async completeMultipartUpload({ artifacts }, { artifact_path, path, upload_id, parts }) {
    const named = parts.map((part) => ({ number: part.part_number ?? 0, etag: part.etag ?? "" }));
    const uploadId = required("upload_id", upload_id);
    await multipart(artifacts.proxied()).complete(uploadPath(artifact_path, path), uploadId, named);
    return {};
  },

  async abortMultipartUpload({ artifacts }, { artifact_path, path, upload_id }) {
    const uploadId = required("upload_id", upload_id);
    await multipart(artifacts.proxied()).abort(uploadPath(artifact_path, path), uploadId);
    return {};
  },

  async getPresignedDownloadUrl({ artifacts }, { artifact_path }) {
    artifacts.proxied();
    artifactPath(artifact_path ?? "");
    throw noPresigning();
  },

  async listArtifacts(context, { run_id, run_uuid, path }) {
    const root = await runRoot(context, required("run_id", run_id || run_uuid));
    return { root_uri: root, files: await filesBelow(context, root, path) };
  },

  async createPresignedDownloadUrl(context, { run_id, path }) {
    const runId = required("run_id", run_id);
    artifactPath(required("path", path));
    throw presigningRefused(await runRoot(context, runId));
  },

  async createPresignedUploadUrl(context, { run_id, model_id, path }) {
    if (Boolean(run_id) === Boolean(model_id)) throw invalidParameter("run_id", "must be given, or else model_id");
    artifactPath(required("path", path));
    throw presigningRefused(run_id ? await runRoot(context, run_id) : await modelRoot(context, model_id!));
  },

  async getArtifact(context, request) {
    const { run_id, run_uuid, path } = request.query;
    const wanted = artifactPath(required("path", path));
    const root = await runRoot(context, required("run_id", run_id || run_uuid));
    return fileBelow(context, request, root, wanted);
  },

  async getModelVersionArtifact(context, request) {
    const { name, version, path } = request.query;
    const wanted = artifactPath(required("path", path));
    const root = await versionRoot(context, required("name", name), required("version", version));
    return fileBelow(context, request, root, wanted);
  },

  async uploadRunArtifact(context, request) {
    const { run_uuid, path } = request.query;
    if (!run_uuid) throw invalidArgument("Request must specify run_uuid.");
    if (!path) throw invalidArgument("Request must specify path.");
    const wanted = artifactPath(path);
    const tooLarge = invalidArgument("Artifact size is too large. Max size is 10MB.");
    if (Number(request.headers["content-length"]) > maxUiUploadBytes) throw tooLarge;
    const bytes = await request.readBody();
    if (bytes.length === 0) throw invalidArgument("Request must specify data.");
    if (bytes.length > maxUiUploadBytes) throw tooLarge;
    const place = await locate(context, await runRoot(context, run_uuid));
    await place.store.write(joinPaths(place.path, wanted), once(bytes));
    return { headers: { "Content-Type": "application/json" }, body: "" };
  },

  async listLoggedModelArtifacts(context, { model_id, artifact_directory_path }) {
    const root = await modelRoot(context, required("model_id", model_id));
    return { root_uri: root, files: await filesBelow(context, root, artifact_directory_path) };
  },

  async getLoggedModelArtifact(context, request) {
    const path = request.query.artifact_file_path;
    if (!path) throw new ApiError("BAD_REQUEST", 'Request must include the "artifact_file_path" query parameter.');
    const wanted = artifactPath(path);
    return fileBelow(context, request, await modelRoot(context, request.params.model_id!), wanted);
  },

  async viewRunArtifact(context, request) {
    const wanted = artifactPath(required("path", request.query.path));
    return toBeSeen(await fileBelow(context, request, await runRoot(context, request.params.run_id!), wanted), wanted);
  },

  async viewLoggedModelArtifact(context, request) {
    const wanted = artifactPath(required("path", request.query.path));
    const root = await modelRoot(context, request.params.model_id!);
    return toBeSeen(await fileBelow(context, request, root, wanted), wanted);
  },
};

/** As many as S3 takes. */
const maxParts = 10_000;
const maxUiUploadBytes = 10 * 1024 * 1024;
const empty: StreamAnswer = { headers: {}, body: "" };

async function runRoot({ store }: ApiContext, runId: string): Promise<string> {
  const root = await store.artifactRoots.ofRun(runId);
  if (root === undefined) throw new ApiError("RESOURCE_DOES_NOT_EXIST", `Run with id=${runId} not found`);
  return root;
}

async function modelRoot({ store }: ApiContext, modelId: string): Promise<string> {
  const root = await store.artifactRoots.ofLoggedModel(modelId);
  if (root === undefined) throw notFound("Logged model", modelId);
  return root;
}

async function versionRoot({ store }: ApiContext, name: string, version: string): Promise<string> {
  if (!/^\d{1,9}$/.test(version)) throw invalidArgument(`Parameter 'version' must be an integer, got '${version}'.`);
  const root = await store.artifactRoots.ofModelVersion(name, Number(version));
  if (root === undefined) {
    throw new ApiError("RESOURCE_DOES_NOT_EXIST", `Model Version (name=${name}, version=${version}) not found`);
  }
  return root;
}

/** Sources of model versions may name a run or a model instead of a place. */
async function locate(context: ApiContext, uri: string): Promise<ArtifactLocation> {
  const named = /^(runs|models):\/+([^/]+)(?:\/(.*))?$/s.exec(uri);
  if (named === null) return context.artifacts.open(uri);
  const [, kind, id = "", path = ""] = named;
  const root = kind === "runs" ? await runRoot(context, id) : await modelRoot(context, id);
  return below(await context.artifacts.open(root), path);
}

async function filesBelow(context: ApiContext, root: string, path = ""): Promise<Init<FileInfo>[]> {
  const directory = artifactPath(path);
  const place = await locate(context, root);
  const entries = await place.store.list(joinPaths(place.path, directory));
  return entries.map((entry) => fileInfo(entry, directory));
}

const fileInfo = ({ name, isDirectory, sizeBytes }: ArtifactEntry, directory: string): Init<FileInfo> => ({
  path: directory === "" ? name : `${directory}/${name}`,
  is_dir: isDirectory,
  ...(!isDirectory && { file_size: sizeBytes }),
});

async function fileBelow(
  context: ApiContext,
  request: StreamRequest,
  root: string,
  path: ArtifactPath,
): Promise<StreamAnswer> {
  return fileOf(request, below(await locate(context, root), path));
}

/** The body as it is to be stored. A coding would be lost on the way: no reader is told of it. */
function uncoded({ headers, body }: StreamRequest): AsyncIterable<Uint8Array> {
  const coding = headers["content-encoding"];
  if (coding === undefined || coding === "identity") return body;
  throw invalidArgument(`Artifacts are stored as they are sent; Content-Encoding '${coding}' is not taken.`);
}

/** Clients name their own file, by its whole path; the artifact has its last name. */
function uploadPath(directory: string | undefined, file: string | undefined): ArtifactPath {
  const name = required("path", file).split(/[\\/]/).at(-1);
  if (!name) throw missingParameter("path");
  return joinPaths(artifactPath(directory ?? ""), artifactPath(name));
}

function multipart(store: ArtifactStore) {
  if (store.multipart !== undefined) return store.multipart;
  // Clients know this sentence, and upload the file in one piece then.
  throw new ApiError("NOT_IMPLEMENTED", "Multipart upload is not supported for the current artifact repository");
}

const noPresigning = (): ApiError =>
  new ApiError("NOT_IMPLEMENTED", "Presigned download is not supported for the current artifact repository");

function presigningRefused(root: string): ApiError {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(root)?.[1] ?? "file";
  if (!/^(https?|mlflow-artifacts)$/i.test(scheme)) return noPresigning();
  return invalidArgument(
    `Presigned URLs are not supported for proxied artifact storage (artifact URI scheme: ${scheme}). Use the artifact proxy.`,
  );
}

const invalidArgument = (message: string): ApiError => new ApiError("INVALID_PARAMETER_VALUE", message);

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
