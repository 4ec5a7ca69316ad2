import type { Metric } from "@spanloom/wire";
import { metricValue } from "../../data/metric-history.ts";
import type { ValueRow } from "../../views/values-table/values-table.tsx";
import { exactNumber, formatNumber } from "../../widgets/format/number.ts";

/**
 * Metrics in the order of the datasets that they were measured on; those without a dataset first, under "". Those of the
 * machine, which a run hands on to its models, are left out.
 */
export function metricsByDataset(metrics: readonly Partial<Metric>[]): { dataset: string; rows: ValueRow[] }[] {
  const own = metrics.filter(({ key = "" }) => !key.startsWith("system/"));
  const byDataset = Map.groupBy(own, ({ dataset_name: name = "", dataset_digest: digest = "" }) =>
    name && digest ? `${name} (${digest})` : name || digest,
  );
  return [...byDataset]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([dataset, of]) => ({ dataset, rows: [...newest(of).values()].map(rowOf) }));
}

/** A metric may have been measured several times; the last counts. */
function newest(metrics: readonly Partial<Metric>[]): ReadonlyMap<string, Partial<Metric>> {
  const latest = new Map<string, Partial<Metric>>();
  for (const metric of metrics) {
    const before = latest.get(metric.key ?? "");
    if (before === undefined || Number(metric.timestamp ?? 0) >= Number(before.timestamp ?? 0)) {
      latest.set(metric.key ?? "", metric);
    }
  }
  return latest;
}

function rowOf({ key = "", value, step }: Partial<Metric>): ValueRow {
  const number = metricValue(value);
  const at = Number(step ?? 0);
  return {
    key,
    value: formatNumber(number),
    exact: exactNumber(number),
    ...(at !== 0 && { note: `step ${at}` }),
  };
}
