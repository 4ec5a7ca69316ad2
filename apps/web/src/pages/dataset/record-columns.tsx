import { Link } from "react-router";
import { previewText } from "../../widgets/format/preview-text.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { Nothing, TagsCell, TextCell } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import type { DatasetRecord } from "./record.ts";

/** Columns of the records; those that no record has something for are left out. */
export function recordColumns(
  records: readonly DatasetRecord[],
  nowMs: number,
  zone: TimeZone,
): TableColumn<DatasetRecord>[] {
  const all: (TableColumn<DatasetRecord> & { readonly of?: (record: DatasetRecord) => unknown })[] = [
    {
      id: "inputs",
      label: "Inputs",
      width: 180,
      grow: 3,
      always: true,
      cell: ({ inputs }) => <TextCell text={previewText(inputs)} />,
    },
    {
      id: "expectations",
      label: "Expectations",
      width: 170,
      grow: 3,
      cell: ({ expectations }) => <TextCell text={expectations && previewText(expectations)} />,
    },
    {
      id: "outputs",
      label: "Outputs",
      width: 150,
      grow: 2,
      of: ({ outputs }) => outputs,
      cell: ({ outputs }) => <TextCell text={outputs && previewText(outputs)} faint />,
    },
    {
      id: "tags",
      label: "Tags",
      width: 110,
      grow: 1,
      of: ({ tags }) => Object.keys(tags).length,
      cell: ({ tags }) => <TagsCell tags={tags} />,
    },
    {
      id: "source",
      label: "Trace",
      width: 84,
      of: ({ traceId }) => traceId,
      cell: ({ traceId }) => (traceId ? <Link to={`/traces/${traceId}`}>{traceId.slice(0, 8)}</Link> : <Nothing />),
    },
    {
      id: "changed",
      label: "Changed",
      width: 84,
      cell: ({ changedMs: ms }) => <time title={formatExact(ms, zone)}>{formatRelative(ms, nowMs, zone)}</time>,
    },
  ];
  return all.flatMap(({ of, ...column }) => (!of || records.some((record) => of(record)) ? [column] : []));
}
