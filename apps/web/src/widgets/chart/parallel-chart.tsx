import { useMemo, useRef } from "react";
import { formatNumber } from "../format/number.ts";
import { useWidth } from "../use-width.ts";
import styles from "./axes-picture.module.css";
import { AxesTable, saveAxesCsv } from "./axes-table.tsx";
import { ChartFrame } from "./chart-frame.tsx";
import { linearAxis } from "./linear-axis.ts";
import type { AxesPictureProps } from "./placed.ts";
import { colourOf } from "./series.ts";

const edge = { side: 60, top: 34, bottom: 16 };
const narrowestPx = 110;

/** Each thing as a line through its value on every axis. A line stops where a value is missing and goes on behind it. */
export function ParallelChart(props: AxesPictureProps) {
  const { title, axes, all, highlighted, onHighlight, heightPx = 420 } = props;
  const box = useRef<HTMLDivElement>(null);
  const boxPx = useWidth(box);
  const widthPx = Math.max(boxPx, axes.length * narrowestPx);
  const scales = useMemo(
    () =>
      axes.map((_, at) =>
        linearAxis(
          all.map(({ values }) => values[at]!),
          5,
        ),
      ),
    [axes, all],
  );
  const left = (axis: number) =>
    edge.side + (axes.length < 2 ? 0 : (axis / (axes.length - 1)) * (widthPx - 2 * edge.side));
  const top = (axis: number, value: number) =>
    edge.top + (1 - scales[axis]!.share(value)) * (heightPx - edge.top - edge.bottom);

  function pathOf(values: readonly number[]): string {
    let pen = "M";
    return values
      .map((value, axis) => {
        if (!Number.isFinite(value)) {
          pen = "M";
          return "";
        }
        const step = `${pen}${left(axis)} ${top(axis, value)}`;
        pen = "L";
        return step;
      })
      .join("");
  }

  return (
    <ChartFrame
      title={title}
      table={() => <AxesTable {...props} heightPx={heightPx} />}
      onCsv={() => saveAxesCsv(props)}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section ref={box} className={styles.wide} style={{ height: heightPx }} tabIndex={0} aria-label={title}>
        {boxPx > 0 && (
          <svg
            className={styles.picture}
            width={widthPx}
            height={heightPx}
            role="img"
            aria-label={`${title}: ${all.length} lines over ${axes.join(", ")}. The menu shows them as a table.`}
          >
            {all.map(({ id, label, colour, values }) => (
              <path
                key={id}
                className={styles.path}
                data-on={id === highlighted || undefined}
                data-dim={(highlighted !== undefined && id !== highlighted) || undefined}
                d={pathOf(values)}
                stroke={colourOf(colour)}
                onPointerEnter={() => onHighlight(id)}
                onPointerLeave={() => onHighlight(undefined)}
              >
                <title>{`${label}\n${axes.map((axis, at) => `${axis}: ${formatNumber(values[at]!)}`).join("\n")}`}</title>
              </path>
            ))}
            {scales.map((scale, axis) => (
              <g key={axes[axis]} transform={`translate(${left(axis)} 0)`}>
                <line className={styles.axisLine} y1={edge.top} y2={heightPx - edge.bottom} />
                <text className={styles.axisName} y={16} textAnchor="middle">
                  {shortened(axes[axis]!)}
                  <title>{axes[axis]}</title>
                </text>
                {scale.ticks.map((tick) => (
                  <text key={tick} className={styles.tick} x={5} y={top(axis, tick)} dominantBaseline="middle">
                    {formatNumber(tick)}
                  </text>
                ))}
              </g>
            ))}
          </svg>
        )}
      </section>
    </ChartFrame>
  );
}

const longestName = 18;

function shortened(name: string): string {
  return name.length > longestName ? `…${name.slice(1 - longestName)}` : name;
}
