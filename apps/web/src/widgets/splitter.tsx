import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import styles from "./splitter.module.css";
import { useRemembered } from "./use-remembered.ts";

interface SplitterProps {
  /** Names the remembered size and the handle: `trace-details`. */
  name: string;
  /** What the handle resizes, for its accessible name: "Span details". */
  label: string;
  /** `row`: side by side. `column`: one above the other. */
  direction: "row" | "column";
  /** The share of the first pane before anyone moved the handle, 0 to 1. */
  initial: number;
  /** Neither pane becomes smaller, in pixels. */
  smallest: number;
  first: ReactNode;
  second: ReactNode;
}

/** Two panes with a handle between them that pointer and arrow keys move; a double click restores the first size. */
export function Splitter({ name, label, direction, initial, smallest, first, second }: SplitterProps) {
  const [remembered, remember] = useRemembered(`split.${name}`, (stored) => share(stored, initial));
  const [dragged, setDragged] = useState<number | undefined>();
  const frame = useRef<HTMLDivElement>(null);
  const current = dragged ?? remembered;

  function within(fraction: number): number {
    const box = frame.current?.getBoundingClientRect();
    const length = box ? (direction === "row" ? box.width : box.height) : 0;
    const edge = length > 0 ? Math.min(0.5, smallest / length) : 0;
    return Math.min(1 - edge, Math.max(edge, fraction));
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>) {
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragged(current);
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    const box = frame.current?.getBoundingClientRect();
    if (dragged === undefined || !box) return;
    const fraction =
      direction === "row" ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height;
    setDragged(within(fraction));
  }

  function onPointerUp() {
    if (dragged !== undefined) remember(dragged);
    setDragged(undefined);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = event.shiftKey ? 0.1 : 0.02;
    const less = direction === "row" ? "ArrowLeft" : "ArrowUp";
    const more = direction === "row" ? "ArrowRight" : "ArrowDown";
    if (event.key === less) remember(within(current - step));
    else if (event.key === more) remember(within(current + step));
    else if (event.key === "Home") remember(within(0));
    else if (event.key === "End") remember(within(1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={frame}
      className={styles.frame}
      data-direction={direction}
      data-dragging={dragged !== undefined || undefined}
    >
      <div className={styles.pane} style={{ flexGrow: current }}>
        {first}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a focusable separator is the pattern for a movable one, and hr cannot be focused */}
      <div
        className={styles.handle}
        role="separator"
        tabIndex={0}
        aria-label={`Resize ${label}`}
        aria-orientation={direction === "row" ? "vertical" : "horizontal"}
        aria-valuenow={Math.round(current * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onDoubleClick={() => remember(initial)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.pane} style={{ flexGrow: 1 - current }}>
        {second}
      </div>
    </div>
  );
}

function share(stored: unknown, initial: number): number {
  return typeof stored === "number" && stored > 0 && stored < 1 ? stored : initial;
}
