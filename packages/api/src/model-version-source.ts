/**
 * Where a model version may come from. Whoever can make a version must not make the server, or the next client that
 * downloads it, read what it was not given: another run's files, the server's own disk, or a host of the caller's choice.
 */
import { loggedModelOfSource, runOfSource, type SourceOwner, type VersionKey } from "@spanloom/store";
import { ApiError, type ModelVersion } from "@spanloom/wire";
import type { ApiContext } from "./context.ts";
import { modelNameParameter, versionParameter } from "./registry-parameters.ts";
import { isPlainAbsolutePath, isWithin, leavesItsPlace, parseSourceUri, type SourceUri } from "./source-uri.ts";
import { stageParameter } from "./stage-parameter.ts";

export interface GivenSource {
  readonly source: string;
  /** Undefined where the request did not say; an empty one says that there is none. */
  readonly runId: string | undefined;
  readonly modelId: string | undefined;
}

export interface ResolvedSource {
  readonly source: string;
  readonly storageLocation?: string | undefined;
  readonly copiedFrom?: VersionKey | undefined;
  /** Empty where there is none. */
  readonly runId: string;
  readonly modelId: string;
}

/** Throws INVALID_PARAMETER_VALUE, or RESOURCE_DOES_NOT_EXIST for a version or logged model that is named and not there. */
export async function resolveSource(context: ApiContext, given: GivenSource): Promise<ResolvedSource> {
  const { source } = given;
  const uri = parseSourceUri(source);
  if (leavesItsPlace(source)) throw invalidSource(source, "It must not have '..' or NUL in it.");
  if (uri.scheme === "models") {
    if (uri.authority !== "") throw invalidSource(source, "A models:/ source is of this registry and names no host.");
    const named = parseModelsPath(source, uri);
    if (named.kind !== "logged model") return copyOf(context, given, named);
    if (given.modelId !== named.id) throw notOwned(source, "model_id");
  }
  const owner = await ownerOf(context, given);
  checkPlace(given, uri, owner);
  return {
    source,
    ...(uri.scheme === "models" && { storageLocation: owner?.artifactUri }),
    runId: given.runId || owner?.runId || "",
    modelId: given.modelId ?? "",
  };
}

/** Sources of prompts are never read, so that they are one of the two texts that MLflow's clients send. */
export function checkPromptSource(source: string): void {
  if (source === "dummy-source" || source === "prompt-template") return;
  throw new ApiError(
    "INVALID_PARAMETER_VALUE",
    `Invalid prompt source: '${source}'. A prompt has no files: its source is the placeholder 'dummy-source'.`,
  );
}

export function checkSourcePattern(source: string, pattern: RegExp | undefined): void {
  if (pattern !== undefined && !pattern.test(source)) {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      `Invalid model version source: '${source}'. This server takes only those that match ${pattern}.`,
    );
  }
}

/** The logged model where one is given, else the run; undefined where it is not needed and not there. */
async function ownerOf(
  { store }: ApiContext,
  { source, modelId, runId }: GivenSource,
): Promise<SourceOwner | undefined> {
  if (modelId) {
    const model = await loggedModelOfSource(store.db, modelId);
    if (model === undefined) {
      throw new ApiError("RESOURCE_DOES_NOT_EXIST", `Logged model with ID '${modelId}' not found.`);
    }
    return model;
  }
  return runId && !isFree(parseSourceUri(source).scheme) ? runOfSource(store.db, runId) : undefined;
}

function checkPlace({ source, runId, modelId }: GivenSource, uri: SourceUri, owner: SourceOwner | undefined): void {
  const { scheme, authority, path, rest } = uri;
  const ownerParameter = modelId ? "model_id" : "run_id";
  if (scheme === "models") return;
  if (scheme !== "" && scheme !== "file" && !isPlainAbsolutePath(path)) {
    throw invalidSource(source, "Its path must be absolute, and have no '.' between slashes.");
  }
  if (isFree(scheme)) return;
  if (rest !== "") throw invalidSource(source, "It must not have a query or a fragment.");
  if (scheme === "runs") {
    const [, id] = /^\/+([^/]+)/.exec(path) ?? [];
    if (modelId || authority !== "" || !runId || id !== runId) throw notOwned(source, ownerParameter);
    return;
  }
  if (owner === undefined || !isWithin(source, owner.artifactUri)) throw notOwned(source, ownerParameter);
}

/**
 * Schemes of storage that is reached with credentials of its own, by whoever has them. All others lead to this server's
 * disk, its artifacts, or a host that the source names, and are taken only below what their owner already has.
 */
const isFree = (scheme: string): boolean =>
  !["", "file", "runs", "mlflow-artifacts", ...hostAddressed].includes(scheme);

const hostAddressed = ["http", "https", "ftp", "sftp", "hdfs", "viewfs", "r2", "b2", "abfss"];

type Named =
  | { readonly kind: "logged model"; readonly id: string }
  | { readonly kind: "version"; readonly name: string; readonly version: string }
  | { readonly kind: "stage"; readonly name: string; readonly stage: string }
  | { readonly kind: "alias"; readonly name: string; readonly alias: string };

/** `models:/m-…`, `models:/name/3`, `models:/name/Production`, `models:/name/latest` and `models:/name@alias`. */
function parseModelsPath(source: string, { path, rest }: SourceUri): Named {
  const [, first, second] = /^\/+([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (first === undefined || first.trim() === "" || rest !== "") throw notOwned(source, "model_id");
  if (second !== undefined) {
    if (/^\d+$/.test(second)) return { kind: "version", name: first, version: second };
    if (second.toLowerCase() === "latest") return { kind: "alias", name: first, alias: "latest" };
    return { kind: "stage", name: first, stage: second };
  }
  const at = first.lastIndexOf("@");
  if (at < 0) return { kind: "logged model", id: first };
  if (at === 0 || at === first.length - 1) throw notOwned(source, "model_id");
  return { kind: "alias", name: first.slice(0, at), alias: first.slice(at + 1) };
}

/** A copy has the run, the logged model and the files of the version that it is made from. */
async function copyOf(
  context: ApiContext,
  given: GivenSource,
  named: Exclude<Named, { kind: "logged model" }>,
): Promise<ResolvedSource> {
  const { store } = context;
  const { source } = given;
  const name = modelNameParameter(named.name);
  if (await store.registeredModels.isPrompt(name)) {
    throw invalidSource(source, "The versions of a prompt have no files to copy.");
  }
  const original = await versionNamed(context, source, name, named);
  const [runId, modelId] = [original.run_id ?? "", original.model_id ?? ""];
  if ((given.runId ?? runId) !== runId || (given.modelId ?? modelId) !== modelId) {
    throw invalidSource(source, "run_id and model_id must be those of the version that it names, or left out.");
  }
  const copiedFrom = { name, version: Number(original.version) };
  return {
    source: `models:/${name}/${original.version}`,
    storageLocation: await store.modelVersions.downloadUri(copiedFrom),
    copiedFrom,
    runId,
    modelId,
  };
}

async function versionNamed(
  { store }: ApiContext,
  source: string,
  name: string,
  named: Exclude<Named, { kind: "logged model" }>,
): Promise<ModelVersion> {
  if (named.kind === "version") {
    return store.modelVersions.get({ name, version: versionParameter(name, named.version) });
  }
  if (named.kind === "alias") return store.modelAliases.get(name, named.alias);
  const stage = stageParameter(named.stage);
  const [version] = await store.modelVersions.latest(name, [stage]);
  if (version === undefined) throw invalidSource(source, `No version of '${name}' is in the stage ${stage}.`);
  return version;
}

function invalidSource(source: string, why: string): ApiError {
  return new ApiError("INVALID_PARAMETER_VALUE", `Invalid model version source: '${source}'. ${why}`);
}

function notOwned(source: string, parameter: string): ApiError {
  return invalidSource(
    source,
    `The ${parameter} request parameter must identify the resource that contains the source.`,
  );
}
