import type { GetPromptUseResponse, GetVersionLineageResponse, RequestOf, VersionLink } from "@spanloom/wire";
import type { FileInfo, LoggedModel, ModelVersion, RegisteredModel } from "../messages.ts";
import { call } from "./call.ts";

/** Logged models, registered models and prompts, and their versions. */
export const modelCalls = {
  /** Versions that were registered from a run, a logged model or a trace, the newest first. */
  listVersionsOf: async (request: RequestOf<"listVersionsOf">, signal?: AbortSignal): Promise<readonly VersionLink[]> =>
    (await call("listVersionsOf", request, signal)).versions as VersionLink[],

  /** Without prompts, which are registered models too, unless the filter asks for them. */
  searchRegisteredModels: (request: RequestOf<"searchRegisteredModels">, signal?: AbortSignal) =>
    call("searchRegisteredModels", request, signal) as Promise<{
      registered_models?: RegisteredModel[];
      next_page_token?: string;
    }>,

  getRegisteredModel: async (name: string, signal?: AbortSignal): Promise<RegisteredModel> =>
    (await call("getRegisteredModel", { name }, signal)).registered_model as RegisteredModel,

  createRegisteredModel: (name: string, tags: { key: string; value: string }[] = []) =>
    call("createRegisteredModel", { name, tags }),

  renameRegisteredModel: (name: string, next: string) => call("renameRegisteredModel", { name, new_name: next }),

  describeRegisteredModel: (name: string, description: string) => call("updateRegisteredModel", { name, description }),

  /** For good, with its versions: the server cannot take it back. */
  deleteRegisteredModel: (name: string) => call("deleteRegisteredModel", { name }),

  setRegisteredModelTag: (name: string, key: string, value: string) =>
    call("setRegisteredModelTag", { name, key, value }),

  deleteRegisteredModelTag: (name: string, key: string) => call("deleteRegisteredModelTag", { name, key }),

  /** Moves the alias where there is one of that name. */
  setAlias: (name: string, alias: string, version: string) => call("setRegisteredModelAlias", { name, alias, version }),

  deleteAlias: (name: string, alias: string) => call("deleteRegisteredModelAlias", { name, alias }),

  searchModelVersions: (request: RequestOf<"searchModelVersions">, signal?: AbortSignal) =>
    call("searchModelVersions", request, signal) as Promise<{
      model_versions?: ModelVersion[];
      next_page_token?: string;
    }>,

  getModelVersion: async (name: string, version: string, signal?: AbortSignal): Promise<ModelVersion> =>
    (await call("getModelVersion", { name, version }, signal)).model_version as ModelVersion,

  createModelVersion: async (request: RequestOf<"createModelVersion">): Promise<ModelVersion> =>
    (await call("createModelVersion", request)).model_version as ModelVersion,

  describeModelVersion: (name: string, version: string, description: string) =>
    call("updateModelVersion", { name, version, description }),

  setModelVersionStage: (name: string, version: string, stage: string) =>
    call("transitionModelVersionStage", { name, version, stage, archive_existing_versions: false }),

  /** For good. */
  deleteModelVersion: (name: string, version: string) => call("deleteModelVersion", { name, version }),

  setModelVersionTag: (name: string, version: string, key: string, value: string) =>
    call("setModelVersionTag", { name, version, key, value }),

  deleteModelVersionTag: (name: string, version: string, key: string) =>
    call("deleteModelVersionTag", { name, version, key }),

  getVersionLineage: (name: string, version: string, signal?: AbortSignal) =>
    call("getVersionLineage", { name, version }, signal) as Promise<GetVersionLineageResponse>,

  listRegistryHistory: (request: RequestOf<"listRegistryHistory">, signal?: AbortSignal) =>
    call("listRegistryHistory", request, signal),

  /** What the traces that used each version of a prompt add up to. */
  getPromptUse: (name: string, signal?: AbortSignal) =>
    call("getPromptUse", { name }, signal) as Promise<GetPromptUseResponse>,

  searchLoggedModels: (request: RequestOf<"searchLoggedModels">, signal?: AbortSignal) =>
    call("searchLoggedModels", request, signal) as Promise<{ models?: LoggedModel[]; next_page_token?: string }>,

  getLoggedModel: async (modelId: string, signal?: AbortSignal): Promise<LoggedModel> =>
    (await call("getLoggedModel", { model_id: modelId }, signal)).model as LoggedModel,

  setLoggedModelTag: (modelId: string, key: string, value: string) =>
    call("setLoggedModelTags", { model_id: modelId, tags: [{ key, value }] }),

  deleteLoggedModelTag: (modelId: string, key: string) =>
    call("deleteLoggedModelTag", { model_id: modelId, tag_key: key }),

  getLoggedModelLineage: (modelId: string, signal?: AbortSignal) =>
    call("getLoggedModelLineage", { model_id: modelId }, signal),

  listLoggedModelArtifacts: async (modelId: string, path: string, signal?: AbortSignal): Promise<readonly FileInfo[]> =>
    ((await call("listLoggedModelArtifacts", { model_id: modelId, artifact_directory_path: path }, signal)).files ??
      []) as FileInfo[],
};
