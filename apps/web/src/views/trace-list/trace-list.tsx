// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot lay out virtual rows, so this is an ARIA grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys

import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useState,
} from "react";
import type { TraceSummary } from "../../data/messages.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import { useNow } from "../../widgets/use-now.ts";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import { type ColumnId, columnOf, tracksOf } from "./columns.ts";
import { durationScale } from "./duration-scale.ts";
import { HeaderRow } from "./header-row.tsx";
import type { Sort } from "./sort.ts";
import { TraceCard } from "./trace-card.tsx";
import styles from "./trace-list.module.css";
import { TraceRow } from "./trace-row.tsx";
import { useScrollMemory } from "./use-scroll-memory.ts";

interface TraceListProps {
  /** The element that scrolls. */
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly traces: readonly TraceSummary[];
  /** Exact number of rows where it is known, for screen readers. */
  readonly total: number | undefined;
  /** Rows to point out, because they have just come. */
  readonly arrived: ReadonlySet<string>;
  readonly columns: readonly ColumnId[];
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly experimentName: (experimentId: string) => string;
  readonly onOpen: (trace: TraceSummary, newTab: boolean) => void;
  /** Called when the end of what is loaded comes near. */
  readonly onNearEnd: () => void;
  readonly onAtTop: (atTop: boolean) => void;
  /** Behind the last row: loading, the end, or an error. */
  readonly end: ReactNode;
}

const rowHeight = { table: 28, cards: 54 };
const overscan = 8;

/**
 * The rows of a trace list. Only those in view are mounted. One row is active: `j`/`k` and the arrows move it, Enter
 * opens it. The grid keeps the focus and names the active row (aria-activedescendant), so a row that scrolls out of the
 * DOM does not take the focus with it.
 */
export function TraceList(props: TraceListProps) {
  const { ref: scroller, traces, columns, onNearEnd, onAtTop } = props;
  const id = useId();
  const cards = useMediaQuery(narrow);
  const [zone] = useTimeZone();
  const tickMs = useNow(5_000);
  // A row that came since the last tick is not from the future.
  const nowMs = useMemo(() => (traces ? Math.max(tickMs, Date.now()) : tickMs), [tickMs, traces]);
  const [activeId, setActiveId] = useState<string | undefined>();
  const height = cards ? rowHeight.cards : rowHeight.table;
  const scroll = useScrollMemory(scroller, traces.length * height - window.innerHeight);
  const scale = useMemo(() => durationScale(traces), [traces]);

  const rows = useVirtualizer({
    count: traces.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan,
    initialOffset: scroll.remembered,
    getItemKey: (index) => traces[index]?.trace_id ?? index,
  });
  const items = rows.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? -1;

  useEffect(() => rows.measure(), [rows, cards]);

  const nearEnd = useEffectEvent(onNearEnd);
  useEffect(() => {
    if (lastShown >= 0 && lastShown >= traces.length - 3 * overscan) nearEnd();
  }, [lastShown, traces.length]);

  const active = traces.findIndex((trace) => trace.trace_id === activeId);

  function move(to: number) {
    const index = Math.max(0, Math.min(traces.length - 1, to));
    const trace = traces[index];
    if (!trace) return;
    setActiveId(trace.trace_id);
    rows.scrollToIndex(index, { align: "auto" });
    scroller.current?.focus({ preventScroll: true });
  }

  function onKeyDown(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 2);
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: traces.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) move(to);
    else if (event.key === "Enter" && traces[active] && event.target === event.currentTarget)
      props.onOpen(traces[active], event.metaKey || event.ctrlKey);
    else return;
    event.preventDefault();
  }

  const next = () => move(active + 1);
  const previous = () => move(active - 1);
  useShortcuts({ j: next, k: previous, ArrowDown: next, ArrowUp: previous });

  /** One handler for all rows: a handler a row would be new in each frame of a scroll, and so would be the row. */
  function onClick(event: MouseEvent) {
    const target = event.target as Element;
    const trace = traces[Number(target.closest<HTMLElement>("[data-index]")?.dataset.index)];
    const newTab = event.metaKey || event.ctrlKey;
    if (!trace || hasSelection() || (target.closest("a") && (newTab || event.shiftKey))) return;
    event.preventDefault();
    setActiveId(trace.trace_id);
    props.onOpen(trace, newTab);
  }

  const shown = useMemo(() => columns.map(columnOf), [columns]);
  const { tracks, width } = tracksOf(shown);
  const activeShown = items.some((item) => item.index === active);
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label="Traces"
      aria-rowcount={props.total === undefined ? -1 : props.total + 1}
      aria-colcount={cards ? 1 : shown.length}
      aria-activedescendant={activeShown ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        onAtTop(event.currentTarget.scrollTop < rowHeight.table);
        scroll.remember();
      }}
    >
      <div className={styles.table} style={{ "--tracks": tracks, "--width": `${width}px` }}>
        {!cards && <HeaderRow columns={shown} sort={props.sort} onSort={props.onSort} />}
        <div className={styles.rows} role="rowgroup" style={{ height: rows.getTotalSize() }} onClick={onClick}>
          {items.map((item) => {
            const trace = traces[item.index]!;
            const Row = cards ? TraceCard : TraceRow;
            return (
              <Row
                key={item.key}
                id={`${id}-${item.index}`}
                index={item.index}
                top={item.start}
                trace={trace}
                columns={shown}
                active={item.index === active}
                arrived={props.arrived.has(trace.trace_id)}
                nowMs={nowMs}
                zone={zone}
                scale={scale}
                experimentName={props.experimentName}
              />
            );
          })}
        </div>
      </div>
      {props.end}
    </div>
  );
}

/** A drag that selected text was not meant as a click. */
function hasSelection(): boolean {
  return (getSelection()?.toString() ?? "") !== "";
}
