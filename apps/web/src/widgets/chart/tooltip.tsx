import { useLayoutEffect, useRef } from "react";
import { exactNumber, formatNumber } from "../format/number.ts";
import styles from "./chart.module.css";
import type { Reading } from "./nearest.ts";
import { Swatch } from "./swatch.tsx";

interface TooltipProps {
  readonly place: string;
  readonly readings: readonly Reading[];
  /** Id of the series under the pointer. */
  readonly nearest: string | undefined;
  readonly leftPx: number;
  readonly topPx: number;
}

const mostShown = 14;
const besidePx = 14;
const fromEdgePx = 8;

/** All that the lines say at the crosshair, highest first. Screen readers hear it by the keys instead. */
export function Tooltip({ place, readings, nearest, leftPx, topPx }: TooltipProps) {
  const box = useRef<HTMLDivElement>(null);
  // It turns to the side where there is room, so its own size must be known.
  useLayoutEffect(() => {
    const element = box.current;
    const room = element?.parentElement?.getBoundingClientRect();
    if (!element || !room) return;
    const pane = paneAround(element);
    const overflows = room.left + leftPx + besidePx + element.offsetWidth > pane.right - fromEdgePx;
    const left = overflows ? leftPx - besidePx - element.offsetWidth : leftPx + besidePx;
    const leftmost = pane.left + fromEdgePx - room.left;
    const lowest = pane.bottom - room.top - element.offsetHeight - fromEdgePx;
    element.style.transform = `translate(${Math.max(leftmost, left)}px, ${Math.min(topPx + besidePx, lowest)}px)`;
  });
  const shown = around(readings, nearest);
  return (
    <div ref={box} className={styles.tooltip} aria-hidden="true">
      <div className={styles.place}>{place}</div>
      {shown.map(({ series, at, y }) => (
        <div key={series.id} className={styles.reading} data-on={series.id === nearest || undefined}>
          <Swatch colour={series.colour} />
          <span className={styles.readingName}>{series.label}</span>
          <span className={styles.readingValue} title={exactNumber(y)}>
            {formatNumber(y)}
            {series.band && ` (${formatNumber(series.band.low[at]!)} – ${formatNumber(series.band.high[at]!)})`}
          </span>
        </div>
      ))}
      {readings.length > shown.length && <div className={styles.more}>and {readings.length - shown.length} more</div>}
    </div>
  );
}

/** What cuts off a part of the page: the pane that scrolls, such as that beside a table, within the window. */
function paneAround(element: HTMLElement): { left: number; right: number; bottom: number } {
  const pane = { left: 0, right: innerWidth, bottom: innerHeight };
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (getComputedStyle(around).overflowX === "visible") continue;
    const { left, right, bottom } = around.getBoundingClientRect();
    return {
      left: Math.max(pane.left, left),
      right: Math.min(pane.right, right),
      bottom: Math.min(pane.bottom, bottom),
    };
  }
  return pane;
}

/** As many readings as there is room for, around the one under the pointer. */
function around(readings: readonly Reading[], nearest: string | undefined): readonly Reading[] {
  if (readings.length <= mostShown) return readings;
  const at = readings.findIndex(({ series }) => series.id === nearest);
  const start = Math.max(0, Math.min(at - mostShown / 2, readings.length - mostShown));
  return readings.slice(start, start + mostShown);
}
