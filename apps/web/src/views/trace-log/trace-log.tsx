import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { type LogEntries, type LogOrder, logPart } from "../../trace/log-entries.ts";
import { idOf, type SpanTree } from "../../trace/span-tree.ts";
import type { SpansHandle } from "../../trace/spans-handle.ts";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import { Segments } from "../../widgets/segments.tsx";
import { JsonFolded } from "../messages/json-part.tsx";
import { useTextMode } from "../span-details/conversation-tab.tsx";
import { ModeSwitch } from "../span-details/mode-switch.tsx";
import { useTextMarks } from "../span-details/use-text-marks.ts";
import { gatheredReader } from "../span-payload/use-span-payload.ts";
import { LogEntry } from "./log-entry.tsx";
import { Opened, openedParts } from "./opened.ts";
import styles from "./trace-log.module.css";

interface TraceLogProps {
  readonly ref?: Ref<SpansHandle>;
  readonly traceId: string;
  readonly tree: SpanTree;
  readonly entries: LogEntries;
  readonly order: LogOrder;
  readonly onOrder: (order: LogOrder) => void;
  readonly isFolded: (row: number) => boolean;
  readonly onFold: (row: number) => void;
  readonly onFoldAll: (isFolded: boolean) => void;
  /** Row of the tree; -1 for none. */
  readonly activeRow: number;
  /** What find looks for. */
  readonly mark: string;
  /** There is no room for the details beside the log: only a span's name opens them. */
  readonly narrow: boolean;
  /** `merge`: by a key, one of many small steps. */
  readonly onActivate: (row: number, how?: "merge") => void;
  /** On to the details. */
  readonly onOpen: (row: number) => void;
  /** Takes back what narrows the log. */
  readonly onShowAll: () => void;
}

const foldedPx = 34;
const usualPx = 130;
/** Browsers cap the height of an element between 16 and 33 million pixels; what is measured later comes on top. */
const tallestPx = 12_000_000;
const overscan = 3;
const orders = [
  { id: "tree", label: "By span" },
  { id: "start", label: "By time" },
] as const;

/** A trace as one text, from top to bottom: each span with what went in and what came out, and nothing told twice. */
export function TraceLog(props: TraceLogProps) {
  const { traceId, tree, entries, isFolded, activeRow, narrow, onActivate } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [mode, setMode] = useTextMode();
  const [opened, setOpened] = useState<ReadonlySet<string>>(nothing);
  const parts = useMemo(() => openedParts(opened, setOpened), [opened]);
  const read = useMemo(() => gatheredReader(traceId), [traceId]);
  useTextMarks(scroller, props.mark, "spanloom-find-log");
  const mostPx = tallestPx / Math.max(1, entries.count);
  const rows = useVirtualizer({
    count: entries.count,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => Math.min(isFolded(entries.span[at]!) ? foldedPx : usualPx, mostPx),
    overscan,
    getItemKey: (at) => `${entries.part[at] === logPart.end ? ">" : ""}${idOf(tree, entries.span[at]!)}`,
    scrollPaddingStart: 6,
  });

  function show(at: number) {
    const box = scroller.current;
    const item = rows.measurementsCache[at];
    if (at < 0 || !box) return;
    const isInSight = item && item.start >= box.scrollTop && item.start < box.scrollTop + box.clientHeight - foldedPx;
    if (!isInSight) rows.scrollToIndex(at, { align: "start" });
  }
  useImperativeHandle(props.ref, () => ({ focus: () => scroller.current?.focus({ preventScroll: true }), show }));

  // What was looked at in the tree, or what a link names, is where one reads on.
  const arrive = useEffectEvent(() => {
    scroller.current?.focus({ preventScroll: true });
    if (activeRow > 0) show(entries.position[activeRow]!);
  });
  useEffect(() => arrive(), []);

  function step(by: 1 | -1) {
    let at = activeRow < 0 ? -1 : entries.position[activeRow]!;
    do at += by;
    while (at >= 0 && at < entries.count && entries.part[at] === logPart.end);
    goTo(at);
  }
  function goTo(at: number) {
    const row = entries.span[at];
    if (row === undefined) return;
    onActivate(row, "merge");
    show(at);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || isControl(event.target)) return;
    const isActive = activeRow >= 0 && entries.position[activeRow]! >= 0;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Home") goTo(0);
    else if (event.key === "End") goTo(entries.span.length === 0 ? -1 : lastBegin(entries));
    else if (event.key === "ArrowLeft" && isActive && !isFolded(activeRow)) props.onFold(activeRow);
    else if (event.key === "ArrowRight" && isActive && isFolded(activeRow)) props.onFold(activeRow);
    else if (event.key === "Enter" && isActive) props.onOpen(activeRow);
    else return;
    event.preventDefault();
  }

  return (
    <div className={styles.log}>
      <div className={styles.bar}>
        <Segments label="Order" segments={orders} chosen={props.order} onChoose={props.onOrder} />
        <Button look="plain" onClick={() => props.onFoldAll(true)}>
          Collapse all
        </Button>
        <Button look="plain" onClick={() => props.onFoldAll(false)}>
          Expand all
        </Button>
        <span className={styles.mode}>
          <ModeSwitch mode={mode} onMode={setMode} />
        </span>
      </div>
      {entries.count === 0 ? (
        <EmptyState
          icon="filter"
          title="No span is left"
          actions={<Button onClick={props.onShowAll}>Show all spans</Button>}
        >
          None of the {formatCount(tree.count)} spans of this trace is of what is asked for.
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section ref={scroller} className={styles.scroller} aria-label="Log" tabIndex={0} onKeyDown={onKeyDown}>
          <JsonFolded value={true}>
            <Opened value={parts}>
              <div className={styles.entries} role="feed" aria-label="Spans" style={{ height: rows.getTotalSize() }}>
                {rows.getVirtualItems().map(({ key, index, start }) => {
                  const row = entries.span[index]!;
                  return (
                    <LogEntry
                      key={key}
                      ref={rows.measureElement}
                      traceId={traceId}
                      tree={tree}
                      row={row}
                      part={entries.part[index]!}
                      at={index}
                      count={entries.count}
                      topPx={start}
                      read={read}
                      mode={mode}
                      narrow={narrow}
                      isFolded={isFolded(row)}
                      isActive={row === activeRow}
                      onFold={props.onFold}
                      onActivate={onActivate}
                      onOpen={props.onOpen}
                    />
                  );
                })}
              </div>
            </Opened>
          </JsonFolded>
        </section>
      )}
    </div>
  );
}

const nothing: ReadonlySet<string> = new Set();

function lastBegin({ part }: LogEntries): number {
  return part.findLastIndex((each) => each !== logPart.end);
}

/** What has keys of its own, or is pressed by Enter. */
function isControl(target: EventTarget): boolean {
  return (target as Element).closest("input, textarea, select, button, a, summary, [role=tree]") !== null;
}
