import { useMemo } from "react";
import { Link, useParams } from "react-router";
import { traceIdIn } from "../../mlflow-links.ts";
import { diffTrees } from "../../trace/diff.ts";
import { idOf, rowOf } from "../../trace/span-tree.ts";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import type { LoadedTrace } from "../../views/trace-skeleton/skeleton-query.ts";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { Splitter } from "../../widgets/splitter.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import { useSkeleton } from "../trace/use-skeleton.ts";
import { DiffTotals } from "./diff-totals.tsx";
import { DiffTree } from "./diff-tree.tsx";
import { SpanDiff } from "./span-diff.tsx";
import styles from "./trace-diff.module.css";

/** `/traces/:left/diff/:right`: two traces as one tree, what differs in time, tokens, cost, and in the words of a span. */
export function Component() {
  const { left = "", right = "" } = useParams();
  const [a, b] = [traceIdIn(left), traceIdIn(right)];
  if (a && b) return <TraceDiff key={`${a} ${b}`} a={a} b={b} />;
  return (
    <>
      <PageHeader crumbs={[{ label: "Traces", to: "/traces" }, { label: "No such traces" }]} />
      <EmptyState icon="search" tone="error" title="These are not the ids of two traces">
        <code>{a ? right : left}</code> should be 32 hex digits, with or without <code>tr-</code> before them.
      </EmptyState>
    </>
  );
}

function TraceDiff({ a, b }: { a: string; b: string }) {
  const left = useSkeleton(a);
  const right = useSkeleton(b);
  const failed = [left, right].find(({ error, data }) => error && !data);
  return (
    <>
      <PageHeader crumbs={[{ label: "Traces", to: "/traces" }, { label: "Difference of two traces" }]}>
        <Link className={styles.swap} to={`/traces/${b}/diff/${a}`}>
          Swap sides
        </Link>
      </PageHeader>
      {failed?.error && (
        <LoadFailed
          what={`trace ${failed === left ? a : b}`}
          instead={{ to: "/traces", label: "All traces" }}
          error={failed.error}
          onRetry={() => void failed.refetch()}
        />
      )}
      {left.data && right.data && <Workspace left={left.data} right={right.data} />}
    </>
  );
}

function Workspace({ left, right }: { left: LoadedTrace; right: LoadedTrace }) {
  const [search, setSearch] = useAddressedQuery();
  const stacked = useMediaQuery(narrow);
  const diff = useMemo(() => diffTrees(left.tree, right.tree), [left.tree, right.tree]);
  const only = search.get("only") === "1";
  const chosen = search.get("span") ?? "";
  const at = useMemo(() => {
    const found = (rows: Int32Array, row: number) => (row < 0 ? -1 : rows.indexOf(row));
    const inLeft = chosen ? found(diff.left, rowOf(left.tree, chosen)) : 0;
    return inLeft >= 0 ? inLeft : found(diff.right, rowOf(right.tree, chosen));
  }, [diff, left.tree, right.tree, chosen]);
  const changes = diff.changes.reduce((sum, _, row) => (diff.depth[row] === 0 ? sum + diff.changes[row]! : sum), 0);
  return (
    <>
      <DiffTotals left={left.summary} right={right.summary} />
      <div className={styles.toolbar} role="toolbar" aria-label="Difference">
        <span role="status">
          {changes === 0 ? "Both have the same spans" : `${changes} ${changes === 1 ? "span differs" : "spans differ"}`}
        </span>
        <Button look="plain" on={only} aria-pressed={only} onClick={() => setSearch({ only: only ? "" : "1" })}>
          Only differences
        </Button>
      </div>
      <div className={styles.panes}>
        <Splitter
          name="trace-diff"
          label="the tree"
          direction={stacked ? "column" : "row"}
          initial={stacked ? 0.45 : 0.5}
          smallest={220}
          first={
            <DiffTree
              left={left.tree}
              right={right.tree}
              diff={diff}
              only={only}
              chosen={at}
              onChosen={(row) => {
                const [inLeft, inRight] = [diff.left[row]!, diff.right[row]!];
                setSearch({ span: inLeft >= 0 ? idOf(left.tree, inLeft) : idOf(right.tree, inRight) });
              }}
            />
          }
          second={<SpanDiff left={left} right={right} diff={diff} at={at} />}
        />
      </div>
    </>
  );
}
