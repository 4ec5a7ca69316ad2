import type { DatasetUse, ModelUse } from "@spanloom/store";
import {
  ApiError,
  type DatasetInput,
  type ExactJson,
  type ExactObject,
  type InputTag,
  invalidParameter,
  isExactObject,
  parseExact,
  printJson,
  type runInputRoutes,
} from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { experimentIdParameters, required } from "../parameters.ts";

export const runInputs: Handlers<typeof runInputRoutes> = {
  async logInputs({ store }, { run_id, datasets, models }) {
    const runId = required("run_id", run_id);
    const uses = datasets.map((input, at) => datasetUse(input, `datasets[${at}]`));
    await store.runInputs.log(runId, uses, modelUses(models));
    return {};
  },

  async logOutputs({ store }, { run_id, models }) {
    await store.runInputs.logOutputs(required("run_id", run_id), modelUses(models));
    return {};
  },

  async logModel({ store }, { run_id, model_json }) {
    const runId = required("run_id", run_id);
    await store.runInputs.appendModelHistory(runId, modelHistoryEntry(required("model_json", model_json)));
    return {};
  },

  async searchDatasets({ store }, { experiment_ids }) {
    if (experiment_ids.length === 0) {
      throw new ApiError("INVALID_PARAMETER_VALUE", "SearchDatasets request must specify at least one experiment_id.");
    }
    if (experiment_ids.length > maxExperiments) {
      throw new ApiError(
        "INVALID_PARAMETER_VALUE",
        `SearchDatasets request cannot specify more than ${maxExperiments} experiment_ids. Received ${experiment_ids.length} experiment_ids.`,
      );
    }
    return { dataset_summaries: await store.datasets.summaries(experimentIdParameters(experiment_ids)) };
  },
};

const maxExperiments = 20;

/** Characters at most; the names are those that clients' messages have. */
const maxLengths = { name: 500, digest: 36, source: 65_535, schema: 1_048_575, profile: 16_777_215 };

function datasetUse({ dataset = {}, tags }: DatasetInput, path: string): DatasetUse {
  const name = required(`${path}.dataset.name`, dataset.name);
  const digest = required(`${path}.dataset.digest`, dataset.digest);
  for (const [field, limit] of Object.entries(maxLengths)) {
    checkLength(field, dataset[field as keyof typeof maxLengths], limit);
  }
  const { source_type = "", source = "", schema, profile } = dataset;
  return { dataset: { name, digest, source_type, source, schema, profile }, tags: inputTags(tags, `${path}.tags`) };
}

function inputTags(tags: readonly InputTag[], path: string): Record<string, string> {
  const entries = new Map<string, string>();
  tags.forEach(({ key, value = "" }, at) => {
    const name = required(`${path}[${at}].key`, key);
    checkLength("key", name, 255);
    checkLength("value", value, 500);
    if (entries.has(name)) throw invalidParameter(`${path}[${at}].key`, "must not stand twice", name);
    entries.set(name, value);
  });
  return Object.fromEntries(entries);
}

function modelUses(models: readonly { readonly model_id?: string; readonly step?: number | bigint }[]): ModelUse[] {
  return models.map(({ model_id, step }, at) => {
    const modelId = required(`models[${at}].model_id`, model_id);
    checkLength("model_id", modelId, 255);
    return { modelId, step };
  });
}

function checkLength(field: string, text: string | undefined, limit: number): void {
  if (text === undefined || text.length <= limit) return;
  throw new ApiError("INVALID_PARAMETER_VALUE", `'${field}' exceeds the maximum length of ${limit} characters`);
}

/** Of an MLmodel file what the history of a run keeps: where the model is and what can load it. */
function modelHistoryEntry(text: string): ExactObject {
  const model = parsedModel(text);
  const missing = ["artifact_path", "flavors", "utc_time_created", "run_id"].filter((key) => !(key in model));
  if (missing.length > 0) {
    const names = missing.map((key) => `'${key}'`).join(", ");
    throw new ApiError("INVALID_PARAMETER_VALUE", `Model json is missing mandatory fields: {${names}}`);
  }
  const { run_id, artifact_path, utc_time_created, model_uuid = null, flavors } = model;
  if (!isExactObject(flavors)) throw invalidParameter("model_json", "must have an object as its flavors");
  return {
    ...(run_id !== null && { run_id }),
    ...(artifact_path !== null && { artifact_path }),
    utc_time_created,
    model_uuid,
    flavors: Object.fromEntries(Object.entries(flavors).map(([name, flavor]) => [name, withoutConfig(flavor)])),
  } as ExactObject;
}

function parsedModel(text: string): ExactObject {
  let model: ExactJson;
  try {
    model = parseExact(text);
    printJson(model); // throws, too, where it nests too deeply to be written again
  } catch {
    const message = `Malformed model info. \n ${text.slice(0, 1000)} \n is not a valid JSON.`;
    throw new ApiError("INVALID_PARAMETER_VALUE", message);
  }
  if (!isExactObject(model)) throw invalidParameter("model_json", "must be a JSON object");
  return model;
}

/** A flavor's configuration can be of any size. */
function withoutConfig(flavor: ExactJson): ExactJson {
  if (!isExactObject(flavor)) return flavor;
  const { config: _, ...rest } = flavor;
  return rest;
}
