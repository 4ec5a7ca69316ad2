// biome-ignore-all lint/a11y/useSemanticElements: rows that come and go with scrolling cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays on the grid, which names the active row
import { memo } from "react";
import { expansion, type Rows } from "../../trace/rows.ts";
import {
  durationUsOf,
  idOf,
  isFailed,
  isPlaceholder,
  nameOf,
  type SpanTree,
  spanFlags,
  typeOf,
} from "../../trace/span-tree.ts";
import { formatDurationUs } from "../../widgets/format/duration.ts";
import { formatCostUsd, formatCount, formatTokens } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { TypeIcon } from "../../widgets/type-icon.tsx";
import type { Columns } from "./columns.ts";
import { Highlighted } from "./highlighted.tsx";
import styles from "./timeline-row.module.css";

interface TimelineRowProps {
  /** Unique in the page; what `aria-activedescendant` names. */
  domId: string;
  tree: SpanTree;
  rows: Rows;
  at: number;
  /** Its place in the box of rows. */
  topPx: number;
  active: boolean;
  hit: boolean;
  /** What to mark in the name; empty for nothing. */
  mark: string;
  columns: Columns;
  /** Levels that fit the width; deeper rows say their depth instead. */
  mostLevels: number;
  /** Off the critical path. */
  dimmed: boolean;
}

/** A row: tree cell, numbers, and room for its bar. All clicks are taken by the grid, which finds the row by `data-at`. */
export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { tree, rows, at, columns } = props;
  const row = rows.span[at] ?? 0;
  const members = rows.members[at] ?? 0;
  const depth = rows.depth[at] ?? 0;
  const opened = rows.expansion[at];
  const above = rows.parent[at] ?? -1;
  const totals = sumOf(tree, row, members);
  return (
    <div
      id={props.domId}
      className={styles.row}
      role="row"
      data-at={at}
      style={{ top: props.topPx }}
      data-active={props.active || undefined}
      data-hit={props.hit || undefined}
      data-dimmed={props.dimmed || undefined}
      aria-rowindex={at + 2}
      aria-level={depth + 1}
      aria-posinset={rows.place[at]}
      aria-setsize={above < 0 ? rows.roots : rows.children[above]}
      aria-selected={props.active}
      {...(opened !== expansion.leaf && { "aria-expanded": opened === expansion.open })}
    >
      <div className={styles.tree} role="gridcell">
        <Indent depth={depth} most={props.mostLevels} />
        <span className={styles.twisty} data-twisty={opened !== expansion.leaf || undefined}>
          {opened !== expansion.leaf && (
            <Icon name={opened === expansion.open ? "chevronDown" : "chevronRight"} size={12} />
          )}
        </span>
        <Name
          tree={tree}
          row={row}
          members={members}
          closed={opened === expansion.closed}
          failed={totals.failed}
          mark={props.mark}
        />
      </div>
      {columns.duration && (
        <div className={styles.number} role="gridcell" data-running={tree.running[row] === 1 || undefined}>
          {isPlaceholder(tree, row) ? "" : formatDurationUs(totals.durationUs)}
        </div>
      )}
      {columns.tokens && (
        <div className={styles.number} role="gridcell" title={tokensText(totals)}>
          {totals.inputTokens + totals.outputTokens > 0 ? formatTokens(totals.inputTokens + totals.outputTokens) : ""}
        </div>
      )}
      {columns.cost && (
        <div className={styles.number} role="gridcell">
          {totals.costUsd >= 0 ? formatCostUsd(totals.costUsd) : ""}
        </div>
      )}
      <div className={styles.time} role="gridcell" data-time />
    </div>
  );
});

/** Lines that lead from the ancestors down, one a level. */
function Indent({ depth, most }: { depth: number; most: number }) {
  if (depth === 0) return null;
  const levels = Math.min(depth, most);
  return (
    <span className={styles.indent} style={{ width: `calc(${levels} * var(--level))` }}>
      {depth > most && <span className={styles.depth}>{depth}</span>}
    </span>
  );
}

function Name(props: { tree: SpanTree; row: number; members: number; closed: boolean; failed: number; mark: string }) {
  const { tree, row, members, closed } = props;
  const flags = tree.flags[row] ?? 0;
  if (isPlaceholder(tree, row)) {
    return (
      <>
        <span className={styles.missing}>
          <Icon name="incomplete" size={14} />
        </span>
        <span className={styles.placeholder} title="Spans name this one as their parent, but it has not arrived.">
          missing parent <code>{idOf(tree, row)}</code>
        </span>
      </>
    );
  }
  const own = isFailed(tree, row);
  const inside = closed || members > 0 ? props.failed - (own && members === 0 ? 1 : 0) : 0;
  return (
    <>
      <TypeIcon type={typeOf(tree, row)} />
      <span className={styles.name} data-failed={own || undefined}>
        {nameOf(tree, row) ? <Highlighted text={nameOf(tree, row)} mark={props.mark} /> : <i>no name</i>}
      </span>
      {members > 0 && <span className={styles.times}>×{formatCount(members)}</span>}
      {closed && members === 0 && <span className={styles.inside}>{formatCount((tree.size[row] ?? 1) - 1)}</span>}
      {own && members === 0 && (
        <span className={styles.error} title="error">
          <Icon name="error" size={13} />
          <span className="unseen">error</span>
        </span>
      )}
      {inside > 0 && (
        <span className={styles.error} title={`${inside} failed inside`}>
          {!own && <Icon name="error" size={13} />}
          {formatCount(inside)}
        </span>
      )}
      {(flags & spanFlags.loopCut) !== 0 && <span className={styles.flag}>loop cut</span>}
      {(flags & spanFlags.changed) !== 0 && (
        <span
          className={styles.note}
          title="Something had to be changed so that this span could be stored; see its details."
        >
          <Icon name="warning" size={12} />
        </span>
      )}
    </>
  );
}

interface Totals {
  durationUs: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
  failed: number;
}

/** A span's own numbers; for a group the sums over its members, and the time from its first start to its last end. */
function sumOf(tree: SpanTree, row: number, members: number): Totals {
  if (members === 0) {
    return {
      durationUs: durationUsOf(tree, row),
      inputTokens: Math.max(tree.inputTokens[row] ?? 0, 0),
      outputTokens: Math.max(tree.outputTokens[row] ?? 0, 0),
      costUsd: tree.costUsd[row] ?? -1,
      failed: tree.errors[row] ?? 0,
    };
  }
  const sum: Totals = { durationUs: 0, inputTokens: 0, outputTokens: 0, costUsd: -1, failed: 0 };
  for (let span = row; span < row + members; span++) {
    sum.durationUs = Math.max(sum.durationUs, (tree.endUs[span] ?? 0) - (tree.startUs[row] ?? 0));
    sum.inputTokens += Math.max(tree.inputTokens[span] ?? 0, 0);
    sum.outputTokens += Math.max(tree.outputTokens[span] ?? 0, 0);
    const cost = tree.costUsd[span] ?? -1;
    if (cost >= 0) sum.costUsd = Math.max(sum.costUsd, 0) + cost;
    sum.failed += tree.errors[span] ?? 0;
  }
  return sum;
}

function tokensText({ inputTokens, outputTokens }: Totals): string {
  return inputTokens + outputTokens > 0 ? `${formatCount(inputTokens)} in, ${formatCount(outputTokens)} out` : "";
}
