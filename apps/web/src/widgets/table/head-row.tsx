// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot lay out virtual rows, so this is an ARIA grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the controls in the heads have the focus

import { type KeyboardEvent, type ReactNode, useState } from "react";
import { Icon } from "../icon.tsx";
import { nextSort, type TableColumn, type TableSort } from "./column.ts";
import type { MountedColumn } from "./column-layout.ts";
import { type ColumnActions, ColumnMenu } from "./column-menu.tsx";
import { ResizeHandle } from "./resize-handle.tsx";
import styles from "./table.module.css";

interface HeadRowProps<Row> {
  readonly columns: readonly MountedColumn<Row>[];
  readonly sort: TableSort | undefined;
  readonly onSort: ((sort: TableSort | undefined) => void) | undefined;
  readonly actions: ColumnActions;
  /** The box that selects all, in a table with selection. */
  readonly selectAll: ReactNode;
}

/**
 * The heads of the columns. A click sorts; the menu (also by right click, or the down arrow) has everything else that can
 * be done with a column, so that nothing needs a drag. Of all heads one is a tab stop; left and right go on from there.
 */
export function HeadRow<Row>({ columns, sort, onSort, actions, selectAll }: HeadRowProps<Row>) {
  const [stop, setStop] = useState("");
  const [menu, setMenu] = useState("");
  const [dropBefore, setDropBefore] = useState("");
  const stopId = columns.some(({ column }) => column.id === stop) ? stop : columns[0]?.column.id;
  const grouped = columns.some(({ column }) => column.group !== undefined);
  const offset = selectAll ? 2 : 1;

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (!(event.target instanceof HTMLElement) || !event.target.matches("[data-head]")) return;
    const heads = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-head]")];
    const at = heads.indexOf(event.target);
    if (event.key === "ArrowRight") heads[at + 1]?.focus();
    else if (event.key === "ArrowLeft") heads[at - 1]?.focus();
    else if (event.key === "ArrowDown") setMenu(event.target.dataset.head ?? "");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className={styles.headGroup} role="rowgroup">
      {grouped && <GroupRow columns={columns} />}
      <div className={`${styles.row} ${styles.head}`} role="row" aria-rowindex={1} onKeyDown={onKeyDown}>
        {selectAll && (
          <div role="columnheader" aria-colindex={1} className={styles.select}>
            {selectAll}
          </div>
        )}
        {columns.map(({ column, index, track, left, width, isPinned }) => (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={index + offset}
            aria-sort={column.id === sort?.column ? (sort.descending ? "descending" : "ascending") : undefined}
            className={`${styles.cell} ${styles.headCell}`}
            data-align={column.align}
            data-column={column.id}
            data-pinned={isPinned || undefined}
            data-drop={dropBefore === column.id || undefined}
            style={{ gridColumn: track, ...(isPinned && { left }) }}
            onContextMenu={(event) => {
              event.preventDefault();
              setMenu(column.id);
            }}
            onDragOver={(event) => {
              if (!event.dataTransfer.types.includes(dragType)) return;
              event.preventDefault();
              setDropBefore(column.id);
            }}
            onDragLeave={() => setDropBefore("")}
            onDrop={(event) => {
              event.preventDefault();
              setDropBefore("");
              actions.onMove?.(event.dataTransfer.getData(dragType), column.id);
            }}
          >
            <Head
              column={column}
              sort={sort}
              onSort={column.sortFirst && onSort}
              tabIndex={column.id === stopId ? 0 : -1}
              onFocus={() => setStop(column.id)}
              draggable={actions.onMove !== undefined}
            />
            <ColumnMenu
              column={column}
              width={width}
              isPinned={isPinned}
              open={menu === column.id}
              onOpen={(open) => setMenu(open ? column.id : "")}
              onSort={column.sortFirst && onSort}
              actions={actions}
            />
            <ResizeHandle
              width={width}
              onWidth={(px, isDone) => actions.onWidth(column.id, px, isDone)}
              onReset={() => actions.onWidth(column.id, undefined, true)}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

const dragType = "application/x-spanloom-column";

function Head<Row>(props: {
  column: TableColumn<Row>;
  sort: TableSort | undefined;
  onSort: ((sort: TableSort | undefined) => void) | undefined;
  tabIndex: number;
  onFocus: () => void;
  draggable: boolean;
}) {
  const { column, sort, onSort } = props;
  return (
    <button
      type="button"
      className={styles.headLabel}
      data-head={column.id}
      data-sortable={onSort ? "" : undefined}
      tabIndex={props.tabIndex}
      onFocus={props.onFocus}
      onClick={() => onSort?.(nextSort(sort, column))}
      draggable={props.draggable}
      onDragStart={(event) => event.dataTransfer.setData(dragType, column.id)}
      title={column.unlabelled ? undefined : column.label}
    >
      <span className={column.unlabelled ? "unseen" : styles.text}>{column.label}</span>
      {column.id === sort?.column && <Icon name={sort.descending ? "arrowDown" : "arrowUp"} size={12} />}
    </button>
  );
}

/** Headings over neighbours of one group. They repeat what the columns' names say to those who see them side by side. */
function GroupRow<Row>({ columns }: { columns: readonly MountedColumn<Row>[] }) {
  const spans: { group: string | undefined; from: number; to: number; isPinned: boolean; left: number }[] = [];
  for (const { column, track, isPinned, left } of columns) {
    const last = spans.at(-1);
    if (last && last.group === column.group && last.isPinned === isPinned) last.to = track;
    else spans.push({ group: column.group, from: track, to: track, isPinned, left });
  }
  return (
    <div className={`${styles.row} ${styles.groups}`} aria-hidden="true">
      {spans.map(({ group, from, to, isPinned, left }) => (
        <div
          key={from}
          className={styles.group}
          data-pinned={isPinned || undefined}
          data-named={group ? "" : undefined}
          style={{ gridColumn: `${from} / ${to + 1}`, ...(isPinned && { left }) }}
        >
          <span>{group}</span>
        </div>
      ))}
    </div>
  );
}
