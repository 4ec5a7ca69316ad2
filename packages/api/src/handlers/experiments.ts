import { ApiError, type experimentRoutes, invalidParameter } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { boundedParameter, experimentIdParameter, required } from "../parameters.ts";

export const experiments: Handlers<typeof experimentRoutes> = {
  async createExperiment({ store }, { name, artifact_location }) {
    const text = required("name", name);
    if (text.length > maxNameLength)
      throw invalidParameter("name", `must have at most ${maxNameLength} characters`, text);
    return { experiment_id: await store.experiments.create(text, artifact_location || undefined) };
  },

  async getExperiment({ store }, { experiment_id }) {
    const id = experimentIdParameter(experiment_id);
    const experiment = await store.experiments.get(id);
    if (experiment === undefined) throw new ApiError("RESOURCE_DOES_NOT_EXIST", `No Experiment with id=${id} exists`);
    return { experiment };
  },

  async getExperimentByName({ store }, { experiment_name }) {
    const name = required("experiment_name", experiment_name);
    const experiment = await store.experiments.getByName(name);
    if (experiment === undefined)
      throw new ApiError("RESOURCE_DOES_NOT_EXIST", `Could not find experiment with name '${name}'`);
    return { experiment };
  },

  async searchExperiments({ store }, { max_results, page_token, filter, order_by, view_type }) {
    if (filter || order_by.length > 0) {
      throw new ApiError(
        "NOT_IMPLEMENTED",
        "Experiments cannot be filtered or ordered yet: leave out filter and order_by.",
      );
    }
    const page = await store.experiments.search({
      view: view_type === "ALL" ? "all" : view_type === "DELETED_ONLY" ? "deleted" : "active",
      // The protocol's own default is 0, which is out of bounds: clients always send one.
      limit: boundedParameter("max_results", max_results ?? 0, 0, 50_000),
      pageToken: page_token || undefined,
    });
    return { experiments: [...page.experiments], next_page_token: page.nextPageToken };
  },
};

const maxNameLength = 500;
