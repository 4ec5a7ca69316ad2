import { fields } from "@spanloom/filter";
import { experimentNotFound } from "@spanloom/store";
import { ApiError, type experimentRoutes } from "@spanloom/wire";
import { artifactLocationParameter } from "../artifact-location.ts";
import { experimentTagParameter } from "../experiment-tags.ts";
import type { Handlers } from "../handler.ts";
import { boundedParameter, checkLength, experimentIdParameter, required, viewOf } from "../parameters.ts";
import { searchParameters } from "../search-parameters.ts";

export const experiments: Handlers<typeof experimentRoutes> = {
  async createExperiment({ store }, { name, artifact_location, tags }) {
    const experimentName = experimentNameParameter("name", name);
    const location = artifactLocationParameter(artifact_location);
    const checked = tags.map(experimentTagParameter).map(({ key, value }) => [key, value]);
    const options = { tags: Object.fromEntries(checked) };
    return { experiment_id: await store.experiments.create(experimentName, location, options) };
  },

  async getExperiment({ store }, { experiment_id }) {
    const id = experimentIdParameter(experiment_id);
    const experiment = await store.experiments.get(id);
    if (experiment === undefined) throw experimentNotFound(id);
    return { experiment };
  },

  async getExperimentByName({ store }, { experiment_name }) {
    const name = required("experiment_name", experiment_name);
    const experiment = await store.experiments.getByName(name);
    if (experiment === undefined)
      throw new ApiError("RESOURCE_DOES_NOT_EXIST", `Could not find experiment with name '${name}'`);
    return { experiment };
  },

  async updateExperiment({ store }, { experiment_id, new_name }) {
    const id = experimentIdParameter(experiment_id);
    await store.experiments.rename(id, experimentNameParameter("new_name", new_name));
    return {};
  },

  async deleteExperiment({ store }, { experiment_id }) {
    await store.experiments.delete(experimentIdParameter(experiment_id));
    return {};
  },

  async restoreExperiment({ store }, { experiment_id }) {
    await store.experiments.restore(experimentIdParameter(experiment_id));
    return {};
  },

  async setExperimentTag({ store }, { experiment_id, key, value }) {
    const id = experimentIdParameter(experiment_id);
    const tag = experimentTagParameter({ key: required("key", key), value });
    await store.experiments.setTag(id, tag.key, tag.value);
    return {};
  },

  async deleteExperimentTag({ store }, { experiment_id, key }) {
    await store.experiments.deleteTag(experimentIdParameter(experiment_id), required("key", key));
    return {};
  },

  async searchExperiments({ store }, request) {
    const { keys, nextPageToken } = await store.search.experiments({
      ...searchParameters(fields.experiments, request),
      view: viewOf(request.view_type),
      // The protocol's own default is 0, which is out of bounds: clients always send one.
      limit: boundedParameter("max_results", request.max_results ?? 0, 0, 50_000),
      pageToken: request.page_token || undefined,
    });
    return { experiments: await store.experiments.getMany(keys), next_page_token: nextPageToken };
  },
};

const maxNameLength = 500;

function experimentNameParameter(parameter: string, name: string | undefined): string {
  const text = required(parameter, name);
  checkLength("name", text, maxNameLength);
  return text;
}
