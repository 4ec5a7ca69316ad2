import { type MouseEvent, memo } from "react";
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
  readonly nowMs: number;
  readonly zone: TimeZone;
  /** Nanoseconds of a full duration bar. */
  readonly scale: number;
  readonly experimentName: (experimentId: string) => string;
  readonly onClick: (event: MouseEvent, trace: TraceSummary) => void;
}

/** One trace as a row of cells. */
export const TraceRow = memo(function TraceRow(props: RowProps) {
  const { trace, columns } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it handles the keys
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.active}
      className={`${styles.row} ${styles.traceRow}`}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={(event) => props.onClick(event, trace)}
    >
      {columns.map((column, index) => (
        // biome-ignore lint/a11y/useSemanticElements: a table element cannot lay out virtual rows
        // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
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
