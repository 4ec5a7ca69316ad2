import type { RegisteredModel } from "../../data/messages.ts";
import { AliasesCell, VersionCell } from "../../views/registry/registry-cells.tsx";
import { tagsOf } from "../../views/registry/tags-of.ts";
import { plainText } from "../../widgets/format/plain-text.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { NameCell, Nothing, TagsCell, TextCell } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import { modelAddress, versionAddress } from "./model-address.ts";

/** Columns of the list; those that can be ordered by are called as the server calls them. */
export function modelColumns(nowMs: number, zone: TimeZone): TableColumn<RegisteredModel>[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 200,
      grow: 2,
      sortFirst: "smallest",
      always: true,
      cell: ({ name }) => <NameCell to={modelAddress(name)} name={name} />,
    },
    {
      id: "version",
      label: "Latest version",
      width: 104,
      align: "end",
      cell: (model) => {
        const version = latestVersion(model);
        if (!version) return <Nothing />;
        return <VersionCell to={versionAddress(model.name, version)} version={version} />;
      },
    },
    { id: "aliases", label: "Aliases", width: 210, grow: 1, cell: ({ aliases = [] }) => <AliasesCell of={aliases} /> },
    {
      id: "description",
      label: "Description",
      width: 160,
      grow: 3,
      cell: ({ description }) => <TextCell text={plainText(description ?? "")} faint />,
    },
    { id: "tags", label: "Tags", width: 120, grow: 1, cell: ({ tags = [] }) => <TagsCell tags={tagsOf(tags)} /> },
    {
      id: "last_updated_timestamp",
      label: "Changed",
      width: 90,
      sortFirst: "largest",
      cell: ({ last_updated_timestamp: ms }) =>
        ms ? <time title={formatExact(ms, zone)}>{formatRelative(ms, nowMs, zone)}</time> : <Nothing />,
    },
  ];
}

/** The server names the latest version of each stage; the highest number among them is the newest. */
export function latestVersion({ latest_versions = [] }: RegisteredModel): string | undefined {
  const newest = latest_versions.reduce((most, { version }) => Math.max(most, Number(version ?? 0)), 0);
  return newest > 0 ? String(newest) : undefined;
}
