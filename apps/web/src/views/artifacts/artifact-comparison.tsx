import { useMemo } from "react";
import type { ArtifactOwner } from "../../data/messages.ts";
import { TextDiff } from "../../widgets/diff/text-diff.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { LoadFailed } from "../load-failed/load-failed.tsx";
import styles from "./artifacts.module.css";
import { FileTree } from "./file-tree.tsx";
import { Preview } from "./preview.tsx";
import { previewKind } from "./preview-kind.ts";
import { usePart } from "./use-part.ts";
import { useTree } from "./use-tree.ts";

interface ArtifactComparisonProps {
  /** With the name that stands over its file. Make the list once. */
  readonly sides: readonly { readonly owner: ArtifactOwner; readonly name: string }[];
  readonly path: string;
  readonly onPath: (path: string) => void;
}

/** Longer texts are shown beside each other and not compared. */
const comparedBytes = 512 * 1024;
const comparedKinds = new Set(["text", "markdown", "json", "csv"]);

/** The same file of several runs or models side by side; texts of the first two that have it as their differences. */
export function ArtifactComparison({ sides, path, onPath }: ArtifactComparisonProps) {
  const owners = useMemo(() => sides.map(({ owner }) => owner), [sides]);
  const tree = useTree(owners, path);
  if (tree.error) return <LoadFailed what="artifacts" error={tree.error} onRetry={tree.retry} />;
  if (tree.isEmpty) return <EmptyState icon="folder" title="None of these has artifacts" />;
  const having = sides.flatMap(({ owner, name }, at) => {
    const file = tree.chosen?.[at];
    return file ? [{ owner, name, file }] : [];
  });
  const missing = tree.chosen ? sides.filter((_, at) => !tree.chosen?.[at]) : [];
  const [first, second] = having;
  const asText =
    comparedKinds.has(previewKind(path)) && having.every(({ file }) => (file.file_size ?? 0) <= comparedBytes);
  return (
    <div className={styles.comparison}>
      <FileTree tree={tree} path={path} onPath={onPath} />
      <div className={styles.sides}>
        {path === "" && <p className={styles.choose}>Choose a file to see it of each run.</p>}
        {path !== "" && missing.length > 0 && (
          <p className={styles.choose}>Not in {missing.map(({ name }) => name).join(", ")}.</p>
        )}
        {asText && first && second && <Differences key={path} path={path} first={first} second={second} />}
        <div className={styles.columns}>
          {(asText && second ? having.slice(2) : having).map(({ owner, name, file }) => (
            <div key={owner.id} className={styles.column}>
              <h3 className={styles.columnName}>{name}</h3>
              <Preview key={path} owner={owner} path={path} sizeBytes={file.file_size} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

interface DifferencesSide {
  readonly owner: ArtifactOwner;
  readonly name: string;
}

function Differences({ path, first, second }: { path: string; first: DifferencesSide; second: DifferencesSide }) {
  const left = usePart(first.owner, path, 0, comparedBytes);
  const right = usePart(second.owner, path, 0, comparedBytes);
  const error = left.error ?? right.error;
  if (error) return <p className={styles.failed}>{error.message}</p>;
  if (!left.data || !right.data) return null;
  return <TextDiff left={left.text} right={right.text} leftName={first.name} rightName={second.name} />;
}
