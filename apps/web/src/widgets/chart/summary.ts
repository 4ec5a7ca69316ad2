import { formatNumber } from "../format/number.ts";
import { formatCount } from "../format/quantity.ts";
import type { ChartSeries } from "./series.ts";

/** What a reader wants of a line in numbers. Undefined where a series has no finite value. */
export interface SeriesFacts {
  readonly points: number;
  readonly first: number | undefined;
  /** As it stands, which may be NaN or infinite. */
  readonly last: number | undefined;
  readonly lowest: number | undefined;
  readonly highest: number | undefined;
  /** Points that are NaN or infinite. */
  readonly notFinite: number;
}

export function factsOf({ y }: ChartSeries): SeriesFacts {
  let lowest: number | undefined;
  let highest: number | undefined;
  let notFinite = 0;
  for (const value of y) {
    if (!Number.isFinite(value)) notFinite++;
    else {
      lowest = lowest === undefined || value < lowest ? value : lowest;
      highest = highest === undefined || value > highest ? value : highest;
    }
  }
  return { points: y.length, first: y[0], last: y.at(-1), lowest, highest, notFinite };
}

/** The chart in a sentence or two, for those who do not see it. */
export function summaryText(title: string, all: readonly ChartSeries[]): string {
  const shown = all.filter(({ y }) => y.length > 0);
  if (shown.length === 0) return `${title}: no points.`;
  const facts = shown.map((series) => ({ series, ...factsOf(series) }));
  const count = facts.reduce((sum, { points }) => sum + points, 0);
  const lines = `${shown.length} ${shown.length === 1 ? "line" : "lines"}, ${formatCount(count)} points.`;
  const finite = facts.filter(({ lowest }) => lowest !== undefined);
  const low = finite.toSorted((a, b) => a.lowest! - b.lowest!)[0];
  const high = finite.toSorted((a, b) => b.highest! - a.highest!)[0];
  const range =
    low && high
      ? ` Lowest ${formatNumber(low.lowest!)} (${low.series.label}), highest ${formatNumber(high.highest!)} (${high.series.label}).`
      : "";
  const broken = facts.reduce((sum, { notFinite }) => sum + notFinite, 0);
  const strange = broken === 1 ? " One point is" : ` ${formatCount(broken)} points are`;
  return `${title}: ${lines}${range}${broken > 0 ? `${strange} NaN or infinite.` : ""}`;
}
