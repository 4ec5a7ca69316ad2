import { sortedIndices } from "./sorted-indices.ts";

/** Spans as columns, in any order. */
export interface FlatSpans {
  readonly count: number;
  /** Two 32-bit halves a span, the high one first. */
  readonly ids: Int32Array;
  /** As `ids`; 0, 0 for a root. */
  readonly parents: Int32Array;
  /** From zero on, whole numbers. */
  readonly startNs: Float64Array;
}

/** The rows of a tree in pre-order: a parent before its children, siblings by start. */
export interface SpanTree {
  /** Which span a row shows: its index in the flat columns, or -1 - k for the placeholder `missing[k]`. */
  readonly order: Int32Array;
  readonly depth: Int32Array;
  /** Rows of the subtree, itself included: the next sibling is at i + size. */
  readonly size: Int32Array;
  /** Parents that are not among the spans. */
  readonly missing: readonly MissingParent[];
  /** Spans whose parents form a loop that was cut at them. */
  readonly cuts: ReadonlySet<number>;
}

export interface MissingParent {
  readonly high: number;
  readonly low: number;
  /** The spans that name it, by start. */
  readonly children: readonly number[];
}

/**
 * Puts spans in order without recursion, so that neither the size nor the depth of a trace matters. A span whose parent
 * is missing hangs below a placeholder for it. Spans that are each other's ancestors are cut at the earliest one.
 */
export function spanTree(spans: FlatSpans): SpanTree {
  const { count, startNs } = spans;
  const byStart = sortedIndices(startNs, (a, b) => compareIds(spans.ids, a, b));
  const { parentOf, missing } = findParents(spans, byStart);
  const cuts = cutLoops(parentOf, count, startNs);

  // Children as linked lists. Going backwards through the spans by start leaves each list in order of start.
  const nodes = count + missing.length;
  const firstChild = new Int32Array(nodes).fill(-1);
  const nextSibling = new Int32Array(nodes).fill(-1);
  const topLevel: number[] = [];
  for (let at = count - 1; at >= 0; at--) {
    const i = byStart[at]!;
    const parent = parentOf[i]!;
    if (parent === -1) {
      topLevel.push(i);
    } else {
      nextSibling[i] = firstChild[parent]!;
      firstChild[parent] = i;
    }
  }
  topLevel.reverse();
  if (missing.length > 0) {
    for (let k = 0; k < missing.length; k++) topLevel.push(count + k);
    const startOf = (node: number): number => startNs[node < count ? node : missing[node - count]!.children[0]!]!;
    topLevel.sort((a, b) => startOf(a) - startOf(b));
  }
  return { ...preOrder(topLevel, firstChild, nextSibling, count), missing, cuts };
}

/** Nodes are the spans, then the placeholders; -1 is no parent. */
function findParents({ count, ids, parents }: FlatSpans, byStart: Int32Array) {
  const table = new IdTable(ids, count);
  const parentOf = new Int32Array(count).fill(-1);
  const missing: { high: number; low: number; children: number[] }[] = [];
  const missingByText = new Map<string, number>();
  for (let at = 0; at < count; at++) {
    const i = byStart[at]!;
    const high = parents[i * 2]!;
    const low = parents[i * 2 + 1]!;
    if (high === 0 && low === 0) continue;
    const found = table.find(high, low);
    if (found !== -1) {
      parentOf[i] = found;
      continue;
    }
    const text = `${high},${low}`;
    let k = missingByText.get(text);
    if (k === undefined) {
      k = missing.push({ high, low, children: [] }) - 1;
      missingByText.set(text, k);
    }
    missing[k]!.children.push(i);
    parentOf[i] = count + k;
  }
  return { parentOf, missing };
}

/** From an id's two halves to its index: open addressing in typed arrays, as 100,000 string keys would cost 50 ms. */
class IdTable {
  readonly #ids: Int32Array;
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(ids: Int32Array, count: number) {
    let size = 16;
    while (size < count * 2) size *= 2;
    this.#ids = ids;
    this.#slots = new Int32Array(size).fill(-1);
    this.#mask = size - 1;
    for (let i = 0; i < count; i++) {
      let slot = this.#start(ids[i * 2]!, ids[i * 2 + 1]!);
      while (this.#slots[slot] !== -1) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = i;
    }
  }

  find(high: number, low: number): number {
    for (let slot = this.#start(high, low); ; slot = (slot + 1) & this.#mask) {
      const i = this.#slots[slot]!;
      if (i === -1 || (this.#ids[i * 2] === high && this.#ids[i * 2 + 1] === low)) return i;
    }
  }

  #start(high: number, low: number): number {
    let hash = Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0xc2b2ae35);
    return (hash ^ (hash >>> 13)) & this.#mask;
  }
}

function compareIds(ids: Int32Array, a: number, b: number): number {
  return (ids[a * 2]! >>> 0) - (ids[b * 2]! >>> 0) || (ids[a * 2 + 1]! >>> 0) - (ids[b * 2 + 1]! >>> 0);
}

function preOrder(topLevel: readonly number[], firstChild: Int32Array, nextSibling: Int32Array, count: number) {
  const rows = firstChild.length;
  const order = new Int32Array(rows);
  const depth = new Int32Array(rows);
  const size = new Int32Array(rows).fill(1);
  const parentRow = new Int32Array(rows).fill(-1);
  // The path from the root to the row just written, as nodes and as rows.
  const pathNodes = new Int32Array(rows);
  const pathRows = new Int32Array(rows);
  let row = 0;
  for (const root of topLevel) {
    let level = 0;
    let node = root;
    while (level >= 0) {
      order[row] = node < count ? node : count - 1 - node;
      depth[row] = level;
      parentRow[row] = level === 0 ? -1 : pathRows[level - 1]!;
      pathNodes[level] = node;
      pathRows[level] = row++;
      let next = firstChild[node]!;
      if (next !== -1) {
        level++;
      } else {
        // Up to the nearest row that has a sibling still to come; a root has none here.
        while (level > 0 && next === -1) {
          next = nextSibling[pathNodes[level]!]!;
          if (next === -1) level--;
        }
        if (next === -1) level = -1;
      }
      node = next;
    }
  }
  for (let i = rows - 1; i > 0; i--) {
    const parent = parentRow[i]!;
    if (parent !== -1) size[parent] = size[parent]! + size[i]!;
  }
  return { order, depth, size };
}

/** Every loop of parents is opened at its earliest span, which becomes a root. */
function cutLoops(parentOf: Int32Array, count: number, startNs: Float64Array): Set<number> {
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
      if (startNs[other]! < startNs[earliest]!) earliest = other;
    }
    parentOf[earliest] = -1;
    cuts.add(earliest);
  }
  return cuts;
}
