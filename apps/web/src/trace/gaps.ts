import { isPlaceholder, type SpanTree } from "./span-tree.ts";

/** A bent time axis: `into` goes from microseconds to the axis' own measure, `back` undoes it. Both never fall. */
export interface Warp {
  into(us: number): number;
  back(at: number): number;
  /** The folded stretches, for marking them. */
  readonly gaps: readonly { readonly startUs: number; readonly endUs: number }[];
}

/** A gap is folded when it is at least this share of the trace; then it takes `foldedShare` of it. */
const leastShare = 0.03;
const foldedShare = 0.01;

/** Folds the stretches in which no leaf span was at work; undefined where there is nothing to fold. */
export function foldGaps(tree: SpanTree): Warp | undefined {
  const least = tree.axisEndUs * leastShare;
  const gaps = idleStretches(tree).filter((gap) => gap.endUs - gap.startUs >= least);
  if (gaps.length === 0) return undefined;

  // Knots of a piecewise straight line: (time, place).
  const times = [0];
  const places = [0];
  const knot = (us: number, scale: number) => {
    places.push((places.at(-1) ?? 0) + (us - (times.at(-1) ?? 0)) * scale);
    times.push(us);
  };
  for (const gap of gaps) {
    knot(gap.startUs, 1);
    knot(gap.endUs, (tree.axisEndUs * foldedShare) / (gap.endUs - gap.startUs));
  }
  knot(tree.axisEndUs, 1);
  return { into: (us) => along(times, places, us), back: (at) => along(places, times, at), gaps };
}

function idleStretches(tree: SpanTree): { startUs: number; endUs: number }[] {
  const leaves: number[] = [];
  for (let row = 0; row < tree.count; row++) if (tree.size[row] === 1 && !isPlaceholder(tree, row)) leaves.push(row);
  leaves.sort((a, b) => (tree.startUs[a] ?? 0) - (tree.startUs[b] ?? 0));
  const idle: { startUs: number; endUs: number }[] = [];
  let reached = 0;
  for (const leaf of leaves) {
    const startUs = tree.startUs[leaf] ?? 0;
    if (startUs > reached) idle.push({ startUs: reached, endUs: startUs });
    reached = Math.max(reached, tree.endUs[leaf] ?? 0);
  }
  if (tree.axisEndUs > reached) idle.push({ startUs: reached, endUs: tree.axisEndUs });
  return idle;
}

/** Linear interpolation between knots; beyond the ends the slope is 1. */
function along(from: readonly number[], to: readonly number[], at: number): number {
  let low = 0;
  let high = from.length - 1;
  if (at <= (from[0] ?? 0)) return (to[0] ?? 0) + at - (from[0] ?? 0);
  if (at >= (from[high] ?? 0)) return (to[high] ?? 0) + at - (from[high] ?? 0);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((from[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const span = (from[high] ?? 0) - (from[low] ?? 0);
  const share = span === 0 ? 0 : (at - (from[low] ?? 0)) / span;
  return (to[low] ?? 0) + share * ((to[high] ?? 0) - (to[low] ?? 0));
}
