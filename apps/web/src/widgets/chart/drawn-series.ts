import type { AlignedData } from "uplot";
import type { ChartSeries } from "./series.ts";
import { envelope, smooth } from "./smoothing.ts";

/** A point that has no place on the y axis, and what it is instead. */
export interface Unplaced {
  readonly x: number;
  readonly is: "NaN" | "∞" | "−∞" | "≤ 0";
}

export interface Drawn {
  /** As uPlot takes it: all x values, then for each series its columns. */
  readonly data: AlignedData;
  /** Columns of a series: 1, or 3 where a band of lowest and highest values lies behind a line, as behind a smoothed one. */
  readonly columns: 1 | 3;
  /** For each series, in their order. */
  readonly unplaced: readonly (readonly Unplaced[])[];
}

/** Behind a smoothed line the measured values are a band of so many stretches. */
const bandStretches = 240;

/**
 * Series of different x values as columns over one x axis. A value that is no number, or that a log axis has no place for,
 * leaves a gap (`null`) and is told in `unplaced`; an x value that a series does not have leaves its line whole
 * (`undefined`).
 */
export function drawnSeries(all: readonly ChartSeries[], smoothing: number, logY: boolean): Drawn {
  const columns = hasBands(all, smoothing) ? 3 : 1;
  const lines = all.map((series) => (columns === 3 ? bandAndLine(series, smoothing) : [series]));
  const x = placesOf(lines, all);
  const data = lines.flatMap((parts, series) =>
    parts.map((part) => columnOf(part, all[series]!.breaks ?? [], x, logY)),
  );
  return { data: [x, ...data], columns, unplaced: all.map((series) => unplacedOf(series, logY)) };
}

/** Every place of the x axis once, rising. By a typed array, which is sorted without a call for each pair. */
function placesOf(lines: readonly (readonly Line[])[], all: readonly ChartSeries[]): number[] {
  const given = [...lines.flat().map(({ x }) => x), ...all.map(({ breaks = [] }) => breaks)];
  const sorted = new Float64Array(given.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const places of given) {
    sorted.set(places, at);
    at += places.length;
  }
  sorted.sort();
  const found: number[] = [];
  for (const place of sorted) if (place !== found[found.length - 1]) found.push(place);
  return found;
}

/** The values of a line at its own places among all of `x`. */
function columnOf(line: Line, breaks: readonly number[], x: readonly number[], logY: boolean) {
  const column = new Array<number | null | undefined>(x.length).fill(undefined);
  let row = 0;
  for (const place of breaks.toSorted((a, b) => a - b)) {
    while (x[row]! < place) row++;
    column[row] = null;
  }
  row = 0;
  line.x.forEach((place, at) => {
    while (x[row]! < place) row++;
    column[row] = placed(line.y[at]!, logY);
  });
  return column;
}

/** Whether bands lie behind the lines of a chart. */
export function hasBands(all: readonly ChartSeries[], smoothing: number): boolean {
  return smoothing > 0 || all.some(({ band }) => band !== undefined);
}

interface Line {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

function bandAndLine({ x, y, band }: ChartSeries, smoothing: number): Line[] {
  const { low, high, x: at } = band ? { ...band, x } : envelope(x, y, bandStretches);
  return [
    { x: at, y: high },
    { x: at, y: low },
    { x, y: smooth(y, smoothing) },
  ];
}

function placed(value: number, logY: boolean): number | null {
  return Number.isFinite(value) && !(logY && value <= 0) ? value : null;
}

function unplacedOf({ x, y }: ChartSeries, logY: boolean): Unplaced[] {
  const found: Unplaced[] = [];
  y.forEach((value, at) => {
    if (Number.isNaN(value)) found.push({ x: x[at]!, is: "NaN" });
    else if (value === Number.POSITIVE_INFINITY) found.push({ x: x[at]!, is: "∞" });
    else if (value === Number.NEGATIVE_INFINITY) found.push({ x: x[at]!, is: "−∞" });
    else if (logY && value <= 0) found.push({ x: x[at]!, is: "≤ 0" });
  });
  return found;
}
