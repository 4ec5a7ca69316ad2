import { type MouseEvent, memo, type Ref } from "react";
import { logPart } from "../../trace/log-entries.ts";
import { durationUsOf, isFailed, nameOf, type SpanTree, typeOf } from "../../trace/span-tree.ts";
import { formatDurationUs } from "../../widgets/format/duration.ts";
import { formatCostUsd, formatTokens } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { TypeIcon, typeColor, typeLabel } from "../../widgets/type-icon.tsx";
import type { TextMode } from "../messages/text-view.tsx";
import type { ReadSpan } from "./log-content.tsx";
import { LogContent } from "./log-content.tsx";
import styles from "./trace-log.module.css";

interface LogEntryProps {
  readonly ref?: Ref<HTMLElement>;
  readonly traceId: string;
  readonly tree: SpanTree;
  readonly row: number;
  /** One of `logPart`. */
  readonly part: number;
  /** Its place among so many. */
  readonly at: number;
  readonly count: number;
  readonly topPx: number;
  readonly read: ReadSpan;
  readonly mode: TextMode;
  readonly narrow: boolean;
  readonly isFolded: boolean;
  readonly isActive: boolean;
  readonly onFold: (row: number) => void;
  readonly onActivate: (row: number) => void;
  readonly onOpen: (row: number) => void;
}

/** Deeper levels stand as deep as this one: the text needs the width. */
const mostLevels = 8;

/** A span, or where it began or ended. */
export const LogEntry = memo(function LogEntry(props: LogEntryProps) {
  const { tree, row, part, at, narrow, isFolded, onActivate } = props;
  const isEnd = part === logPart.end;
  const name = nameOf(tree, row) || "no name";

  function onClick({ target }: MouseEvent) {
    if ((target as Element).closest("button, a, summary, input, audio, video, [role=tree]")) return;
    if (!narrow && !getSelection()?.toString()) onActivate(row);
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the log's
    <article
      ref={props.ref}
      className={styles.entry}
      data-index={at}
      data-active={props.isActive || undefined}
      data-end={isEnd || undefined}
      aria-label={isEnd ? `End of ${name}` : `${name}, ${typeLabel(typeOf(tree, row))}`}
      aria-posinset={at + 1}
      aria-setsize={props.count}
      aria-current={props.isActive || undefined}
      style={{
        transform: `translateY(${props.topPx}px)`,
        "--level": Math.min(tree.depth[row]!, mostLevels),
        "--type": typeColor(typeOf(tree, row)),
      }}
      onClick={onClick}
    >
      <header className={styles.head}>
        {isEnd ? (
          <span className={styles.fold}>
            <Icon name="arrowUp" size={12} />
          </span>
        ) : (
          <button
            type="button"
            className={styles.fold}
            aria-expanded={!isFolded}
            aria-label={isFolded ? `Open ${name}` : `Fold ${name}`}
            onClick={() => props.onFold(row)}
          >
            <Icon name={isFolded ? "chevronRight" : "chevronDown"} size={12} />
          </button>
        )}
        <TypeIcon type={typeOf(tree, row)} />
        <h2 className={styles.heading}>
          <button
            type="button"
            className={styles.name}
            title={narrow ? "Its details" : name}
            onClick={() => (narrow ? props.onOpen(row) : onActivate(row))}
          >
            {isEnd ? `End of ${name}` : name}
          </button>
        </h2>
        {!isEnd && <span className={styles.type}>{typeLabel(typeOf(tree, row))}</span>}
        <State tree={tree} row={row} isEnd={isEnd} />
        <Measures tree={tree} row={row} isEnd={isEnd} />
      </header>
      {!isFolded && (
        <LogContent traceId={props.traceId} tree={tree} row={row} part={part} read={props.read} mode={props.mode} />
      )}
    </article>
  );
});

function State({ tree, row, isEnd }: { tree: SpanTree; row: number; isEnd: boolean }) {
  if (isFailed(tree, row)) {
    return (
      <span className={styles.failed}>
        <Icon name="error" size={13} /> failed
      </span>
    );
  }
  if (tree.running[row] === 1) {
    return (
      <span className={styles.running}>
        <Icon name="running" size={13} /> running
      </span>
    );
  }
  return isEnd ? null : <span className="unseen">ok</span>;
}

/** When it began or ended, how long it took, and what it used. */
function Measures({ tree, row, isEnd }: { tree: SpanTree; row: number; isEnd: boolean }) {
  const atUs = isEnd ? tree.endUs[row]! : tree.startUs[row]!;
  const tokens = Math.max(tree.inputTokens[row]!, 0) + Math.max(tree.outputTokens[row]!, 0);
  const costUsd = tree.costUsd[row]!;
  return (
    <span className={styles.measures}>
      <span title={isEnd ? "When it ended, from the start of the trace" : "When it began, from the start of the trace"}>
        +{atUs === 0 ? "0 s" : formatDurationUs(atUs)}
      </span>
      {tree.running[row] === 0 && <span title="How long it took">{formatDurationUs(durationUsOf(tree, row))}</span>}
      {!isEnd && tokens > 0 && <span title="Tokens in and out">{formatTokens(tokens)} tok</span>}
      {!isEnd && costUsd >= 0 && <span title="Cost">{formatCostUsd(costUsd)}</span>}
    </span>
  );
}
