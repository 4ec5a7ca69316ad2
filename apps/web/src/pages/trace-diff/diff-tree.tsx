import { useMemo, useRef, useState } from "react";
import { deltasAt, type TreeDiff } from "../../trace/diff.ts";
import { durationUsOf, isFailed, nameOf, type SpanTree, typeOf } from "../../trace/span-tree.ts";
import { formatDurationUs } from "../../widgets/format/duration.ts";
import { formatCostUsd, formatTokens } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import { Table } from "../../widgets/table/table.tsx";
import { TypeIcon } from "../../widgets/type-icon.tsx";
import { DeltaText } from "./diff-totals.tsx";
import styles from "./trace-diff.module.css";

interface DiffTreeProps {
  readonly left: SpanTree;
  readonly right: SpanTree;
  readonly diff: TreeDiff;
  /** Leaves out parts that are the same in both. */
  readonly only: boolean;
  readonly chosen: number;
  readonly onChosen: (at: number) => void;
}

/** Both traces as one tree: a row is a span of both, or of one of them, with what the right has more. */
export function DiffTree({ left, right, diff, only, chosen, onChosen }: DiffTreeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo(() => {
    const shown: number[] = [];
    for (let at = 0; at < diff.count; ) {
      if (only && diff.changes[at] === 0) at += diff.size[at]!;
      else {
        shown.push(at);
        at += closed.has(at) ? diff.size[at]! : 1;
      }
    }
    return shown;
  }, [diff, only, closed]);
  const columns = useMemo(() => columnsOf(left, right, diff), [left, right, diff]);
  return (
    <div className={styles.tree}>
      <Table
        ref={scroller}
        label="Spans of both traces"
        name="trace-diff"
        rows={rows}
        keyOf={String}
        nameOf={(at) => spanName(left, right, diff, at)}
        columns={columns}
        total={rows.length}
        tree={{
          column: "span",
          levelOf: (at) => diff.depth[at]!,
          isOpen: (at) => (diff.size[at]! > 1 ? !closed.has(at) : undefined),
          onToggle: (at) => {
            const next = new Set(closed);
            if (!next.delete(at)) next.add(at);
            setClosed(next);
          },
        }}
        highlighted={String(chosen)}
        onOpen={onChosen}
      />
    </div>
  );
}

function columnsOf(left: SpanTree, right: SpanTree, diff: TreeDiff): TableColumn<number>[] {
  const delta = (write: (value: number) => string, of: keyof ReturnType<typeof deltasAt>) => (at: number) => {
    const value = deltasAt(left, right, diff, at)[of];
    return value === undefined ? "" : <DeltaText delta={value} write={write} />;
  };
  return [
    {
      id: "span",
      label: "Span",
      width: 200,
      grow: 1,
      always: true,
      cell: (at) => <SpanCell left={left} right={right} diff={diff} at={at} />,
    },
    {
      id: "duration",
      label: "Duration",
      width: 84,
      align: "end",
      cell: (at) => {
        const [tree, row] = sideOf(left, right, diff, at);
        return formatDurationUs(durationUsOf(tree, row));
      },
    },
    { id: "delta", label: "Δ time", width: 92, align: "end", cell: delta(formatDurationUs, "durationUs") },
    { id: "tokens", label: "Δ tokens", width: 76, align: "end", cell: delta(formatTokens, "tokens") },
    { id: "cost", label: "Δ cost", width: 84, align: "end", cell: delta(formatCostUsd, "costUsd") },
  ];
}

function SpanCell({ left, right, diff, at }: { left: SpanTree; right: SpanTree; diff: TreeDiff; at: number }) {
  const [tree, row] = sideOf(left, right, diff, at);
  const state = stateOf(diff, at);
  const inside = diff.changes[at]! > 0 && state === "both";
  return (
    <span className={styles.span} data-state={state} title={words[state]}>
      <span className={styles.sign} aria-hidden="true">
        {signs[state]}
      </span>
      <span className="unseen">{words[state]}: </span>
      <TypeIcon type={typeOf(tree, row)} />
      <span className={styles.spanName}>{spanName(left, right, diff, at)}</span>
      {isFailed(tree, row) && (
        <span className={styles.failed}>
          <Icon name="error" size={13} />
          <span className="unseen">failed</span>
        </span>
      )}
      {inside && (
        <span className={styles.inside}>
          {diff.changes[at]} {diff.changes[at] === 1 ? "differs" : "differ"}
        </span>
      )}
    </span>
  );
}

type State = "both" | "left" | "right";
const signs: Record<State, string> = { both: "", left: "−", right: "+" };
const words: Record<State, string> = { both: "in both", left: "only left", right: "only right" };

function stateOf(diff: TreeDiff, at: number): State {
  if (diff.right[at]! < 0) return "left";
  return diff.left[at]! < 0 ? "right" : "both";
}

/** Where a row is drawn from: the right, which is the newer as a rule, else the left. */
function sideOf(left: SpanTree, right: SpanTree, diff: TreeDiff, at: number): [SpanTree, number] {
  const row = diff.right[at]!;
  return row >= 0 ? [right, row] : [left, diff.left[at]!];
}

function spanName(left: SpanTree, right: SpanTree, diff: TreeDiff, at: number): string {
  const [tree, row] = sideOf(left, right, diff, at);
  return nameOf(tree, row) || "no name";
}
