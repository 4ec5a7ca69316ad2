import type uPlot from "uplot";
import { formatNumber } from "../format/number.ts";
import type { TimeZone } from "../format/time.ts";
import { tickDistances, tickTexts } from "./axis-labels.ts";
import { drawUnplaced } from "./draw-unplaced.ts";
import type { Drawn } from "./drawn-series.ts";
import type { Crosshair, XRange } from "./plot.tsx";
import { type ChartSeries, colourOf, dashOf, type XKind } from "./series.ts";

interface PlotFacts {
  readonly series: readonly ChartSeries[];
  readonly xKind: XKind;
  readonly logY: boolean;
  readonly zone: TimeZone;
  /** There is room for one line of labels only. */
  readonly compact: boolean;
  readonly syncKey: string;
  readonly drawn: () => Drawn;
  readonly range: () => XRange | undefined;
  readonly onSelect: (range: XRange) => void;
  readonly onCrosshair: (at: Crosshair | undefined) => void;
}

/** How near, in CSS pixels, a point must be to the crosshair to be read there. */
const reachPx = 24;
const leastDragPx = 6;

/** How uPlot is to draw lines: in the theme's colours, with our labels, and no legend of its own. */
export function plotOptions(facts: PlotFacts): Omit<uPlot.Options, "width" | "height"> {
  const { series, xKind, logY, zone, compact } = facts;
  const theme = themeColours();
  const font = `11px ${theme("var(--font-sans)")}`;
  const axis: uPlot.Axis = {
    stroke: theme("var(--text-2)"),
    font,
    grid: { stroke: theme("var(--line)"), width: 1 },
    ticks: { show: false },
    gap: 4,
  };
  const distances = tickDistances(xKind);
  const columns = facts.drawn().columns;
  return {
    padding: [compact ? 4 : 10, 14, 0, 4],
    legend: { show: false },
    focus: { alpha: 0.2 },
    scales: {
      x: { time: false, range: (_, min, max) => shownRange(facts.range(), min, max) },
      y: { distr: logY ? 3 : 1, range: (_, min, max) => yRange(min, max, logY) },
    },
    axes: [
      {
        ...axis,
        size: compact ? 18 : xKind === "time" ? 34 : 24,
        space: xKind === "step" ? 56 : 72,
        ...(distances ? { incrs: distances } : { incrs: wholeSteps }),
        values: (_, ticks, __, ___, distance) =>
          tickTexts(ticks, distance, xKind, zone).map((text) => (compact ? lastLine(text) : text)),
      },
      {
        ...axis,
        ...(compact && { space: 22 }),
        // What is counted has no halves.
        ...(!logY && hasWholeValues(series) && { incrs: wholeSteps }),
        size: (_, texts) => 14 + 6.2 * Math.max(3, ...(texts ?? []).map((text) => text?.length ?? 0)),
        values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : formatNumber(tick))),
      },
    ],
    cursor: {
      sync: { key: facts.syncKey, scales: ["x", null] },
      drag: { x: true, y: false, setScale: false, dist: leastDragPx },
      points: { size: 6 },
      focus: { prox: 16 },
      y: false,
      // A double click is the chart's: it takes the range out of the address.
      bind: { dblclick: () => null },
    },
    series: [{}, ...series.flatMap((one) => columnsOf(one, columns, theme, compact))],
    bands:
      columns === 1
        ? []
        : series.map(({ colour }, at) => ({
            series: [at * 3 + 1, at * 3 + 2],
            fill: translucent(theme(colourOf(colour))),
          })),
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          // Charts that share a crosshair share the drag; only the one that the pointer is in has an event, and tells it.
          if (width < leastDragPx || !plot.cursor.event) return;
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          facts.onSelect({ min: plot.posToVal(left, "x"), max: plot.posToVal(left + width, "x") });
        },
      ],
      setCursor: [(plot) => facts.onCrosshair(crosshairOf(plot))],
      draw: [(plot) => drawUnplaced(plot, facts.drawn().unplaced, (at) => theme(colourOf(series[at]!.colour)))],
    },
  };
}

/** Of a label in two lines the second, the day, which then stands in place of the time. */
function lastLine(text: string): string {
  return text.slice(text.indexOf("\n") + 1);
}

function columnsOf(
  { label, colour }: ChartSeries,
  columns: 1 | 3,
  theme: (css: string) => string,
  onlyLone: boolean,
): uPlot.Series[] {
  const stroke = theme(colourOf(colour));
  const line: uPlot.Series = {
    label,
    stroke,
    width: 1.5,
    dash: [...dashOf(colour)],
    points: {
      size: 5,
      fill: stroke,
      filter: (plot, at, shown) => (shown && !onlyLone ? null : lonePoints(plot.data[at]!)),
    },
  };
  const edge: uPlot.Series = { stroke: "transparent", width: 0, points: { show: false } };
  return columns === 1 ? [line] : [edge, edge, line];
}

/** A point with gaps on both sides is part of no line, so it must be drawn as a point. */
function lonePoints(column: ArrayLike<number | null | undefined>): number[] {
  const lone: number[] = [];
  // The last known value but one, and the last: none counts as a gap.
  let isLine = false;
  let last = -1;
  for (let at = 0; at < column.length; at++) {
    const value = column[at];
    if (value === undefined) continue;
    if (value === null) {
      if (last >= 0 && !isLine) lone.push(last);
      last = -1;
    } else {
      isLine = last >= 0;
      last = at;
    }
  }
  if (last >= 0 && !isLine) lone.push(last);
  return lone;
}

/** Axes of steps have no ticks between two of them. */
const wholeSteps = Array.from({ length: 16 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

function hasWholeValues(series: readonly ChartSeries[]): boolean {
  return series.every(({ y }) => y.every((value) => Number.isInteger(value) || !Number.isFinite(value)));
}

function shownRange(chosen: XRange | undefined, min: number | null, max: number | null): [number, number] {
  if (chosen) return [chosen.min, chosen.max];
  if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max)) return [0, 1];
  return min === max ? [min - 0.5, max + 0.5] : [min, max];
}

function yRange(min: number | null, max: number | null, logY: boolean): [number, number] {
  if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max)) return logY ? [0.1, 10] : [0, 1];
  if (logY) return min === max ? [min / 2, max * 2] : [min / (max / min) ** 0.04, max * (max / min) ** 0.04];
  if (min === max) {
    const around = Math.abs(min) * 0.1 || 1;
    return [min - around, max + around];
  }
  const margin = (max - min) * 0.06;
  return [min >= 0 && min - margin < 0 ? 0 : min - margin, max + margin];
}

function crosshairOf(plot: uPlot): Crosshair | undefined {
  const { left = -1, top = -1 } = plot.cursor;
  if (left < 0) return undefined;
  const x = plot.posToVal(left, "x");
  return {
    x,
    reach: Math.abs(plot.posToVal(left + reachPx, "x") - x),
    leftPx: left + plot.over.offsetLeft,
    topPx: top + plot.over.offsetTop,
    y: plot.posToVal(top, "y"),
  };
}

/** What a canvas needs in place of `var(--name)`. */
export function themeColours(): (css: string) => string {
  const style = getComputedStyle(document.documentElement);
  return (css) => css.replace(/var\((--[\w-]+)\)/g, (_, name: string) => style.getPropertyValue(name).trim());
}

function translucent(hex: string): string {
  return `${hex}33`;
}
