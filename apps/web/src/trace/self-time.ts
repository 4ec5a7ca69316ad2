import type { SpanTree } from "./span-tree.ts";

/** The time a span spent outside all of its children, for every row: its length minus the union of its children's. */
export function selfUs(tree: SpanTree): Float64Array {
  const self = new Float64Array(tree.count);
  // Children come in order of start, so one running end a parent is enough to form their union.
  const reached = Float64Array.from(tree.startUs);
  for (let row = 0; row < tree.count; row++) {
    self[row] = (self[row] ?? 0) + (tree.endUs[row] ?? 0) - (tree.startUs[row] ?? 0);
    const above = tree.parent[row] ?? -1;
    if (above < 0) continue;
    const from = Math.max(tree.startUs[row] ?? 0, reached[above] ?? 0);
    const to = Math.min(tree.endUs[row] ?? 0, tree.endUs[above] ?? 0);
    if (to > from) {
      self[above] = (self[above] ?? 0) - (to - from);
      reached[above] = to;
    }
  }
  return self;
}

/**
 * The stretches of a row outside its children, as pairs start, end. Stretches and gaps shorter than `grainUs` (a pixel)
 * are merged, so the answer is never longer than the bar is wide.
 */
export function selfStretches(tree: SpanTree, row: number, grainUs: number): number[] {
  const stretches: number[] = [];
  const end = tree.endUs[row] ?? 0;
  const last = row + (tree.size[row] ?? 1);
  let at = tree.startUs[row] ?? 0;
  for (let child = row + 1; child < last && at < end; child += tree.size[child] ?? 1) {
    const from = Math.min(tree.startUs[child] ?? 0, end);
    if (from - at >= grainUs) stretches.push(at, from);
    at = Math.max(at, tree.endUs[child] ?? 0);
  }
  if (end - at >= grainUs || (stretches.length === 0 && last === row + 1)) stretches.push(Math.min(at, end), end);
  return stretches;
}
