// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot lay out virtual rows, so this is an ARIA grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the active row

import { memo, type ReactNode } from "react";
import { Icon } from "../icon.tsx";
import type { MountedColumn } from "./column-layout.ts";
import styles from "./table.module.css";

interface RowState {
  readonly id: string;
  readonly index: number;
  /** Distance from the top of the rows, in pixels. */
  readonly top: number;
  readonly active: boolean;
  /** Undefined in a table without selection. */
  readonly selected: boolean | undefined;
  readonly arrived: boolean;
  readonly highlighted: boolean;
}

interface BodyRowProps<Row> extends RowState {
  readonly row: Row;
  readonly name: string;
  readonly columns: readonly MountedColumn<Row>[];
  /** In a tree: how deep the row is, from 0, and in which column that shows. */
  readonly level: number | undefined;
  readonly treeColumn: string | undefined;
  /** Undefined for a row that has nothing below it. */
  readonly isOpen: boolean | undefined;
}

/** One row as cells; what is in them is the columns' affair. */
export const BodyRow = memo(function BodyRow<Row>(props: BodyRowProps<Row>) {
  const { columns, row, selected, level } = props;
  const offset = selected === undefined ? 1 : 2;
  return (
    <div
      {...rowAttributes(props)}
      {...(level !== undefined && { "aria-level": level + 1, "aria-expanded": props.isOpen })}
      className={`${styles.row} ${styles.bodyRow}`}
    >
      {selected !== undefined && <SelectCell name={props.name} selected={selected} />}
      {columns.map(({ column, index, track, left, isPinned }) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={index + offset}
          className={styles.cell}
          data-align={column.align}
          data-column={column.id}
          data-pinned={isPinned || undefined}
          style={{ gridColumn: track, ...(isPinned && { left }) }}
        >
          {column.id === props.treeColumn && <Branch level={level ?? 0} isOpen={props.isOpen} />}
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}) as <Row>(props: BodyRowProps<Row>) => ReactNode;

interface CardRowProps<Row> extends RowState {
  readonly row: Row;
  readonly heightPx: number;
  readonly card: (row: Row) => ReactNode;
  /** With a box to select it, of the row that is called so. */
  readonly select: string | undefined;
}

/** One row on a narrow screen, where columns have no room. */
export const CardRow = memo(function CardRow<Row>(props: CardRowProps<Row>) {
  return (
    <div {...rowAttributes(props, props.heightPx)} className={styles.card}>
      {props.select !== undefined && <SelectCell name={props.select} selected={props.selected ?? false} />}
      <div role="gridcell" className={styles.cardCell}>
        {props.card(props.row)}
      </div>
    </div>
  );
}) as <Row>(props: CardRowProps<Row>) => ReactNode;

function rowAttributes(state: RowState, height?: number) {
  return {
    id: state.id,
    role: "row",
    "data-index": state.index,
    "data-active": state.active || undefined,
    "data-arrived": state.arrived || undefined,
    "data-highlighted": state.highlighted || undefined,
    "aria-rowindex": state.index + 2,
    "aria-selected": state.selected ?? state.active,
    style: { transform: `translateY(${state.top}px)`, ...(height !== undefined && { height }) },
  } as const;
}

/** The keys for it are the grid's (`x`, space), so the box itself is no tab stop. */
function SelectCell({ name, selected }: { name: string; selected: boolean }) {
  return (
    <div role="gridcell" aria-colindex={1} className={styles.select} data-select="">
      <input type="checkbox" tabIndex={-1} checked={selected} readOnly aria-label={`Select ${name}`} />
    </div>
  );
}

function Branch({ level, isOpen }: { level: number; isOpen: boolean | undefined }) {
  return (
    <span className={styles.branch} style={{ paddingLeft: level * indentPx }}>
      {isOpen !== undefined && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.twist}
          data-twist=""
          aria-label={isOpen ? "Fold" : "Unfold"}
        >
          <Icon name={isOpen ? "chevronDown" : "chevronRight"} size={12} />
        </button>
      )}
    </span>
  );
}

const indentPx = 16;
