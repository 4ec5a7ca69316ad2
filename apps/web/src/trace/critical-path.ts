import { isPlaceholder, type SpanTree } from "./span-tree.ts";

/**
 * The chain of work that decided how long the trace took: shorten anything on it and the trace ends earlier, shorten
 * anything else and it does not. Found by walking back from the end: the child that finished last holds its parent up;
 * before that child began, the child that finished last before it; and so on. What no child covers is the span's own.
 */
export interface CriticalPath {
  /** 1 for each row on the path. */
  readonly onPath: Uint8Array;
  /** Stretches of the rows' own time on the path, latest first: row, start, end. They do not overlap. */
  readonly stretches: readonly CriticalStretch[];
  readonly totalUs: number;
}

export interface CriticalStretch {
  readonly row: number;
  readonly startUs: number;
  readonly endUs: number;
}

export function criticalPath(tree: SpanTree): CriticalPath {
  const onPath = new Uint8Array(tree.count);
  const stretches: CriticalStretch[] = [];
  const reach = reachOf(tree);
  let totalUs = 0;
  const own = (row: number, from: number, to: number) => {
    const startUs = Math.max(from, tree.startUs[row] ?? 0);
    const endUs = Math.min(to, tree.endUs[row] ?? 0);
    if (endUs <= startUs || isPlaceholder(tree, row)) return;
    stretches.push({ row, startUs, endUs });
    totalUs += endUs - startUs;
  };

  // Of spans that end together, one that still runs is what is waited for.
  const lastFinished = (a: number, b: number) =>
    (reach[b] ?? 0) - (reach[a] ?? 0) || (tree.running[b] ?? 0) - (tree.running[a] ?? 0);

  // A frame is a span on the path, its children by the end of their work, and how far back the walk has come.
  interface Frame {
    readonly row: number;
    readonly children: Int32Array;
    next: number;
    at: number;
  }
  const frame = (row: number, children: Int32Array, at: number): Frame => ({
    row,
    children: children.sort(lastFinished),
    next: 0,
    at,
  });
  const stack = [frame(-1, childrenOf(tree, -1), tree.axisEndUs)];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = top.children[top.next++];
    const start = top.row < 0 ? 0 : (tree.startUs[top.row] ?? 0);
    if (child === undefined || top.at <= start) {
      if (top.row >= 0) own(top.row, start, top.at);
      stack.pop();
      const below = stack.at(-1);
      if (below) below.at = Math.min(below.at, start, top.at);
      continue;
    }
    const childStart = tree.startUs[child] ?? 0;
    const childEnd = reach[child] ?? 0;
    // Work that overlaps what is already on the path held nothing up.
    if (childStart >= top.at || childEnd > top.at || childEnd <= start) continue;
    if (top.row >= 0) own(top.row, childEnd, top.at);
    onPath[child] = 1;
    stack.push(frame(child, childrenOf(tree, child), childEnd));
  }
  return { onPath, stretches, totalUs };
}

/** When the work of each subtree ended: a child may outlast its parent. */
function reachOf(tree: SpanTree): Float64Array {
  const reach = Float64Array.from(tree.endUs);
  for (let row = tree.count - 1; row >= 0; row--) {
    const above = tree.parent[row] ?? -1;
    if (above >= 0) reach[above] = Math.max(reach[above] ?? 0, reach[row] ?? 0);
  }
  return reach;
}

function childrenOf(tree: SpanTree, row: number): Int32Array {
  const children: number[] = [];
  const end = row < 0 ? tree.count : row + (tree.size[row] ?? 1);
  for (let child = row + 1; child < end; child += tree.size[child] ?? 1) children.push(child);
  return Int32Array.from(children);
}
