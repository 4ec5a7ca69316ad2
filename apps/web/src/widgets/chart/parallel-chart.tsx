import { useMemo, useRef } from "react";
import { useWidth } from "../use-width.ts";
import styles from "./axes-picture.module.css";
import { AxesTable, saveAxesCsv } from "./axes-table.tsx";
import { ChartFrame } from "./chart-frame.tsx";
import { linearAxis } from "./linear-axis.ts";
import { type AxesPictureProps, type PictureAxis, placedText, valueText } from "./placed.ts";
import { colourOf } from "./series.ts";
import { textAxis } from "./text-axis.ts";

const edge = { top: 34, bottom: 16 };
const narrowestPx = 110;
/** From a tick's label to its axis. */
const labelGapPx = 5;

/** Each thing as a line through its value on every axis. A line stops where a value is missing and goes on behind it. */
export function ParallelChart(props: AxesPictureProps) {
  const { title, axes, all, highlighted, onHighlight, heightPx = 420 } = props;
  const box = useRef<HTMLDivElement>(null);
  const boxPx = useWidth(box);
  const sides = { left: sidePx(axes[0]), right: sidePx(axes.at(-1)) };
  const apartPx = axes.length < 2 ? 0 : Math.max(narrowestPx, (boxPx - sides.left - sides.right) / (axes.length - 1));
  const widthPx = Math.max(boxPx, sides.left + apartPx * (axes.length - 1) + sides.right);
  const scales = useMemo(
    () =>
      axes.map(({ texts }, at) =>
        texts
          ? textAxis(texts.length)
          : linearAxis(
              all.map(({ values }) => values[at]!),
              5,
            ),
      ),
    [axes, all],
  );
  const left = (axis: number) => sides.left + axis * apartPx;
  const top = (axis: number, value: number) =>
    edge.top + (1 - scales[axis]!.share(value)) * (heightPx - edge.top - edge.bottom);

  /** How wide a label may be: between two axes it leaves sight of the lines that go on behind it. */
  const roomPx = (axis: number) =>
    axis === 0 ? sides.left : axis === axes.length - 1 ? sides.right : Math.min(apartPx * 0.7, 140);

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
            aria-label={`${title}: ${all.length} lines over ${axes.map(({ name }) => name).join(", ")}. The menu shows them as a table.`}
          >
            {all.map((thing) => (
              <path
                key={thing.id}
                className={styles.path}
                data-on={thing.id === highlighted || undefined}
                data-dim={(highlighted !== undefined && thing.id !== highlighted) || undefined}
                d={pathOf(thing.values)}
                stroke={colourOf(thing.colour)}
                onPointerEnter={() => onHighlight(thing.id)}
                onPointerLeave={() => onHighlight(undefined)}
              >
                <title>{placedText(thing, axes)}</title>
              </path>
            ))}
            {axes.map(({ name }, axis) => (
              <g key={axis} transform={`translate(${left(axis)} 0)`}>
                <line className={styles.axisLine} y1={edge.top} y2={heightPx - edge.bottom} />
                <text className={styles.axisName} y={16} textAnchor="middle">
                  {shortened(name)}
                  <title>{name}</title>
                </text>
              </g>
            ))}
          </svg>
        )}
        {boxPx > 0 && (
          // Of the document, not of the picture: only so a text has a ground of its size, and is cut where it is too long.
          <div aria-hidden="true">
            {axes.map((axis, at) =>
              scales[at]!.ticks.map((tick) => (
                <span
                  key={`${at} ${tick}`}
                  className={styles.label}
                  data-first={at === 0 || undefined}
                  title={axis.texts?.[tick]}
                  style={{
                    top: top(at, tick),
                    left: left(at) + (at === 0 ? -labelGapPx : labelGapPx),
                    maxWidth: roomPx(at) - 2 * labelGapPx,
                  }}
                >
                  {valueText(axis, tick)}
                </span>
              )),
            )}
          </div>
        )}
      </section>
    </ChartFrame>
  );
}

/** The labels of the first axis stand left of it, all others right: at both sides texts need more room than numbers. */
function sidePx(axis: PictureAxis | undefined): number {
  return axis?.texts ? 120 : 60;
}

const longestName = 18;

function shortened(name: string): string {
  return name.length > longestName ? `…${name.slice(1 - longestName)}` : name;
}
