import { useMemo } from "react";
import { exactNumber, formatNumber } from "../format/number.ts";
import styles from "./chart.module.css";
import { colourOf } from "./series.ts";

/** One value with a name. */
export interface Bar {
  readonly id: string;
  readonly label: string;
  readonly colour: number;
  /** May be NaN or infinite; then the value is written and no bar drawn. */
  readonly value: number;
}

interface BarChartProps {
  readonly title: string;
  readonly note?: string;
  readonly bars: readonly Bar[];
  readonly highlighted?: string | undefined;
  readonly onHighlight?: (id: string | undefined) => void;
  readonly heightPx?: number;
}

/** Values side by side, from 0 on, in the order given. It is a list, so it needs no other form for screen readers. */
export function BarChart({ title, note, bars, highlighted, onHighlight, heightPx = 240 }: BarChartProps) {
  const { low, size } = useMemo(() => spanOf(bars), [bars]);
  return (
    <figure className={styles.chart} aria-label={title}>
      <figcaption className={styles.head}>
        <h2 className={styles.title} title={title}>
          {title}
        </h2>
        {note && <span className={styles.note}>{note}</span>}
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <ul className={styles.bars} style={{ height: heightPx }} tabIndex={0} aria-label={title}>
        {bars.map(({ id, label, colour, value }) => (
          <li
            key={id}
            className={styles.bar}
            data-on={id === highlighted || undefined}
            onPointerEnter={() => onHighlight?.(id)}
            onPointerLeave={() => onHighlight?.(undefined)}
          >
            <span className={styles.barName} title={label}>
              {label}
            </span>
            <span className={styles.barTrack}>
              {Number.isFinite(value) && (
                <span
                  className={styles.barFill}
                  style={{
                    left: `${((Math.min(0, value) - low) / size) * 100}%`,
                    width: `${(Math.abs(value) / size) * 100}%`,
                    background: colourOf(colour),
                  }}
                />
              )}
            </span>
            <span className={styles.barValue} title={exactNumber(value)}>
              {formatNumber(value)}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

function spanOf(bars: readonly Bar[]): { low: number; size: number } {
  const finite = bars.map(({ value }) => value).filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  return { low, size: high - low || 1 };
}
