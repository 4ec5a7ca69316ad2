import type { Experiment } from "../../data/messages.ts";
import { plainText } from "../../widgets/format/plain-text.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { NameCell, Nothing, TagsCell, TextCell } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import styles from "./experiments-page.module.css";

/** The tag that MLflow keeps a description in. */
export const descriptionTag = "mlflow.note.content";

/** Columns of the list, by what the server orders by. */
export function experimentColumns(nowMs: number, zone: TimeZone): TableColumn<Experiment>[] {
  const time = (ms: number | undefined) =>
    ms ? <time title={formatExact(ms, zone)}>{formatRelative(ms, nowMs, zone)}</time> : <Nothing />;
  return [
    {
      id: "name",
      label: "Name",
      width: 220,
      grow: 2,
      sortFirst: "smallest",
      always: true,
      cell: (experiment) => <NameCell to={addressOf(experiment)} name={experiment.name || experiment.experiment_id} />,
    },
    {
      id: "description",
      label: "Description",
      width: 160,
      grow: 3,
      cell: (experiment) => <TextCell text={plainText(tagsOf(experiment)[descriptionTag] ?? "")} faint />,
    },
    { id: "tags", label: "Tags", width: 120, grow: 1, cell: (experiment) => <TagsCell tags={tagsOf(experiment)} /> },
    {
      id: "last_update_time",
      label: "Changed",
      width: 84,
      sortFirst: "largest",
      cell: ({ last_update_time }) => time(last_update_time),
    },
    {
      id: "creation_time",
      label: "Created",
      width: 84,
      sortFirst: "largest",
      cell: ({ creation_time }) => time(creation_time),
    },
    {
      id: "experiment_id",
      label: "Id",
      width: 90,
      sortFirst: "smallest",
      cell: ({ experiment_id }) => <code className={styles.id}>{experiment_id}</code>,
    },
  ];
}

export function addressOf({ experiment_id }: Experiment): string {
  return `/experiments/${encodeURIComponent(experiment_id)}`;
}

export function tagsOf({ tags }: Experiment): Record<string, string> {
  return Object.fromEntries(tags?.map(({ key = "", value = "" }) => [key, value]) ?? []);
}
