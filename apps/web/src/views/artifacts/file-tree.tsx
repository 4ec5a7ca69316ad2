import { useRef } from "react";
import { formatBytes } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import { Table } from "../../widgets/table/table.tsx";
import styles from "./artifacts.module.css";
import type { TreeRow } from "./tree-rows.ts";
import type { ArtifactTree } from "./use-tree.ts";

interface FileTreeProps {
  readonly tree: ArtifactTree;
  readonly path: string;
  readonly onPath: (path: string) => void;
}

/** Files and directories; Enter or a click opens either. */
export function FileTree({ tree, path, onPath }: FileTreeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  return (
    <div className={styles.tree}>
      <Table
        ref={scroller}
        label="Files"
        name="artifacts"
        rows={tree.rows}
        keyOf={rowPath}
        nameOf={rowPath}
        columns={columns}
        tree={{
          column: "name",
          levelOf: (row) => row.level,
          isOpen: (row) => (row.isDirectory ? row.isOpen : undefined),
          onToggle: tree.toggle,
        }}
        highlighted={path}
        onOpen={(row) => (row.isDirectory ? tree.toggle(row) : onPath(row.path))}
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
