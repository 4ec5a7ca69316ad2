import type { DatasetUse } from "@spanloom/wire";
import type { Dataset } from "../../data/messages.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { NameCell, Nothing, TagsCell, TextCell } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import { datasetAddress } from "./dataset-address.ts";
import { recordCount, tagsOf } from "./dataset-facts.ts";

/** Columns of the list; those to order by have the server's names. */
export function datasetColumns(
  uses: ReadonlyMap<string, DatasetUse>,
  experiments: ReadonlyMap<string, string>,
  nowMs: number,
  zone: TimeZone,
): TableColumn<Dataset>[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 200,
      grow: 2,
      sortFirst: "smallest",
      always: true,
      cell: ({ dataset_id, name }) => <NameCell to={datasetAddress(dataset_id)} name={name} />,
    },
    { id: "records", label: "Records", width: 80, align: "end", cell: (dataset) => formatCount(recordCount(dataset)) },
    {
      id: "runs",
      label: "Evaluations",
      width: 92,
      align: "end",
      cell: ({ dataset_id }) => {
        const count = uses.get(dataset_id)?.run_count ?? 0;
        return count > 0 ? formatCount(count) : <Nothing />;
      },
    },
    {
      id: "experiments",
      label: "Experiments",
      width: 150,
      grow: 2,
      cell: ({ dataset_id }) => {
        const ids = uses.get(dataset_id)?.experiment_ids ?? [];
        return <TextCell text={ids.map((id) => experiments.get(id) ?? id).join(", ")} faint />;
      },
    },
    { id: "tags", label: "Tags", width: 130, grow: 1, cell: (dataset) => <TagsCell tags={tagsOf(dataset)} /> },
    {
      id: "created_time",
      label: "Created",
      width: 84,
      sortFirst: "largest",
      cell: ({ created_time: ms }) => <Moment ms={ms} nowMs={nowMs} zone={zone} />,
    },
    {
      id: "last_update_time",
      label: "Changed",
      width: 84,
      sortFirst: "largest",
      cell: ({ last_update_time: ms }) => <Moment ms={ms} nowMs={nowMs} zone={zone} />,
    },
  ];
}

function Moment({ ms, nowMs, zone }: { ms: number | undefined; nowMs: number; zone: TimeZone }) {
  if (!ms) return <Nothing />;
  return <time title={formatExact(ms, zone)}>{formatRelative(ms, nowMs, zone)}</time>;
}
