import { durationUsOf, nameOf, type SpanTree, typeOf } from "./span-tree.ts";

/** Two traces as one tree, in pre-order: what only the left has stands before what the right has in its place. */
export interface TreeDiff {
  readonly count: number;
  /** Row of the left tree, -1 for a span that only the right has; and the other way round. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly depth: Int32Array;
  /** Rows of the subtree, itself included. */
  readonly size: Int32Array;
  /** Rows in the subtree, itself included, that are not in both or failed in one of them. */
  readonly changes: Int32Array;
}

/** Longest lists of siblings, multiplied, that are compared thoroughly: a table of this many cells is filled. */
const mostCells = 4_000_000;

/**
 * Aligns two traces by the path of names: siblings of one name and type, in the order in which most of them pair up (the
 * longest common subsequence), then their children in the same way. A span that moved below another parent is gone there
 * and new here. Two single roots are the same agent whatever they are called.
 */
export function diffTrees(a: SpanTree, b: SpanTree): TreeDiff {
  const most = a.count + b.count;
  const left = new Int32Array(most);
  const right = new Int32Array(most);
  const depth = new Int32Array(most);
  let count = 0;
  // Work yet to be done, the next on top: a pair of rows with their level. A stack, because traces are thousands deep.
  const work: number[] = [];
  const push = (pairs: readonly Pair[], level: number) => {
    for (let at = pairs.length - 1; at >= 0; at--) work.push(pairs[at]![0], pairs[at]![1], level);
  };
  const rootsA = childrenOf(a, -1);
  const rootsB = childrenOf(b, -1);
  push(rootsA.length === 1 && rootsB.length === 1 ? [[rootsA[0]!, rootsB[0]!]] : align(a, rootsA, b, rootsB), 0);
  while (work.length > 0) {
    const level = work.pop()!;
    const rowB = work.pop()!;
    const rowA = work.pop()!;
    left[count] = rowA;
    right[count] = rowB;
    depth[count++] = level;
    push(align(a, rowA < 0 ? [] : childrenOf(a, rowA), b, rowB < 0 ? [] : childrenOf(b, rowB)), level + 1);
  }
  const shown = { left: left.slice(0, count), right: right.slice(0, count), depth: depth.slice(0, count) };
  return { count, ...shown, ...sums(a, b, shown.left, shown.right, shown.depth) };
}

/** What one span has more than the other; undefined where one of them lacks it. */
export interface Deltas {
  readonly durationUs: number | undefined;
  readonly tokens: number | undefined;
  readonly costUsd: number | undefined;
}

export function deltasAt(a: SpanTree, b: SpanTree, diff: TreeDiff, at: number): Deltas {
  const rowA = diff.left[at] ?? -1;
  const rowB = diff.right[at] ?? -1;
  const minus = (of: (tree: SpanTree, row: number) => number | undefined) => {
    const before = rowA < 0 ? undefined : of(a, rowA);
    const after = rowB < 0 ? undefined : of(b, rowB);
    return before === undefined || after === undefined ? undefined : after - before;
  };
  return {
    durationUs: minus((tree, row) => (tree.running[row] ? undefined : durationUsOf(tree, row))),
    tokens: minus(tokensOf),
    costUsd: minus((tree, row) => known(tree.costUsd[row])),
  };
}

/** Tokens in and out of a model call; undefined for a span that has none. */
export function tokensOf(tree: SpanTree, row: number): number | undefined {
  const input = known(tree.inputTokens[row]);
  const output = known(tree.outputTokens[row]);
  return input === undefined && output === undefined ? undefined : (input ?? 0) + (output ?? 0);
}

function known(value: number | undefined): number | undefined {
  return value === undefined || value < 0 ? undefined : value;
}

type Pair = readonly [a: number, b: number];

/** Siblings paired in their order; -1 stands for a missing partner. */
function align(a: SpanTree, rowsA: readonly number[], b: SpanTree, rowsB: readonly number[]): Pair[] {
  const keysA = rowsA.map((row) => keyOf(a, row));
  const keysB = rowsB.map((row) => keyOf(b, row));
  let start = 0;
  while (start < keysA.length && start < keysB.length && keysA[start] === keysB[start]) start++;
  let [endA, endB] = [keysA.length, keysB.length];
  while (endA > start && endB > start && keysA[endA - 1] === keysB[endB - 1]) {
    endA--;
    endB--;
  }
  const between = common(keysA.slice(start, endA), keysB.slice(start, endB));
  const matches: Pair[] = [
    ...Array.from({ length: start }, (_, at): Pair => [at, at]),
    ...between.map(([at, other]): Pair => [at + start, other + start]),
    ...Array.from({ length: keysA.length - endA }, (_, at): Pair => [endA + at, endB + at]),
  ];
  const pairs: Pair[] = [];
  let [atA, atB] = [0, 0];
  for (const [toA, toB] of [...matches, [rowsA.length, rowsB.length] as const]) {
    while (atA < toA) pairs.push([rowsA[atA++]!, -1]);
    while (atB < toB) pairs.push([-1, rowsB[atB++]!]);
    if (atA < rowsA.length && atB < rowsB.length) pairs.push([rowsA[atA++]!, rowsB[atB++]!]);
  }
  return pairs;
}

/** The longest common subsequence as index pairs; where that would take too long, each with the next of its key. */
function common(a: readonly string[], b: readonly string[]): Pair[] {
  if (a.length === 0 || b.length === 0) return [];
  if (a.length * b.length > mostCells) return nextOfKey(a, b);
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}

function nextOfKey(a: readonly string[], b: readonly string[]): Pair[] {
  const places = new Map<string, number[]>();
  for (let j = b.length - 1; j >= 0; j--) {
    const known = places.get(b[j]!);
    if (known) known.push(j);
    else places.set(b[j]!, [j]);
  }
  const pairs: Pair[] = [];
  let from = 0;
  a.forEach((key, i) => {
    const queue = places.get(key);
    while (queue && queue.length > 0 && queue.at(-1)! < from) queue.pop();
    const j = queue?.pop();
    if (j === undefined) return;
    pairs.push([i, j]);
    from = j + 1;
  });
  return pairs;
}

function keyOf(tree: SpanTree, row: number): string {
  return `${typeOf(tree, row)} ${nameOf(tree, row)}`;
}

function childrenOf(tree: SpanTree, row: number): number[] {
  const children: number[] = [];
  const end = row < 0 ? tree.count : row + tree.size[row]!;
  for (let child = row + 1; child < end; child += tree.size[child]!) children.push(child);
  return children;
}

function sums(a: SpanTree, b: SpanTree, left: Int32Array, right: Int32Array, depth: Int32Array) {
  const size = new Int32Array(depth.length).fill(1);
  const changes = new Int32Array(depth.length);
  const open: number[] = [];
  const close = (level: number) => {
    while (open.length > level) {
      const at = open.pop()!;
      const above = open.at(-1);
      if (above === undefined) continue;
      size[above]! += size[at]!;
      changes[above]! += changes[at]!;
    }
  };
  for (let at = 0; at < depth.length; at++) {
    close(depth[at]!);
    const [rowA, rowB] = [left[at]!, right[at]!];
    changes[at] = rowA < 0 || rowB < 0 || a.status[rowA] !== b.status[rowB] ? 1 : 0;
    open.push(at);
  }
  close(0);
  return { size, changes };
}
