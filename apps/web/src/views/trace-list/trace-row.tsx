// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot lay out virtual rows, so this is an ARIA grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the active row

import { memo } from "react";
import type { TraceSummary } from "../../data/messages.ts";
import type { TimeZone } from "../../widgets/format/time.ts";
import { Cell } from "./cell.tsx";
import type { Column } from "./columns.ts";
import styles from "./trace-list.module.css";

export interface RowProps {
  readonly id: string;
  readonly index: number;
  /** Distance from the top of the rows, in pixels. */
  readonly top: number;
  readonly trace: TraceSummary;
  readonly columns: readonly Column[];
  readonly active: boolean;
  readonly arrived: boolean;
  readonly nowMs: number;
  readonly zone: TimeZone;
  /** Nanoseconds of a full duration bar. */
  readonly scale: number;
  readonly experimentName: (experimentId: string) => string;
}

/** One trace as a row of cells. */
export const TraceRow = memo(function TraceRow(props: RowProps) {
  const { columns } = props;
  return (
    <div
      id={props.id}
      role="row"
      data-index={props.index}
      data-arrived={props.arrived || undefined}
      aria-rowindex={props.index + 2}
      aria-selected={props.active}
      className={`${styles.row} ${styles.traceRow}`}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      {columns.map((column, index) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={index + 1}
          className={styles.cell}
          data-align={column.align}
          data-column={column.id}
        >
          <Cell column={column} {...props} />
        </div>
      ))}
    </div>
  );
});
