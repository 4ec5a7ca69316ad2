import type { LoggedModel } from "../../data/messages.ts";
import { metricValue } from "../../data/metric-history.ts";
import { IdCell } from "../../views/registry/registry-cells.tsx";
import { tagsOf } from "../../views/registry/tags-of.ts";
import { exactNumber, formatNumber } from "../../widgets/format/number.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { ModelStatus } from "../../widgets/model-status.tsx";
import { NameCell, Nothing, TagsCell, TextCell } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import { loggedModelAddress } from "../logged-model/logged-model-tabs.ts";
import { runAddress } from "../run/run-tabs.ts";

/** Columns of the list, with one for each of `metrics`; those that can be ordered by are called as the search calls them. */
export function loggedModelColumns(
  metrics: readonly string[],
  nowMs: number,
  zone: TimeZone,
): TableColumn<LoggedModel>[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 180,
      grow: 2,
      sortFirst: "smallest",
      always: true,
      cell: ({ info }) => <NameCell to={loggedModelAddress(info.model_id)} name={info.name || info.model_id} />,
    },
    {
      id: "status",
      label: "Status",
      width: 110,
      cell: ({ info }) => <ModelStatus status={info.status} message={info.status_message} />,
    },
    { id: "type", label: "Type", width: 90, cell: ({ info }) => <TextCell text={info.model_type ?? ""} faint /> },
    ...metrics.map(
      (key): TableColumn<LoggedModel> => ({
        id: `metrics.${key}`,
        label: key,
        group: "Metrics",
        width: 96,
        align: "end",
        sortFirst: "largest",
        cell: (model) => <MetricCell model={model} name={key} />,
      }),
    ),
    {
      id: "run",
      label: "Run",
      width: 96,
      cell: ({ info: { source_run_id: id } }) => (id ? <IdCell to={runAddress(id)} id={id} /> : <Nothing />),
    },
    { id: "tags", label: "Tags", width: 110, grow: 1, cell: ({ info }) => <TagsCell tags={tagsOf(info.tags ?? [])} /> },
    {
      id: "creation_timestamp",
      label: "Created",
      width: 84,
      sortFirst: "largest",
      cell: ({ info: { creation_timestamp_ms: ms } }) =>
        ms ? <time title={formatExact(ms, zone)}>{formatRelative(ms, nowMs, zone)}</time> : <Nothing />,
    },
  ];
}

const mostMetrics = 8;

/** The metrics that the models have, the first eight by name, without those of the machine. */
export function metricsOf(models: readonly LoggedModel[]): string[] {
  const keys = new Set(models.flatMap(({ data }) => (data?.metrics ?? []).map(({ key = "" }) => key)));
  return [...keys]
    .filter((key) => !key.startsWith("system/"))
    .sort()
    .slice(0, mostMetrics);
}

/** A metric on several datasets shows its last value, and all of them on hover. */
function MetricCell({ model, name }: { model: LoggedModel; name: string }) {
  const values = (model.data?.metrics ?? [])
    .filter(({ key }) => key === name)
    .toSorted((a, b) => Number(a.timestamp ?? 0) - Number(b.timestamp ?? 0));
  const last = values.at(-1);
  if (!last) return <Nothing />;
  const all = values.map(({ value, dataset_name: dataset }) => {
    const exact = exactNumber(metricValue(value));
    return dataset ? `${exact} on ${dataset}` : exact;
  });
  return <span title={all.join("\n")}>{formatNumber(metricValue(last.value))}</span>;
}
