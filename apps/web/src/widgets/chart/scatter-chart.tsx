import { useMemo, useRef } from "react";
import { formatNumber } from "../format/number.ts";
import { useWidth } from "../use-width.ts";
import styles from "./axes-picture.module.css";
import { AxesTable, saveAxesCsv } from "./axes-table.tsx";
import { ChartFrame } from "./chart-frame.tsx";
import { type LinearAxis, linearAxis } from "./linear-axis.ts";
import { type AxesPictureProps, type Placed, placedText } from "./placed.ts";
import { colourOf } from "./series.ts";
import { surface } from "./surface.ts";

const edge = { left: 58, right: 16, top: 12, bottom: 40 };
const grid = { columns: 48, rows: 32 };
const levels = 9;

/**
 * Each thing as a dot at its value on the first axis (across) and the second (up). A third axis colours the ground between
 * the dots by its value: a contour. What has no finite value on one of the axes is not drawn, and counted.
 */
export function ScatterChart(props: AxesPictureProps) {
  const { title, axes, all, highlighted, onHighlight, heightPx = 420 } = props;
  const box = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(box);
  const [xName = "", yName = "", zName] = axes.map(({ name }) => name);
  const drawn = useMemo(
    () => all.filter(({ values }) => axes.every((_, at) => Number.isFinite(values[at]))),
    [all, axes],
  );
  const x = useMemo(() => linearAxis(valuesOf(drawn, 0), 6), [drawn]);
  const y = useMemo(() => linearAxis(valuesOf(drawn, 1), 6), [drawn]);
  const inner = { width: Math.max(0, widthPx - edge.left - edge.right), height: heightPx - edge.top - edge.bottom };
  const left = (value: number) => edge.left + x.share(value) * inner.width;
  const top = (value: number) => edge.top + (1 - y.share(value)) * inner.height;
  const missing = all.length - drawn.length;
  return (
    <ChartFrame
      title={title}
      end={missing > 0 && <span className={styles.note}>{missing} without these values</span>}
      table={() => <AxesTable {...props} heightPx={heightPx} />}
      onCsv={() => saveAxesCsv(props)}
    >
      <div ref={box} style={{ height: heightPx }}>
        {widthPx > 0 && (
          <svg
            className={styles.picture}
            width={widthPx}
            height={heightPx}
            role="img"
            aria-label={summaryOf(props, drawn)}
          >
            {zName && <Ground drawn={drawn} x={x} y={y} width={inner.width} height={inner.height} />}
            {x.ticks.map((tick) => (
              <g key={tick} transform={`translate(${left(tick)} 0)`}>
                <line className={styles.gridLine} y1={edge.top} y2={heightPx - edge.bottom} />
                <text className={styles.tick} y={heightPx - edge.bottom + 14} textAnchor="middle">
                  {formatNumber(tick)}
                </text>
              </g>
            ))}
            {y.ticks.map((tick) => (
              <g key={tick} transform={`translate(0 ${top(tick)})`}>
                <line className={styles.gridLine} x1={edge.left} x2={widthPx - edge.right} />
                <text className={styles.tick} x={edge.left - 6} textAnchor="end" dominantBaseline="middle">
                  {formatNumber(tick)}
                </text>
              </g>
            ))}
            <text className={styles.axisName} x={edge.left + inner.width / 2} y={heightPx - 8} textAnchor="middle">
              {xName}
            </text>
            <text
              className={styles.axisName}
              textAnchor="middle"
              transform={`translate(13 ${edge.top + inner.height / 2}) rotate(-90)`}
            >
              {yName}
            </text>
            {drawn.map((thing) => (
              <circle
                key={thing.id}
                className={styles.dot}
                data-on={thing.id === highlighted || undefined}
                data-dim={(highlighted !== undefined && thing.id !== highlighted) || undefined}
                cx={left(thing.values[0]!)}
                cy={top(thing.values[1]!)}
                r={thing.id === highlighted ? 7 : 5}
                fill={colourOf(thing.colour)}
                onPointerEnter={() => onHighlight(thing.id)}
                onPointerLeave={() => onHighlight(undefined)}
              >
                <title>{placedText(thing, axes)}</title>
              </circle>
            ))}
          </svg>
        )}
      </div>
    </ChartFrame>
  );
}

/** The third axis as steps of colour between the dots, the darkest where it is highest. */
function Ground(props: { drawn: readonly Placed[]; x: LinearAxis; y: LinearAxis; width: number; height: number }) {
  const { drawn, x, y, width, height } = props;
  const cells = useMemo(() => {
    const heights = valuesOf(drawn, 2);
    const low = Math.min(...heights);
    const size = Math.max(...heights) - low || 1;
    const points = drawn.map(({ values }) => ({
      x: x.share(values[0]!),
      y: y.share(values[1]!),
      z: (values[2]! - low) / size,
    }));
    return surface(points, grid.columns, grid.rows).map((z) => Math.min(levels - 1, Math.floor(z * levels)));
  }, [drawn, x, y]);
  const cell = { width: width / grid.columns, height: height / grid.rows };
  return (
    <g>
      {cells.map((level, at) => (
        <rect
          key={at}
          x={edge.left + (at % grid.columns) * cell.width}
          y={edge.top + height - (Math.floor(at / grid.columns) + 1) * cell.height}
          width={cell.width + 0.5}
          height={cell.height + 0.5}
          style={{
            fill: `color-mix(in srgb, var(--accent) ${Math.round((level / (levels - 1)) * 75)}%, var(--surface))`,
          }}
        />
      ))}
    </g>
  );
}

function summaryOf({ title, axes }: AxesPictureProps, drawn: readonly Placed[]): string {
  const ends = axes.map(({ name }, at) => {
    const values = valuesOf(drawn, at);
    return drawn.length === 0
      ? name
      : `${name} from ${formatNumber(Math.min(...values))} to ${formatNumber(Math.max(...values))}`;
  });
  return `${title}: ${drawn.length} points, ${ends.join(", ")}. The menu shows them as a table.`;
}

function valuesOf(all: readonly Placed[], axis: number): number[] {
  return all.map(({ values }) => values[axis]!);
}
