import { fields } from "@spanloom/filter";
import { isPrompt } from "@spanloom/store";
import { ApiError, type modelVersionRoutes } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { checkPromptSource, checkSourcePattern, resolveSource } from "../model-version-source.ts";
import { boundedParameter, required, tagKeyParameter } from "../parameters.ts";
import {
  maxDescriptionLength,
  maxIdLength,
  maxUriLength,
  modelNameParameter,
  registryTagParameter,
  registryTagParameters,
  registryTextParameter,
  versionKeyParameters,
} from "../registry-parameters.ts";
import { searchParameters } from "../search-parameters.ts";
import { stageParameter } from "../stage-parameter.ts";

export const modelVersions: Handlers<typeof modelVersionRoutes> = {
  async createModelVersion(context, request, { claimedUser }) {
    const { store, registry } = context;
    const name = modelNameParameter(request.name);
    const source = registryTextParameter("source", required("source", request.source), maxUriLength);
    const runId = registryTextParameter("run_id", request.run_id, maxIdLength);
    const modelId = registryTextParameter("model_id", request.model_id, maxIdLength);
    const tags = registryTagParameters(request.tags);
    checkSourcePattern(source, registry.sourcePattern);
    if (isPrompt(tags)) checkPromptSource(source);
    const resolved = isPrompt(tags)
      ? { source, runId, modelId: "" }
      : await resolveSource(context, {
          source,
          runId: request.run_id === undefined ? undefined : runId,
          modelId: request.model_id === undefined ? undefined : modelId,
        });
    const version = {
      ...resolved,
      name,
      tags,
      runLink: registryTextParameter("run_link", request.run_link, maxUriLength),
      description: registryTextParameter("description", request.description, maxDescriptionLength),
    };
    return { model_version: await store.modelVersions.create(version, claimedUser) };
  },

  async getModelVersion({ store }, request) {
    return { model_version: await store.modelVersions.get(versionKeyParameters(request)) };
  },

  async updateModelVersion({ store }, request) {
    registryTextParameter("description", request.description, maxDescriptionLength);
    return { model_version: await store.modelVersions.update(versionKeyParameters(request), request.description) };
  },

  async transitionModelVersionStage({ store }, request, { claimedUser }) {
    const key = versionKeyParameters(request);
    const stage = stageParameter(required("stage", request.stage));
    const archive = request.archive_existing_versions ?? false;
    if (archive && stage !== "Staging" && stage !== "Production") {
      throw new ApiError(
        "INVALID_PARAMETER_VALUE",
        `Model version transition cannot archive existing model versions because '${request.stage}' is not an Active ` +
          "stage, which Staging and Production are.",
      );
    }
    return { model_version: await store.modelVersions.transition(key, stage, archive, claimedUser) };
  },

  async deleteModelVersion({ store }, request, { claimedUser }) {
    await store.modelVersions.delete(versionKeyParameters(request), claimedUser);
    return {};
  },

  async searchModelVersions({ store }, request) {
    const page = await store.search.modelVersions({
      ...searchParameters(fields.modelVersions, request),
      limit: boundedParameter("max_results", request.max_results, 200_000, 200_000),
      pageToken: request.page_token || undefined,
    });
    return { model_versions: await store.modelVersions.getMany(page.keys), next_page_token: page.nextPageToken };
  },

  async getModelVersionDownloadUri({ store }, request) {
    return { artifact_uri: await store.modelVersions.downloadUri(versionKeyParameters(request)) };
  },

  async setModelVersionTag({ store }, request) {
    const { key, value } = registryTagParameter(request);
    await store.modelVersions.setTag(versionKeyParameters(request), key, value);
    return {};
  },

  async deleteModelVersionTag({ store }, request) {
    await store.modelVersions.deleteTag(versionKeyParameters(request), tagKeyParameter(request.key));
    return {};
  },
};
