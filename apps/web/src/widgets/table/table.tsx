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
  useRef,
  useState,
} from "react";
import { narrow, useMediaQuery } from "../use-media-query.ts";
import { useShortcuts } from "../use-shortcuts.ts";
import { useWidth } from "../use-width.ts";
import { BodyRow, CardRow } from "./body-row.tsx";
import { CardHead } from "./card-head.tsx";
import { moveColumn, type TableColumn, type TableSort } from "./column.ts";
import { mountedColumns, placeColumns } from "./column-layout.ts";
import type { ColumnActions } from "./column-menu.tsx";
import { HeadRow } from "./head-row.tsx";
import { rowPx, useRowHeight } from "./row-height.ts";
import { SelectAll } from "./select-all.tsx";
import { type TableSelection, toggled, withRange } from "./selection.ts";
import styles from "./table.module.css";
import { useColumnTaste } from "./use-column-taste.ts";
import { useScrollMemory } from "./use-scroll-memory.ts";

export interface TableProps<Row> {
  /** The element that scrolls. */
  readonly ref: RefObject<HTMLDivElement | null>;
  /** Its accessible name: "Traces". */
  readonly label: string;
  /** Under which widths and pins are remembered. */
  readonly name: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What a screen reader calls a row whose box it selects. */
  readonly nameOf: (row: Row) => string;
  /** Exact number of rows where it is known, for screen readers. */
  readonly total?: number | undefined;
  /** Make the array once: another array draws every row again. */
  readonly columns: readonly TableColumn<Row>[];
  /** Ids of the columns in another order, or without one. Absent: the reader cannot change them. */
  readonly onColumns?: (ids: string[]) => void;
  readonly pinnedAtFirst?: readonly string[];
  readonly sort?: TableSort | undefined;
  /** Undefined: the list's own order. */
  readonly onSort?: (sort: TableSort | undefined) => void;
  readonly onOpen?: (row: Row, newTab: boolean) => void;
  readonly selection?: TableSelection;
  readonly tree?: TableTree<Row>;
  /** What stands in place of cells on a narrow screen; without it the table scrolls sideways there. */
  readonly card?: { readonly heightPx: number; readonly draw: (row: Row) => ReactNode };
  /** Rows to point out, because they have just come. */
  readonly arrived?: ReadonlySet<string>;
  /** A row that is pointed at elsewhere (in a chart), drawn as if it were hovered. */
  readonly highlighted?: string | undefined;
  readonly onHover?: (row: Row | undefined) => void;
  /** Called when the end of what is loaded comes near. */
  readonly onNearEnd?: () => void;
  readonly onAtTop?: (atTop: boolean) => void;
  /** Behind the last row: loading, the end, or an error. */
  readonly end?: ReactNode;
}

/** Rows with rows below them. The owner of the rows puts those of an open one behind it. */
export interface TableTree<Row> {
  /** Id of the column that shows the level. */
  readonly column: string;
  /** From 0. */
  readonly levelOf: (row: Row) => number;
  /** Undefined for a row that has nothing below it. */
  readonly isOpen: (row: Row) => boolean | undefined;
  readonly onToggle: (row: Row) => void;
}

const headRowPx = rowPx.compact;
const groupRowPx = 20;
const overscan = 8;
/** Rows of up to this many columns mount all of them. */
const fewColumns = 24;
const selectPx = 34;
const cardHeadPx = 36;
const endPx = 12;

/**
 * The one table of the app: any number of rows and columns, of which those in view are mounted. One row is active: `j`/`k`
 * and the arrows move it, Enter opens it, `x` selects it. The grid keeps the focus and names the active row
 * (aria-activedescendant), so a row that scrolls out of the DOM does not take the focus with it.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { ref: scroller, rows: data, keyOf, columns, selection, tree, card, onNearEnd, onOpen } = props;
  const id = useId();
  const cards = useMediaQuery(narrow) ? card : undefined;
  const [activeKey, setActiveKey] = useState<string | undefined>();
  const anchor = useRef(-1);
  const keys = useMemo(() => data.map(keyOf), [data, keyOf]);
  const active = activeKey === undefined ? -1 : keys.indexOf(activeKey);
  const [rowHeight] = useRowHeight();
  const height = cards?.heightPx ?? rowPx[rowHeight];
  const wideHeadPx = headRowPx + (columns.some(({ group }) => group) ? groupRowPx : 0);
  const headPx = cards ? (selection ? cardHeadPx : 0) : wideHeadPx;
  const [wantsBoxes, setWantsBoxes] = useState(false);
  /** Cards show boxes, and a tap on one selects it. */
  const isSelecting = cards !== undefined && selection !== undefined && (wantsBoxes || selection.selected.size > 0);
  const scroll = useScrollMemory(scroller, data.length * height - window.innerHeight);

  const rows = useVirtualizer({
    count: data.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan,
    scrollMargin: headPx,
    scrollPaddingStart: headPx,
    initialOffset: scroll.remembered,
    getItemKey: (index) => keys[index] ?? index,
  });
  const items = rows.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? -1;
  const drawnPx = useRef(height);
  useEffect(() => {
    // Higher or lower rows begin with the one that was at the top.
    const first = drawnPx.current === height ? 0 : (rows.range?.startIndex ?? 0);
    drawnPx.current = height;
    rows.measure();
    if (first > 0) rows.scrollToIndex(first, { align: "start" });
  }, [rows, height]);

  const nearEnd = useEffectEvent(() => onNearEnd?.());
  useEffect(() => {
    if (lastShown >= 0 && lastShown >= data.length - 3 * overscan) nearEnd();
  }, [lastShown, data.length]);

  const { mounted, tracks, widthPx, actions } = useColumns(props);

  function move(to: number, extend = false) {
    const index = Math.max(0, Math.min(data.length - 1, to));
    const key = keys[index];
    if (key === undefined) return;
    if (extend && selection && active >= 0) {
      if (anchor.current < 0) anchor.current = active;
      selection.onSelected(withRange(selection.selected, keys, anchor.current, index));
    } else anchor.current = index;
    setActiveKey(key);
    rows.scrollToIndex(index, { align: "auto" });
    scroller.current?.focus({ preventScroll: true });
  }

  function select(index: number, isRange: boolean) {
    const key = keys[index];
    if (!selection || key === undefined) return;
    if (isRange && anchor.current >= 0) {
      selection.onSelected(withRange(selection.selected, keys, anchor.current, index));
    } else {
      selection.onSelected(toggled(selection.selected, key));
      anchor.current = index;
    }
    setActiveKey(key);
  }

  function toggleTree(row: Row | undefined, open: boolean): boolean {
    if (!tree || row === undefined || tree.isOpen(row) !== !open) return false;
    tree.onToggle(row);
    return true;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 2);
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: data.length - 1,
    };
    const to = moves[event.key];
    const mod = event.metaKey || event.ctrlKey;
    const row = data[active];
    if (to !== undefined) move(to, event.shiftKey);
    else if (event.key === "Enter" && row !== undefined && onOpen) onOpen(row, mod);
    else if (event.key === " " && selection) select(active, event.shiftKey);
    else if (event.key === "a" && mod && selection) selection.onSelected(new Set(keys));
    else if (event.key === "ArrowRight" && toggleTree(row, true)) true;
    else if (event.key === "ArrowLeft" && toggleTree(row, false)) true;
    else return;
    event.preventDefault();
  }

  const next = () => move(active + 1);
  const previous = () => move(active - 1);
  useShortcuts({
    j: next,
    k: previous,
    ArrowDown: next,
    ArrowUp: previous,
    ...(selection && { x: () => select(active, false), X: () => select(active, true) }),
  });

  /** One handler for all rows: a handler a row would be new in each frame of a scroll, and so would be the row. */
  function onClick(event: MouseEvent) {
    const target = event.target as Element;
    const index = indexAt(target);
    const row = data[index];
    if (row === undefined) return;
    if (isSelecting) event.preventDefault();
    if (isSelecting || target.closest("[data-select]")) return select(index, event.shiftKey);
    if (target.closest("[data-twist]")) return tree?.onToggle(row);
    const newTab = event.metaKey || event.ctrlKey;
    if (target.closest("button, input, label, select")) return;
    if (hasSelection() || (target.closest("a") && (newTab || event.shiftKey))) return;
    setActiveKey(keys[index]);
    anchor.current = index;
    if (!onOpen) return;
    event.preventDefault();
    onOpen(row, newTab);
  }

  const activeShown = items.some((item) => item.index === active);
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      {...(tree && { role: "treegrid" })}
      aria-label={props.label}
      aria-rowcount={props.total === undefined ? -1 : props.total + 1}
      aria-colcount={cards ? 1 : columns.length + (selection ? 1 : 0)}
      aria-multiselectable={selection !== undefined || undefined}
      aria-activedescendant={activeShown ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        props.onAtTop?.(event.currentTarget.scrollTop < height);
        scroll.remember();
      }}
    >
      <div className={styles.table} style={{ "--tracks": tracks, minWidth: cards ? 0 : widthPx }}>
        {cards && selection && (
          <CardHead
            selection={selection}
            keys={keys}
            isSelecting={isSelecting}
            onSelecting={(next) => {
              setWantsBoxes(next);
              if (!next) selection.onSelected(new Set());
            }}
          />
        )}
        {!cards && (
          <HeadRow
            columns={mounted}
            sort={props.sort}
            onSort={props.onSort}
            actions={actions}
            selectAll={selection && <SelectAll selection={selection} keys={keys} />}
          />
        )}
        <div
          className={styles.rows}
          role="rowgroup"
          style={{ height: rows.getTotalSize(), "--row": `${height}px` }}
          onClick={onClick}
          // A move, since a row that only comes under the pointer, when a dialog closes, is not pointed at.
          onPointerMove={(event) => props.onHover?.(data[indexAt(event.target as Element)])}
          onPointerLeave={() => props.onHover?.(undefined)}
        >
          {items.map((item) => {
            const row = data[item.index]!;
            const key = keys[item.index]!;
            const state = {
              id: `${id}-${item.index}`,
              index: item.index,
              top: item.start - headPx,
              row,
              active: item.index === active,
              selected: selection?.selected.has(key),
              arrived: props.arrived?.has(key) ?? false,
              highlighted: props.highlighted === key,
            };
            if (cards) {
              const name = isSelecting ? props.nameOf(row) : undefined;
              return <CardRow key={item.key} {...state} heightPx={height} card={cards.draw} select={name} />;
            }
            return (
              <BodyRow
                key={item.key}
                {...state}
                name={selection ? props.nameOf(row) : ""}
                columns={mounted}
                level={tree?.levelOf(row)}
                treeColumn={tree?.column}
                isOpen={tree?.isOpen(row)}
              />
            );
          })}
        </div>
      </div>
      {props.end}
    </div>
  );
}

/** Where the columns stand and which of them are mounted, and what the reader can do with them. */
function useColumns<Row>({ ref: scroller, name, columns, pinnedAtFirst, onColumns, selection }: TableProps<Row>) {
  const [taste, remember] = useColumnTaste(name, pinnedAtFirst ?? none);
  const [drag, setDrag] = useState<{ id: string; px: number } | undefined>();
  const availablePx = useWidth(scroller) - endPx;
  const placed = useMemo(() => {
    const widths = drag ? { ...taste.widths, [drag.id]: drag.px } : taste.widths;
    return placeColumns(columns, { ...taste, widths }, availablePx, selection ? selectPx : 0);
  }, [columns, taste, drag, availablePx, selection !== undefined]);
  const pinnedCount = placed.filter(({ isPinned }) => isPinned).length;

  const across = useVirtualizer({
    horizontal: true,
    count: placed.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => placed[index]?.width ?? 0,
    overscan: 3,
    scrollMargin: selection ? selectPx : 0,
    enabled: placed.length > fewColumns,
    getItemKey: (index) => placed[index]?.column.id ?? index,
  });
  useEffect(() => across.measure(), [across, placed]);
  const range = placed.length > fewColumns ? across.getVirtualItems() : undefined;
  const first = range?.[0]?.index ?? 0;
  const last = range ? (range.at(-1)?.index ?? fewColumns) : placed.length - 1;
  const { columns: mounted, tracks } = useMemo(() => {
    const shown = placed.map(({ index }) => index).filter((at) => at < pinnedCount || (at >= first && at <= last));
    return mountedColumns(placed, shown);
  }, [placed, pinnedCount, first, last]);

  const ids = placed.map(({ column }) => column.id);
  const step = (id: string, by: -1 | 1) => {
    const at = ids.indexOf(id);
    if (at + by < 0 || at + by >= ids.length) return;
    onColumns?.(moveColumn(ids, id, ids[by < 0 ? at - 1 : at + 2]));
  };
  const actions: ColumnActions = {
    onWidth(id, px, isDone) {
      if (!isDone) return setDrag(px === undefined ? undefined : { id, px });
      setDrag(undefined);
      const { [id]: _, ...others } = taste.widths;
      remember({ ...taste, widths: px === undefined ? others : { ...others, [id]: px } });
    },
    onPin(id, pinned) {
      const others = taste.pinned.filter((other) => other !== id);
      remember({ ...taste, pinned: pinned ? [...others, id] : others });
    },
    onMove: onColumns && ((id, before) => ids.includes(id) && onColumns(moveColumn(ids, id, before))),
    onStep: onColumns && step,
    onHide: onColumns && ((id) => onColumns(ids.filter((other) => other !== id))),
  };
  const end = placed.at(-1);
  return { mounted, tracks, widthPx: (end ? end.left + end.width : 0) + endPx, actions };
}

const none: readonly string[] = [];

function indexAt(target: Element): number {
  return Number(target.closest<HTMLElement>("[data-index]")?.dataset.index ?? -1);
}

/** A drag that selected text was not meant as a click. */
function hasSelection(): boolean {
  return (getSelection()?.toString() ?? "") !== "";
}
