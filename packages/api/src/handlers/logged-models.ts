import { fields, maxOrderKeys } from "@spanloom/filter";
import type { DatasetRef, KeyValue, LoggedModelOrder } from "@spanloom/store";
import {
  ApiError,
  invalidParameter,
  type loggedModelRoutes,
  missingParameter,
  type SearchLoggedModelsDataset,
  type SearchLoggedModelsOrderBy,
} from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { boundedParameter, experimentIdParameter, experimentIdParameters, required } from "../parameters.ts";
import { searchParameters } from "../search-parameters.ts";

export const loggedModels: Handlers<typeof loggedModelRoutes> = {
  async createLoggedModel({ store }, { experiment_id, name, model_type = "", source_run_id = "", params, tags }) {
    checkName(name);
    checkLength("model_type", model_type, 500);
    checkLength("source_run_id", source_run_id, 256);
    const model = await store.loggedModels.create({
      experimentId: experimentIdParameter(experiment_id),
      name,
      modelType: model_type,
      sourceRunId: source_run_id,
      params: pairs("params", params),
      tags: pairs("tags", tags),
    });
    return { model };
  },

  async getLoggedModel({ store }, { model_id, allow_deleted }) {
    return { model: await store.loggedModels.get(required("model_id", model_id), { allowDeleted: allow_deleted }) };
  },

  async finalizeLoggedModel({ store }, { model_id, status }) {
    const modelId = required("model_id", model_id);
    if (status === undefined) throw missingParameter("status");
    return { model: await store.loggedModels.finalize(modelId, status) };
  },

  async deleteLoggedModel({ store }, { model_id }) {
    await store.loggedModels.delete(required("model_id", model_id));
    return {};
  },

  async logLoggedModelParams({ store }, { model_id, params }) {
    await store.loggedModels.addParams(required("model_id", model_id), pairs("params", params));
    return {};
  },

  async setLoggedModelTags({ store }, { model_id, tags }) {
    await store.loggedModels.setTags(required("model_id", model_id), pairs("tags", tags));
    return {};
  },

  async deleteLoggedModelTag({ store }, { model_id, tag_key }) {
    await store.loggedModels.deleteTag(required("model_id", model_id), required("tag_key", tag_key));
    return {};
  },

  async searchLoggedModels({ store }, { experiment_ids, filter, datasets, max_results, order_by, page_token }) {
    if (experiment_ids.length === 0) throw missingParameter("experiment_ids");
    if (order_by.length > maxOrderKeys) throw invalidParameter("order_by", `must have at most ${maxOrderKeys} fields`);
    const { keys, nextPageToken } = await store.search.loggedModels({
      experimentIds: experimentIdParameters(experiment_ids),
      filter: searchParameters(fields.loggedModels, { filter }).filter,
      datasets: datasets.map(datasetRef),
      orderBy: order_by.map(orderBy),
      // As with the clients' own server 0 is the default, and there is no other bound than the protocol's.
      limit: boundedParameter("max_results", max_results || undefined, 50, 2 ** 31 - 1),
      pageToken: page_token || undefined,
    });
    return { models: await store.loggedModels.getMany(keys), next_page_token: nextPageToken };
  },
};

const forbiddenInNames = ["/", ":", ".", "%", '"', "'"];

/** No name, or an empty one, is fine: then the model gets a random one. */
function checkName(name = ""): void {
  checkLength("name", name, 500);
  if (!forbiddenInNames.some((character) => name.includes(character))) return;
  throw new ApiError(
    "INVALID_PARAMETER_VALUE",
    `Invalid model name ('${name}') provided. Model name must be a non-empty string and cannot contain the following ` +
      `characters: ('/', ':', '.', '%', '"', "'")`,
  );
}

function checkLength(name: string, text: string, limit: number): void {
  if (text.length > limit) throw invalidParameter(name, `must have at most ${limit} characters`, text);
}

/** Params and tags of models: any key will do that is not empty and that an index takes. Their values are never cut. */
function pairs(name: string, given: readonly Partial<KeyValue>[]): KeyValue[] {
  return given.map(({ key, value = "" }, at) => {
    const text = required(`${name}[${at}].key`, key);
    checkLength(`${name}[${at}].key`, text, 255);
    return { key: text, value };
  });
}

function datasetRef({ dataset_name, dataset_digest }: SearchLoggedModelsDataset): DatasetRef {
  if (!dataset_name) {
    throw new ApiError("INVALID_PARAMETER_VALUE", "`dataset_name` in the `datasets` clause must be specified.");
  }
  return { name: dataset_name, digest: dataset_digest || undefined };
}

function orderBy({
  field_name = "",
  ascending = true,
  dataset_name,
  dataset_digest,
}: SearchLoggedModelsOrderBy): LoggedModelOrder {
  const direction = ascending ? "asc" : "desc";
  const dot = field_name.indexOf(".");
  if (dot < 0) return { field: attributeNamed(field_name), direction };
  if (field_name.slice(0, dot) !== "metrics") {
    const message = `Invalid order by field name: ${field_name}. Only metrics are supported.`;
    throw new ApiError("INVALID_PARAMETER_VALUE", message);
  }
  const key = field_name.slice(dot + 1);
  const dataset =
    dataset_name || dataset_digest
      ? { name: dataset_name || undefined, digest: dataset_digest || undefined }
      : undefined;
  return { field: "metrics", key, direction, dataset };
}

function attributeNamed(name: string): string {
  const field = fields.loggedModels.fields.find(
    (candidate) =>
      candidate.sortable && !candidate.keyed && [candidate.name, ...(candidate.aliases ?? [])].includes(name),
  );
  if (field !== undefined) return field.name;
  throw new ApiError("INVALID_PARAMETER_VALUE", `Invalid order by field name: ${name}`);
}
