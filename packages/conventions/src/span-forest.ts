/**
 * Parent ids turned into a forest of array indexes. Spans come in any order, without their parents and, from hostile
 * or broken senders, in loops: a span whose parent is missing is a root, and a loop is cut above its smallest id, so
 * that the same spans give the same forest in whatever order they are listed.
 */
export interface SpanForest {
  /** Index of the parent, or -1. */
  readonly parents: Int32Array;
  /** Every index once, each parent before its children: run it backwards to sum up from the leaves. */
  readonly preOrder: Int32Array;
  /** For each index, its place in `preOrder`; its subtree is the places from there up to `ends`. */
  readonly places: Int32Array;
  readonly ends: Int32Array;
}

export interface ForestNode {
  readonly spanId: string | bigint;
  readonly parentId: string | bigint | null;
}

/** Span ids must be unique among the nodes; `indexes` is their `indexById`. */
export function spanForest(nodes: readonly ForestNode[], indexes = indexById(nodes)): SpanForest {
  const parents = new Int32Array(nodes.length);
  for (let index = 0; index < nodes.length; index++) {
    const { parentId } = nodes[index]!;
    parents[index] = parentId === null ? -1 : (indexes.get(parentId) ?? -1);
  }
  cutLoops(parents, nodes);
  return { parents, ...preOrderOf(parents) };
}

/** Smaller first; ids of one trace are all strings or all numbers. */
export function compareIds(a: string | bigint, b: string | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Of two nodes with one id, the later. */
export function indexById(nodes: readonly ForestNode[]): ReadonlyMap<string | bigint, number> {
  const indexes = new Map<string | bigint, number>();
  for (let index = 0; index < nodes.length; index++) indexes.set(nodes[index]!.spanId, index);
  return indexes;
}

function cutLoops(parents: Int32Array, nodes: readonly ForestNode[]): void {
  // 0 not seen, else the walk (from 1) that saw it: a walk that meets itself has found a loop.
  const seenBy = new Int32Array(parents.length);
  for (let start = 0; start < parents.length; start++) {
    let at = start;
    while (at !== -1 && seenBy[at] === 0) {
      seenBy[at] = start + 1;
      at = parents[at]!;
    }
    if (at === -1 || seenBy[at] !== start + 1) continue;
    let smallest = at;
    for (let next = parents[at]!; next !== at; next = parents[next]!)
      if (compareIds(nodes[next]!.spanId, nodes[smallest]!.spanId) < 0) smallest = next;
    parents[smallest] = -1;
  }
}

function preOrderOf(parents: Int32Array): Omit<SpanForest, "parents"> {
  const count = parents.length;
  const firstChild = new Int32Array(count).fill(-1);
  const nextSibling = new Int32Array(count).fill(-1);
  const stack: number[] = [];
  for (let index = count - 1; index >= 0; index--) {
    const parent = parents[index]!;
    if (parent === -1) continue;
    nextSibling[index] = firstChild[parent]!;
    firstChild[parent] = index;
  }
  for (let index = count - 1; index >= 0; index--) if (parents[index] === -1) stack.push(index);

  const preOrder = new Int32Array(count);
  const places = new Int32Array(count);
  let place = 0;
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    places[index] = place;
    preOrder[place++] = index;
    for (let child = firstChild[index]!; child !== -1; child = nextSibling[child]!) stack.push(child);
  }

  const ends = new Int32Array(count);
  for (let index = 0; index < count; index++) ends[index] = places[index]! + 1;
  for (let at = count - 1; at >= 0; at--) {
    const index = preOrder[at]!;
    const parent = parents[index]!;
    if (parent !== -1) ends[parent] = Math.max(ends[parent]!, ends[index]!);
  }
  return { preOrder, places, ends };
}

/**
 * Answers with the deepest span that is at or above both, or -1 where they are in different trees. Takes O(log n) a
 * question: each span also points to an ancestor further up, so that a walk can jump (Myers' skew-binary pointers).
 */
export function commonAncestors({ parents, preOrder, places, ends }: SpanForest): (a: number, b: number) => number {
  const depths = new Int32Array(parents.length);
  const jumps = new Int32Array(parents.length);
  for (const index of preOrder) {
    const parent = parents[index]!;
    jumps[index] = parent;
    if (parent === -1) continue;
    depths[index] = depths[parent]! + 1;
    const jump = jumps[parent]!;
    const far = jump === -1 ? -1 : jumps[jump]!;
    if (far !== -1 && depths[parent]! - depths[jump]! === depths[jump]! - depths[far]!) jumps[index] = far;
  }
  return (a, b) => {
    const isAboveA = (index: number) => index === -1 || (places[index]! <= places[a]! && places[a]! < ends[index]!);
    let at = b;
    while (!isAboveA(at)) at = isAboveA(jumps[at]!) ? parents[at]! : jumps[at]!;
    return at;
  };
}
