import { useMemo, useRef, useState } from "react";
import { useArtifactDirectories } from "../../data/artifacts.ts";
import type { ArtifactOwner } from "../../data/messages.ts";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { formatBytes } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { Splitter } from "../../widgets/splitter.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import { Table } from "../../widgets/table/table.tsx";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import { LoadFailed } from "../load-failed/load-failed.tsx";
import styles from "./artifacts.module.css";
import { Preview } from "./preview.tsx";
import { directoriesAbove, type TreeRow, treeRows } from "./tree-rows.ts";

interface ArtifactBrowserProps {
  readonly owner: ArtifactOwner;
  /** Of the shown file; "" for none. It belongs into the address. */
  readonly path: string;
  readonly onPath: (path: string) => void;
}

/** The files of a run or a logged model: a tree whose directories are read when they are opened, and the chosen file. */
export function ArtifactBrowser({ owner, path, onPath }: ArtifactBrowserProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const stacked = useMediaQuery(narrow);
  const scroller = useRef<HTMLDivElement>(null);
  // What leads to the chosen file is open until the reader closes it.
  const open = useMemo(() => {
    const leading = directoriesAbove(path).filter((directory) => !closed.has(directory));
    return new Set(["", ...leading, ...opened]);
  }, [path, opened, closed]);
  const asked = useMemo(() => [...open], [open]);
  const listed = useArtifactDirectories(owner, asked);
  const listings = useMemo(
    () => new Map(asked.flatMap((directory, at) => (listed[at]?.data ? [[directory, listed[at].data] as const] : []))),
    [asked, listed],
  );
  const rows = useMemo(() => treeRows(listings, open), [listings, open]);
  const root = listed[0];

  function toggle(row: TreeRow) {
    setOpened((before) => changed(before, row.path, !row.isOpen));
    setClosed((before) => changed(before, row.path, row.isOpen));
  }

  if (root?.error && !root.data) {
    return <LoadFailed what="artifacts" error={root.error} onRetry={() => void root.refetch()} />;
  }
  if (root?.data?.length === 0) {
    return (
      <EmptyState icon="folder" title="No artifacts">
        Files that are logged to this {owner.kind === "run" ? "run" : "model"} are listed here.
      </EmptyState>
    );
  }
  const tree = (
    <Table
      ref={scroller}
      label="Files"
      name="artifacts"
      rows={rows}
      keyOf={rowPath}
      nameOf={rowPath}
      columns={columns}
      tree={{
        column: "name",
        levelOf: (row) => row.level,
        isOpen: (row) => (row.isDirectory ? row.isOpen : undefined),
        onToggle: toggle,
      }}
      highlighted={path}
      onOpen={(row) => (row.isDirectory ? toggle(row) : onPath(row.path))}
    />
  );
  const beside = listings.get(directoriesAbove(path).at(-1)!);
  const file = beside?.find((one) => one.path === path);
  return (
    <div className={styles.browser}>
      <Splitter
        name="artifacts"
        label="files"
        direction={stacked ? "column" : "row"}
        initial={stacked ? 0.35 : 0.28}
        smallest={120}
        first={<div className={styles.tree}>{tree}</div>}
        second={
          <div className={styles.preview}>
            {file && !file.is_dir ? (
              <Preview key={path} owner={owner} path={path} sizeBytes={file.file_size} />
            ) : path !== "" && beside && !file ? (
              <EmptyState icon="search" tone="error" title="There is no such file">
                <code>{path}</code>
              </EmptyState>
            ) : (
              <p className={styles.choose}>{root?.data && "Choose a file to see it."}</p>
            )}
          </div>
        }
      />
    </div>
  );
}

const columns: readonly TableColumn<TreeRow>[] = [
  {
    id: "name",
    label: "Name",
    width: 140,
    grow: 1,
    always: true,
    cell: ({ name, isDirectory }) => (
      <span className={styles.fileName} title={name}>
        <Icon name={isDirectory ? "folder" : "file"} size={14} />
        <span>{name}</span>
      </span>
    ),
  },
  {
    id: "size",
    label: "Size",
    width: 74,
    align: "end",
    cell: ({ sizeBytes }) => (sizeBytes === undefined ? "" : formatBytes(sizeBytes)),
  },
];

const rowPath = (row: TreeRow): string => row.path;

function changed(set: ReadonlySet<string>, path: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (isIn) next.add(path);
  else next.delete(path);
  return next;
}
