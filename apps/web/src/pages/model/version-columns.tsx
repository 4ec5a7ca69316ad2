import { Link } from "react-router";
import type { ModelVersion } from "../../data/messages.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { ModelStatus } from "../../widgets/model-status.tsx";
import { NameCell, Nothing, TagsCell, TextCell } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import { versionAddress } from "../models/model-address.ts";
import { AliasesCell, tagsOf } from "../models/model-columns.tsx";
import styles from "../models/models-page.module.css";

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
      cell: ({ run_id }) => <IdLink to="/runs/" id={run_id} />,
    },
    {
      id: "model",
      label: "Logged model",
      width: 112,
      cell: ({ model_id }) => <IdLink to="/logged-models/" id={model_id} />,
    },
    {
      id: "description",
      label: "Description",
      width: 140,
      grow: 2,
      cell: ({ description }) => <TextCell text={description ?? ""} faint />,
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

/** The beginning of an id, which leads to what it names. */
function IdLink({ to, id }: { to: string; id: string | undefined }) {
  if (!id) return <Nothing />;
  return (
    <Link to={`${to}${encodeURIComponent(id)}`} tabIndex={-1} title={id} className={styles.version ?? ""}>
      <code>{id.slice(0, 10)}</code>
    </Link>
  );
}
