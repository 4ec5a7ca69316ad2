import { type PointerEvent, useRef, useState } from "react";
import { type TimeRange, type TimeScale, ticks } from "../../trace/time-scale.ts";
import { formatDurationNs } from "../../widgets/format/duration.ts";
import styles from "./ruler.module.css";

/** A drag shorter than this is a click. */
export const leastDragPx = 4;
const ticksApartPx = 90;
/** A label that would be cut off is left out. */
const labelPx = 52;

/** The time axis; dragging over it zooms to the dragged stretch. */
export function Ruler({ scale, onRange }: { scale: TimeScale; onRange: (range: TimeRange) => void }) {
  const frame = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | undefined>();
  const place = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    return box ? Math.min(Math.max(event.clientX - box.left, 0), box.width) : 0;
  };

  function onPointerUp() {
    setDrag(undefined);
    if (!drag || Math.abs(drag.to - drag.from) < leastDragPx) return;
    onRange({ startUs: scale.us(Math.min(drag.from, drag.to)), endUs: scale.us(Math.max(drag.from, drag.to)) });
  }

  return (
    <div
      ref={frame}
      className={styles.ruler}
      title="Drag to zoom; Ctrl + wheel zooms too"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: place(event), to: place(event) });
      }}
      onPointerMove={(event) => drag && setDrag({ ...drag, to: place(event) })}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(undefined)}
    >
      {ticks(scale, ticksApartPx).map((us) => (
        <span key={us} className={styles.tick} style={{ left: scale.x(us) }}>
          {scale.x(us) < scale.widthPx - labelPx && (us === 0 ? "0" : formatTick(us))}
        </span>
      ))}
      {drag && (
        <span
          className={styles.drag}
          style={{ left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from) }}
        />
      )}
    </div>
  );
}

/** Ticks are round, so the zeros behind the point say nothing: `2 s`, not `2.00 s`. */
function formatTick(us: number): string {
  return formatDurationNs(us * 1_000)
    .replace(/(\.\d*?)0+(?= )/, "$1")
    .replace(/\.(?= )/, "");
}
