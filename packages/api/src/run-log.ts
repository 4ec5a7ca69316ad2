import type { KeyValue, ModelMetric, RunMetric } from "@spanloom/store";
import { ApiError, type Metric, missingParameter, type Param, type RunTag } from "@spanloom/wire";
import type { TrackingSettings } from "./context.ts";
import {
  checkLength,
  invalidValue,
  maxKeyLength,
  maxTagValueLength,
  nameParameter,
  required,
  valueParameter,
} from "./parameters.ts";

/** What runs are given to log, checked. `path` is what messages call it: nothing, or `metrics[0]`. */
export function metricParameter(metric: Metric, path = ""): RunMetric {
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  const key = required(at("key"), metric.key);
  const { value, timestamp, step = 0 } = metric;
  if (value === undefined) throw missingParameter(at("value"));
  if (timestamp === undefined) throw missingParameter(at("timestamp"));
  nameParameter(key, at("name"));
  if (timestamp < 0) {
    const of = `metric '${key}' (value=${Number.isInteger(value) ? `${value}.0` : value})`;
    throw invalidValue(at("timestamp"), timestamp, `: ${of}. Timestamp must be a nonnegative long (64-bit integer) `);
  }
  checkLength("Metric name", key, maxKeyLength);
  return { key, value, timestampMs: timestamp, step };
}

/** The points that are also a logged model's. */
export function modelMetricsOf(metrics: readonly Metric[]): ModelMetric[] {
  return metrics.flatMap(({ model_id, key, value, timestamp, step = 0, dataset_name, dataset_digest }) =>
    model_id
      ? {
          modelId: model_id,
          key: key!,
          value: value!,
          timestampMs: timestamp!,
          step,
          ...(dataset_name && { datasetName: dataset_name }),
          ...(dataset_digest && { datasetDigest: dataset_digest }),
        }
      : [],
  );
}

/** A value that is missing is empty. */
export function paramParameter({ key, value = "" }: Param, settings: TrackingSettings, path = "key"): KeyValue {
  const name = nameParameter(required(path, key), path);
  checkLength("Param key", name, maxKeyLength);
  return { key: name, value: valueParameter("Param value", value, maxParamLength, settings) };
}

/** `path` is what the request calls the tag, where it is one of many. */
export function tagParameter({ key, value = "" }: RunTag, settings: TrackingSettings, path?: string): KeyValue {
  const [keyPath, valuePath] = path === undefined ? ["key", "value"] : [`${path}.key`, `${path}.value`];
  const name = nameParameter(required(keyPath, key), keyPath);
  checkLength(keyPath, name, maxKeyLength);
  return { key: name, value: valueParameter(valuePath, value, maxTagValueLength, settings) };
}

const maxParamLength = 6000;

/** Throws where a batch has more than clients may send at once, or a param twice. */
export function checkBatch(metrics: readonly unknown[], params: readonly Param[], tags: readonly unknown[]): void {
  const counts: [what: string, count: number, limit: number][] = [
    ["metrics", metrics.length, 1000],
    ["params", params.length, 100],
    ["tags", tags.length, 100],
    ["metrics, params, and tags", metrics.length + params.length + tags.length, 1000],
  ];
  for (const [what, count, limit] of counts) {
    if (count <= limit) continue;
    throw refused(
      `A batch logging request can contain at most ${limit} ${what}. Got ${count} ${what}. ` +
        `Please split up ${what} across multiple requests and try again.`,
    );
  }
  const keys = params.map(({ key }) => key);
  if (new Set(keys).size === keys.length) return;
  const repeated = keys.filter((key, at) => keys.indexOf(key) < at);
  throw refused(
    `Duplicate parameter keys have been submitted: [${repeated.map((key) => `'${key}'`).join(", ")}]. ` +
      "Please ensure the request contains only one param value per param key.",
  );
}

function refused(message: string): ApiError {
  return new ApiError("INVALID_PARAMETER_VALUE", message);
}
