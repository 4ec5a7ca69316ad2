// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot lay out virtual rows, so this is an ARIA grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the active row

import { memo } from "react";
import { formatDurationNs } from "../../widgets/format/duration.ts";
import { TraceStatus } from "../../widgets/trace-status.tsx";
import { Cost, Tokens, TraceName, TraceTime } from "./cell.tsx";
import styles from "./trace-list.module.css";
import type { RowProps } from "./trace-row.tsx";

/** One trace on a narrow screen: status, name and duration in the first line, what it was about in the second. */
export const TraceCard = memo(function TraceCard(props: RowProps) {
  const { trace } = props;
  return (
    <div
      id={props.id}
      role="row"
      data-index={props.index}
      data-arrived={props.arrived || undefined}
      aria-rowindex={props.index + 2}
      aria-selected={props.active}
      className={styles.card}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      <div role="gridcell" className={styles.cardCell}>
        <span className={styles.cardLine}>
          <TraceStatus state={trace.state} errors={trace.error_count} compact />
          <TraceName trace={trace} />
          <span className={styles.cardDuration}>
            {trace.duration_ns === undefined ? "running" : formatDurationNs(trace.duration_ns)}
          </span>
        </span>
        <span className={styles.cardLine}>
          <span className={`${styles.text} ${styles.faint} ${styles.cardPreview}`}>
            {(trace.input_preview || trace.output_preview).slice(0, 200).replace(/\s+/g, " ")}
          </span>
          <Tokens trace={trace} />
          <Cost trace={trace} />
          <TraceTime trace={trace} nowMs={props.nowMs} zone={props.zone} />
        </span>
      </div>
    </div>
  );
});
