import { useMemo } from "react";
import type { ArtifactOwner } from "../../data/messages.ts";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { Splitter } from "../../widgets/splitter.tsx";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import { LoadFailed } from "../load-failed/load-failed.tsx";
import styles from "./artifacts.module.css";
import { FileTree } from "./file-tree.tsx";
import { Preview } from "./preview.tsx";
import { useTree } from "./use-tree.ts";

interface ArtifactBrowserProps {
  readonly owner: ArtifactOwner;
  /** Of the shown file; "" for none. It belongs into the address. */
  readonly path: string;
  readonly onPath: (path: string) => void;
  /** A directory that is open before the reader does anything. */
  readonly openAtFirst?: string;
}

/** The files of a run or a logged model: a tree whose directories are read when they are opened, and the chosen file. */
export function ArtifactBrowser({ owner: { kind, id }, path, onPath, openAtFirst }: ArtifactBrowserProps) {
  const owners = useMemo(() => [{ kind, id }], [kind, id]);
  const tree = useTree(owners, path, openAtFirst);
  const stacked = useMediaQuery(narrow);
  if (tree.error) return <LoadFailed what="artifacts" error={tree.error} onRetry={tree.retry} />;
  if (tree.isEmpty) {
    return (
      <EmptyState icon="folder" title="No artifacts">
        Files that are logged to this {kind === "run" ? "run" : "model"} are listed here.
      </EmptyState>
    );
  }
  const file = tree.chosen?.[0];
  const isDirectory = tree.rows.some((row) => row.path === path && row.isDirectory);
  return (
    <div className={styles.browser}>
      <Splitter
        name="artifacts"
        label="files"
        direction={stacked ? "column" : "row"}
        initial={stacked ? 0.35 : 0.28}
        smallest={120}
        first={<FileTree tree={tree} path={path} onPath={onPath} />}
        second={
          <div className={styles.preview}>
            {file ? (
              <Preview key={path} owner={owners[0]!} path={path} sizeBytes={file.file_size} />
            ) : path !== "" && tree.chosen && !isDirectory ? (
              <EmptyState icon="search" tone="error" title="There is no such file">
                <code>{path}</code>
              </EmptyState>
            ) : (
              <p className={styles.choose}>{tree.rows.length > 0 && "Choose a file to see it."}</p>
            )}
          </div>
        }
      />
    </div>
  );
}
