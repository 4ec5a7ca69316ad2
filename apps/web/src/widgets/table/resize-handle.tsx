import { type PointerEvent, useRef } from "react";
import { narrowestPx, widestPx } from "./column-layout.ts";
import styles from "./table.module.css";

/** The right edge of a head: a drag changes the column's width, a double click gives it back its own. */
export function ResizeHandle(props: {
  width: number;
  onWidth: (px: number, isDone: boolean) => void;
  onReset: () => void;
}) {
  const start = useRef<{ x: number; width: number } | undefined>(undefined);

  function report(event: PointerEvent, isDone: boolean) {
    if (!start.current) return;
    const px = start.current.width + event.clientX - start.current.x;
    props.onWidth(Math.round(Math.min(widestPx, Math.max(narrowestPx, px))), isDone);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the column's menu has the same for keys
    <span
      className={styles.resize}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width: props.width };
      }}
      onPointerMove={(event) => report(event, false)}
      onPointerUp={(event) => {
        report(event, true);
        start.current = undefined;
      }}
      onDoubleClick={props.onReset}
    />
  );
}
