import type { Run } from "../../data/messages.ts";
import { metricValue } from "../../data/metric-history.ts";
import { formatNumber } from "../../widgets/format/number.ts";

export function paramsOf({ data }: Run): ReadonlyMap<string, string> {
  return new Map(data?.params?.map(({ key = "", value = "" }) => [key, value]));
}

/** The last values; two that read the same are the same. */
export function metricsOf({ data }: Run): ReadonlyMap<string, string> {
  return new Map(data?.metrics?.map(({ key = "", value }) => [key, formatNumber(metricValue(value))]));
}

/** Without those that name the run itself. */
export function tagsOf({ data }: Run): ReadonlyMap<string, string> {
  const own = new Set(["mlflow.runName", "mlflow.note.content"]);
  return new Map(data?.tags?.filter(({ key = "" }) => !own.has(key)).map(({ key = "", value = "" }) => [key, value]));
}

/** Datasets by name, with what they were for. */
export function datasetsOf({ inputs }: Run): ReadonlyMap<string, string> {
  return new Map(
    inputs?.dataset_inputs?.map(({ dataset, tags }) => {
      const context = tags?.find(({ key }) => key === "mlflow.data.context")?.value;
      return [`${dataset?.name ?? ""}${context ? ` (${context})` : ""}`, dataset?.digest ?? ""];
    }),
  );
}
