/** Spans as columns, in any order. Row `i` of each column is one span. */
export interface FlatSpans {
  /** 16 hex digits. */
  readonly ids: readonly string[];
  /** 16 hex digits; "" for a root. */
  readonly parents: readonly string[];
  /** Any unit, any origin. */
  readonly starts: Float64Array;
}

/** The rows of a tree in pre-order: a parent before its children, siblings by start. */
export interface SpanTree {
  /** Which span a row shows: its index in the flat columns, or -1 - k for the placeholder `missing[k]`. */
  readonly order: Int32Array;
  readonly depth: Int32Array;
  /** Rows of the subtree, itself included: the next sibling is at i + size. */
  readonly size: Int32Array;
  /** Ids of parents that are not among the spans. */
  readonly missing: readonly string[];
  /** The first span below each of `missing`. */
  readonly firstBelow: readonly number[];
  /** Spans whose parents form a loop that was cut at them. */
  readonly cuts: ReadonlySet<number>;
}

/**
 * Puts spans in order without recursion, so that neither the size nor the depth of a trace matters. A span whose parent
 * is missing hangs below a placeholder for it. Spans that are each other's ancestors are cut at the earliest one.
 */
export function spanTree({ ids, parents, starts }: FlatSpans): SpanTree {
  const count = ids.length;
  const indexOf = new Map<string, number>();
  for (let i = 0; i < count; i++) indexOf.set(ids[i]!, i);

  // Nodes: the spans, then the placeholders.
  const parentOf = new Int32Array(count).fill(-1);
  const missing: string[] = [];
  const missingNode = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const parent = parents[i]!;
    if (parent === "") continue;
    let node = indexOf.get(parent) ?? missingNode.get(parent);
    if (node === undefined) {
      node = count + missing.length;
      missing.push(parent);
      missingNode.set(parent, node);
    }
    parentOf[i] = node;
  }
  const cuts = cutLoops(parentOf, count, starts);

  // Children as linked lists. Going backwards through the spans by start leaves each list in order of start.
  const nodes = count + missing.length;
  const firstChild = new Int32Array(nodes).fill(-1);
  const nextSibling = new Int32Array(nodes).fill(-1);
  const byStart = Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => starts[a]! - starts[b]! || (ids[a]! < ids[b]! ? -1 : 1));
  const topLevel: number[] = [];
  for (let at = count - 1; at >= 0; at--) {
    const i = byStart[at]!;
    const parent = parentOf[i]!;
    if (parent === -1) continue;
    nextSibling[i] = firstChild[parent]!;
    firstChild[parent] = i;
  }
  const firstBelow = missing.map((_, k) => firstChild[count + k]!);
  for (let at = 0; at < count; at++) if (parentOf[byStart[at]!] === -1) topLevel.push(byStart[at]!);
  for (let k = 0; k < missing.length; k++) topLevel.push(count + k);
  const startOf = (node: number): number => starts[node < count ? node : firstBelow[node - count]!]!;
  if (missing.length > 0) topLevel.sort((a, b) => startOf(a) - startOf(b));

  return { ...preOrder(topLevel, firstChild, nextSibling, count), missing, firstBelow, cuts };
}

function preOrder(topLevel: readonly number[], firstChild: Int32Array, nextSibling: Int32Array, count: number) {
  const rows = firstChild.length;
  const order = new Int32Array(rows);
  const depth = new Int32Array(rows);
  const size = new Int32Array(rows).fill(1);
  const parentRow = new Int32Array(rows).fill(-1);
  const rowOf = new Int32Array(rows);
  let row = 0;
  const emit = (node: number, parent: number): void => {
    order[row] = node < count ? node : count - 1 - node;
    parentRow[row] = parent;
    depth[row] = parent === -1 ? 0 : depth[parent]! + 1;
    rowOf[node] = row++;
  };
  for (const root of topLevel) {
    emit(root, -1);
    // The path from the root to the row just written; each level goes on with its next sibling.
    const path = [root];
    let next = firstChild[root]!;
    while (path.length > 0) {
      if (next === -1) {
        const done = path.pop()!;
        next = path.length > 0 ? nextSibling[done]! : -1;
        continue;
      }
      emit(next, rowOf[path.at(-1)!]!);
      path.push(next);
      next = firstChild[next]!;
    }
  }
  for (let i = rows - 1; i > 0; i--) {
    const parent = parentRow[i]!;
    if (parent !== -1) size[parent] = size[parent]! + size[i]!;
  }
  return { order, depth, size };
}

/** Every loop of parents is opened at its earliest span, which becomes a root. */
function cutLoops(parentOf: Int32Array, count: number, starts: Float64Array): Set<number> {
  const cuts = new Set<number>();
  const seenBy = new Int32Array(count).fill(-1);
  for (let i = 0; i < count; i++) {
    let at = i;
    while (at !== -1 && at < count && seenBy[at] === -1) {
      seenBy[at] = i;
      at = parentOf[at]!;
    }
    if (at === -1 || at >= count || seenBy[at] !== i) continue;
    // `at` was met twice on the way up from `i`: it lies on a loop.
    let earliest = at;
    for (let other = parentOf[at]!; other !== at; other = parentOf[other]!) {
      if (starts[other]! < starts[earliest]!) earliest = other;
    }
    parentOf[earliest] = -1;
    cuts.add(earliest);
  }
  return cuts;
}
