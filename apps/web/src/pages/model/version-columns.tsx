import type { ModelVersion } from "../../data/messages.ts";
import { AliasesCell, IdCell } from "../../views/registry/registry-cells.tsx";
import { tagsOf } from "../../views/registry/tags-of.ts";
import { plainText } from "../../widgets/format/plain-text.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { ModelStatus } from "../../widgets/model-status.tsx";
import { NameCell, Nothing, TagsCell, TextCell } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import { versionAddress } from "../models/model-address.ts";

export function versionColumns(nowMs: number, zone: TimeZone): TableColumn<ModelVersion>[] {
  return [
    {
      id: "version",
      label: "Version",
      width: 74,
      always: true,
      cell: ({ name, version }) => <NameCell to={versionAddress(name, version)} name={version} />,
    },
    {
      id: "aliases",
      label: "Aliases",
      width: 130,
      grow: 1,
      cell: ({ aliases = [] }) => <AliasesCell of={aliases.map((alias) => ({ alias }))} />,
    },
    {
      id: "status",
      label: "Status",
      width: 90,
      cell: ({ status, status_message }) => <ModelStatus status={status} message={status_message} />,
    },
    {
      id: "stage",
      label: "Stage",
      width: 90,
      cell: ({ current_stage: stage }) => (stage && stage !== "None" ? stage : <Nothing />),
    },
    {
      id: "run",
      label: "Run",
      width: 96,
      cell: ({ run_id }) => (run_id ? <IdCell to={`/runs/${encodeURIComponent(run_id)}`} id={run_id} /> : <Nothing />),
    },
    {
      id: "model",
      label: "Logged model",
      width: 112,
      cell: ({ model_id }) =>
        model_id ? <IdCell to={`/logged-models/${encodeURIComponent(model_id)}`} id={model_id} /> : <Nothing />,
    },
    {
      id: "description",
      label: "Description",
      width: 140,
      grow: 2,
      cell: ({ description }) => <TextCell text={plainText(description ?? "")} faint />,
    },
    { id: "tags", label: "Tags", width: 110, grow: 1, cell: ({ tags = [] }) => <TagsCell tags={tagsOf(tags)} /> },
    {
      id: "created",
      label: "Created",
      width: 84,
      cell: ({ creation_timestamp: ms }) =>
        ms ? <time title={formatExact(ms, zone)}>{formatRelative(ms, nowMs, zone)}</time> : <Nothing />,
    },
  ];
}
