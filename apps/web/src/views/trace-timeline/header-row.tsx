// biome-ignore-all lint/a11y/useSemanticElements: rows that come and go with scrolling cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays on the grid, which names the active row
import { memo, type PointerEvent, type RefObject, useState } from "react";
import type { TimeRange, TimeScale } from "../../trace/time-scale.ts";
import type { Columns } from "./columns.ts";
import styles from "./header-row.module.css";
import { Ruler } from "./ruler.tsx";

interface HeaderRowProps {
  columns: Columns;
  scale: TimeScale;
  narrow: boolean;
  rulerRef: RefObject<HTMLDivElement | null>;
  widthPx: number;
  treeShare: number;
  onTreeShare: (share: number) => void;
  onRange: (range: TimeRange) => void;
}

/** Names of the columns and the time axis; the line before the axis can be dragged. */
export const HeaderRow = memo(function HeaderRow(props: HeaderRowProps) {
  const { columns, narrow } = props;
  return (
    <div className={styles.head} role="row" aria-rowindex={1}>
      <div className={styles.cell} role="columnheader">
        Span
      </div>
      {columns.duration && (
        <div className={styles.number} role="columnheader">
          Duration
        </div>
      )}
      {columns.tokens && (
        <div className={styles.number} role="columnheader">
          Tokens
        </div>
      )}
      {columns.cost && (
        <div className={styles.number} role="columnheader">
          Cost
        </div>
      )}
      <div ref={props.rulerRef} className={styles.time} role="columnheader" aria-label="Time" hidden={narrow}>
        <Ruler scale={props.scale} onRange={props.onRange} />
        <DragLine share={props.treeShare} widthPx={props.widthPx} onShare={props.onTreeShare} />
      </div>
    </div>
  );
});

function DragLine({ share, widthPx, onShare }: { share: number; widthPx: number; onShare: (share: number) => void }) {
  const [grip, setGrip] = useState<{ x: number; share: number } | undefined>();
  const onPointerMove = (event: PointerEvent) => {
    if (grip) onShare(Math.min(0.85, Math.max(0.15, grip.share + (event.clientX - grip.x) / Math.max(widthPx, 1))));
  };
  return (
    <span
      className={styles.dragLine}
      title="Drag to give the tree more or less room"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setGrip({ x: event.clientX, share });
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => setGrip(undefined)}
      onPointerCancel={() => setGrip(undefined)}
    />
  );
}
