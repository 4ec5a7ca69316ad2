import type { ChartSeries } from "./series.ts";

/** What one series says at a place of the x axis. */
export interface Reading {
  readonly series: ChartSeries;
  /** Index of the point. */
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

/**
 * The nearest point of each series at `x`, the highest value first; those that are no number come last. A series that
 * ends more than `reach` before `x`, or begins that much behind it, says nothing there.
 */
export function readingsAt(all: readonly ChartSeries[], x: number, reach: number): Reading[] {
  return all
    .flatMap((series): Reading[] => {
      const at = nearestIndex(series.x, x);
      if (at < 0) return [];
      const first = series.x[0]!;
      const last = series.x.at(-1)!;
      if (x < first - reach || x > last + reach) return [];
      return [{ series, at, x: series.x[at]!, y: series.y[at]! }];
    })
    .sort((a, b) => rank(b.y) - rank(a.y) || a.series.label.localeCompare(b.series.label));
}

function rank(y: number): number {
  return Number.isNaN(y) ? Number.NEGATIVE_INFINITY : y;
}

/** Index of the value that is nearest to `x` in rising values; -1 for none. */
export function nearestIndex(values: readonly number[], x: number): number {
  if (values.length === 0) return -1;
  let low = 0;
  let high = values.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= x) low = middle;
    else high = middle;
  }
  return Math.abs(values[low]! - x) <= Math.abs(values[high]! - x) ? low : high;
}
