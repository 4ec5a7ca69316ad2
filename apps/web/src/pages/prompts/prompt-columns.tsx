import type { RegisteredModel } from "../../data/messages.ts";
import { AliasesCell } from "../../views/registry/registry-cells.tsx";
import { tagsOf } from "../../views/registry/tags-of.ts";
import { plainText } from "../../widgets/format/plain-text.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { NameCell, Nothing, TagsCell, TextCell } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";

/** Columns of the list; those to order by have the server's names. */
export function promptColumns(nowMs: number, zone: TimeZone): TableColumn<RegisteredModel>[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 200,
      grow: 2,
      sortFirst: "smallest",
      always: true,
      cell: ({ name }) => <NameCell to={promptAddress(name)} name={name} />,
    },
    { id: "versions", label: "Latest", width: 64, align: "end", cell: (prompt) => latestOf(prompt) ?? <Nothing /> },
    { id: "aliases", label: "Aliases", width: 150, grow: 1, cell: (prompt) => <AliasesCell of={aliasesOf(prompt)} /> },
    {
      id: "description",
      label: "Description",
      width: 160,
      grow: 3,
      cell: ({ description = "" }) => <TextCell text={plainText(description)} faint />,
    },
    { id: "tags", label: "Tags", width: 120, grow: 1, cell: (prompt) => <TagsCell tags={tagsOf(prompt.tags ?? [])} /> },
    {
      id: "last_updated_timestamp",
      label: "Changed",
      width: 84,
      sortFirst: "largest",
      cell: ({ last_updated_timestamp: ms }) =>
        ms ? <time title={formatExact(ms, zone)}>{formatRelative(ms, nowMs, zone)}</time> : <Nothing />,
    },
  ];
}

export function promptAddress(name: string, version?: string): string {
  return `/prompts/${encodeURIComponent(name)}${version ? `?v=${encodeURIComponent(version)}` : ""}`;
}

/** The number of the newest version; undefined while there is none. */
export function latestOf({ latest_versions: versions = [] }: RegisteredModel): string | undefined {
  const latest = Math.max(0, ...versions.map(({ version }) => Number(version)));
  return latest > 0 ? `v${latest}` : undefined;
}

function aliasesOf({ aliases = [] }: RegisteredModel) {
  return aliases.map(({ alias, version }) => ({ alias, version: `v${version}` }));
}
