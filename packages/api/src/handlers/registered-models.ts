import { fields } from "@spanloom/filter";
import { stages } from "@spanloom/store";
import type { registeredModelRoutes } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { boundedParameter, tagKeyParameter } from "../parameters.ts";
import {
  aliasParameter,
  maxDescriptionLength,
  modelNameParameter,
  newAliasParameter,
  registryTagParameter,
  registryTagParameters,
  registryTextParameter,
  versionKeyParameters,
} from "../registry-parameters.ts";
import { searchParameters } from "../search-parameters.ts";
import { stageParameter } from "../stage-parameter.ts";

export const registeredModels: Handlers<typeof registeredModelRoutes> = {
  async createRegisteredModel({ store }, request, { claimedUser }) {
    const name = modelNameParameter(request.name);
    const description = registryTextParameter("description", request.description, maxDescriptionLength);
    const tags = registryTagParameters(request.tags);
    return { registered_model: await store.registeredModels.create({ name, description, tags }, claimedUser) };
  },

  async getRegisteredModel({ store }, { name }) {
    return { registered_model: await store.registeredModels.get(modelNameParameter(name)) };
  },

  async renameRegisteredModel({ store }, request, { claimedUser }) {
    const name = modelNameParameter(request.name);
    const newName = modelNameParameter(request.new_name, "new_name");
    return { registered_model: await store.registeredModels.rename(name, newName, claimedUser) };
  },

  async updateRegisteredModel({ store }, request) {
    const name = modelNameParameter(request.name);
    const description = registryTextParameter("description", request.description, maxDescriptionLength);
    return { registered_model: await store.registeredModels.update(name, description) };
  },

  async deleteRegisteredModel({ store }, { name }, { claimedUser }) {
    await store.registeredModels.delete(modelNameParameter(name), claimedUser);
    return {};
  },

  async searchRegisteredModels({ store }, request) {
    const page = await store.search.registeredModels({
      ...searchParameters(fields.registeredModels, request),
      limit: boundedParameter("max_results", request.max_results, 100, 1000),
      pageToken: request.page_token || undefined,
    });
    return {
      registered_models: await store.registeredModels.getMany(page.keys),
      next_page_token: page.nextPageToken,
    };
  },

  async getLatestVersions({ store }, request) {
    const wanted = request.stages.length === 0 ? stages : request.stages.map(stageParameter);
    return { model_versions: await store.modelVersions.latest(modelNameParameter(request.name), [...new Set(wanted)]) };
  },

  async setRegisteredModelTag({ store }, request) {
    const { key, value } = registryTagParameter(request);
    await store.registeredModels.setTag(modelNameParameter(request.name), key, value);
    return {};
  },

  async deleteRegisteredModelTag({ store }, { name, key }) {
    await store.registeredModels.deleteTag(modelNameParameter(name), tagKeyParameter(key));
    return {};
  },

  async setRegisteredModelAlias({ store }, request, { claimedUser }) {
    const alias = newAliasParameter(request.alias);
    await store.modelAliases.set(versionKeyParameters(request), alias, claimedUser);
    return {};
  },

  async deleteRegisteredModelAlias({ store }, { name, alias }, { claimedUser }) {
    await store.modelAliases.delete(modelNameParameter(name), aliasParameter(alias), claimedUser);
    return {};
  },

  async getModelVersionByAlias({ store }, { name, alias }) {
    return { model_version: await store.modelAliases.get(modelNameParameter(name), aliasParameter(alias)) };
  },
};
