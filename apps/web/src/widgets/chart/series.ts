/** One line of a chart, or one run's points in it. `x` rises; `y` may hold NaN and ±Infinity, which are shown as such. */
export interface ChartSeries {
  readonly id: string;
  readonly label: string;
  /** Which of the theme's line colours, counted from 0; they repeat, then with another dash. */
  readonly colour: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Places between points over which no line leads, because there was nothing. Not among `x`. */
  readonly breaks?: readonly number[];
  /** Of a line that stands for several: the lowest and the highest of them at each `x`, drawn as a band behind it. */
  readonly band?: { readonly low: readonly number[]; readonly high: readonly number[] };
}

/** What the numbers of the x axis are: steps, milliseconds since 1970, or seconds since the start of each series. */
export type XKind = "step" | "time" | "relative";

/** So many colours of lines has the theme (`--series-1` …). */
export const colourCount = 10;

/** The CSS colour of a series. */
export function colourOf(colour: number): string {
  return `var(--series-${(colour % colourCount) + 1})`;
}

/** How a line that repeats a colour is told from the first: lengths of strokes and gaps, in CSS pixels. */
export function dashOf(colour: number): readonly number[] {
  return [[], [6, 3], [2, 3], [8, 3, 2, 3]][Math.floor(colour / colourCount) % 4]!;
}
