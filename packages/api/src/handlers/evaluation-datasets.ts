import { fields } from "@spanloom/filter";
import { type evaluationDatasetRoutes, invalidParameter } from "@spanloom/wire";
import { recordsIn, tagsIn } from "../dataset-request.ts";
import type { Handlers } from "../handler.ts";
import { boundedParameter, experimentIdParameters, required } from "../parameters.ts";
import { searchParameters } from "../search-parameters.ts";

export const evaluationDatasets: Handlers<typeof evaluationDatasetRoutes> = {
  async createDataset({ store }, { name, experiment_ids, tags }) {
    return {
      dataset: await store.evaluationDatasets.create({
        name: required("name", name),
        experimentIds: experimentIdParameters(experiment_ids),
        tags: tags ? tagsIn(tags) : {},
      }),
    };
  },

  async getDataset({ store }, { dataset_id }) {
    return { dataset: await store.evaluationDatasets.get(required("dataset_id", dataset_id)) };
  },

  async deleteDataset({ store }, { dataset_id }) {
    await store.evaluationDatasets.delete(required("dataset_id", dataset_id));
    return {};
  },

  async searchEvaluationDatasets({ store }, request) {
    const { keys, nextPageToken } = await store.search.evaluationDatasets({
      ...searchParameters(fields.evaluationDatasets, { filter: request.filter_string, order_by: request.order_by }),
      experimentIds: experimentIdParameters(request.experiment_ids),
      limit: boundedParameter("max_results", request.max_results, 1000, 50_000),
      pageToken: request.page_token || undefined,
    });
    return { datasets: await store.evaluationDatasets.getMany(keys), next_page_token: nextPageToken };
  },

  async setDatasetTags({ store }, { dataset_id, tags }) {
    await store.evaluationDatasets.setTags(required("dataset_id", dataset_id), tagsIn(required("tags", tags)));
    return {};
  },

  async deleteDatasetTag({ store }, { dataset_id, key }) {
    await store.evaluationDatasets.deleteTag(required("dataset_id", dataset_id), required("key", key));
    return {};
  },

  async upsertDatasetRecords({ store }, { dataset_id, records }) {
    const given = recordsIn(required("records", records));
    const id = required("dataset_id", dataset_id);
    const { inserted, updated } = await store.evaluationDatasets.upsertRecords(id, given);
    return { inserted_count: inserted, updated_count: updated };
  },

  async getDatasetRecords({ store }, { dataset_id, max_results, page_token }) {
    const limit = boundedParameter("max_results", max_results || undefined, 1000, 50_000);
    const id = required("dataset_id", dataset_id);
    const { records, nextPosition } = await store.evaluationDatasets.records(id, limit, positionIn(page_token));
    return {
      records: `[${records.join(", ")}]`,
      next_page_token: nextPosition === undefined ? undefined : String(nextPosition),
    };
  },

  async deleteDatasetRecords({ store }, { dataset_id, dataset_record_ids }) {
    const id = required("dataset_id", dataset_id);
    return { deleted_count: await store.evaluationDatasets.deleteRecords(id, dataset_record_ids) };
  },

  async getDatasetExperimentIds({ store }, { dataset_id }) {
    return { experiment_ids: await store.evaluationDatasets.experimentIds(required("dataset_id", dataset_id)) };
  },

  async addDatasetToExperiments({ store }, { dataset_id, experiment_ids }) {
    const ids = experimentIdParameters(experiment_ids);
    return { dataset: await store.evaluationDatasets.addToExperiments(required("dataset_id", dataset_id), ids) };
  },

  async removeDatasetFromExperiments({ store }, { dataset_id, experiment_ids }) {
    const ids = experimentIdParameters(experiment_ids);
    return { dataset: await store.evaluationDatasets.removeFromExperiments(required("dataset_id", dataset_id), ids) };
  },
};

function positionIn(token: string | undefined): bigint | undefined {
  if (!token) return undefined;
  if (!/^\d{1,18}$/.test(token))
    throw invalidParameter("page_token", "must be the next_page_token of an earlier page", token);
  return BigInt(token);
}
