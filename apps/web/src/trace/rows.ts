import type { Collapse } from "./collapse.ts";
import { groupIdOf, isCollapsed, isGroupOpen } from "./collapse.ts";
import { isPlaceholder, type SpanTree } from "./span-tree.ts";

/**
 * The rows that a tree shows: spans, and folded groups of repeated siblings (`retrieve ×48`). Columns again, index =
 * position on the screen.
 */
export interface Rows {
  readonly count: number;
  /** Row of the span in the tree; for a group its first member. */
  readonly span: Int32Array;
  /** 0 for a span, otherwise how many siblings the group stands for. */
  readonly members: Int32Array;
  /** Screen depth: members of an open group stand one deeper than in the tree. */
  readonly depth: Int32Array;
  /** Position of the parent on the screen, -1 at the top. */
  readonly parent: Int32Array;
  /** 1-based place among the siblings on the screen. */
  readonly place: Int32Array;
  /** Children on the screen. */
  readonly children: Int32Array;
  /** How many rows at the top have no parent. */
  readonly roots: number;
  /** 0 has nothing to open, 1 open, 2 closed. */
  readonly expansion: Uint8Array;
  /** Position on the screen by row of the tree, -1 for one that is not shown; absent where the order is the tree's. */
  readonly position?: Int32Array;
}

export const expansion = { leaf: 0, open: 1, closed: 2 } as const;

export interface RowOptions {
  readonly collapse: Collapse;
  /** Fold runs of repeated leaf siblings. */
  readonly fold: boolean;
  /** Counts of kept rows before each row (one longer than the tree): only subtrees that hold one are shown. */
  readonly kept?: Int32Array | undefined;
}

/** A run of at least this many consecutive leaf siblings of one name and type folds. */
export const foldFrom = 8;

/** Lays the rows out in O(shown rows): the subtree of a closed or filtered row is skipped by its size. */
export function layOut(tree: SpanTree, options: RowOptions): Rows {
  const { collapse, fold, kept } = options;
  const out = new RowWriter(tree.count);
  const shows = (row: number) => kept === undefined || (kept[row + (tree.size[row] ?? 1)] ?? 0) > (kept[row] ?? 0);

  // Open ancestors: where each one's subtree ends, its position on the screen, and how much deeper its rows stand.
  const ends: number[] = [];
  const places: number[] = [];
  const extras: number[] = [];
  let row = 0;
  while (row < tree.count) {
    while (ends.length > 0 && row >= (ends.at(-1) ?? 0)) {
      ends.pop();
      places.pop();
      extras.pop();
    }
    const size = tree.size[row] ?? 1;
    if (!shows(row)) {
      row += size;
      continue;
    }
    const above = places.at(-1) ?? -1;
    const extra = extras.at(-1) ?? 0;
    const depth = (tree.depth[row] ?? 0) + extra;
    const inGroup = above >= 0 && (out.members[above] ?? 0) > 0;
    const run = fold && !inGroup && size === 1 ? runLength(tree, row, shows) : 1;
    if (run >= foldFrom) {
      const open = isGroupOpen(collapse, groupIdOf(tree, row));
      const place = out.push(row, run, depth, above, open ? expansion.open : expansion.closed);
      if (!open) {
        row += run;
        continue;
      }
      ends.push(row + run);
      places.push(place);
      extras.push(extra + 1);
      continue;
    }
    const closed = size > 1 && isCollapsed(collapse, tree, row);
    const place = out.push(
      row,
      0,
      depth,
      above,
      size === 1 ? expansion.leaf : closed ? expansion.closed : expansion.open,
    );
    if (closed) {
      row += size;
    } else {
      if (size > 1) {
        ends.push(row + size);
        places.push(place);
        extras.push(extra);
      }
      row += 1;
    }
  }
  return out.rows();
}

/** Every span for itself, by its start. `kept` as for `layOut`, but without the ancestors of what is kept. */
export function layOutByStart(tree: SpanTree, kept?: Int32Array): Rows {
  const shown = Array.from({ length: tree.count }, (_, row) => row).filter(
    (row) => !isPlaceholder(tree, row) && (kept === undefined || kept[row + 1] !== kept[row]),
  );
  // Sorting is stable: of two that start together the one that stands first in the tree stays first.
  shown.sort((a, b) => (tree.startUs[a] ?? 0) - (tree.startUs[b] ?? 0));
  const out = new RowWriter(shown.length);
  const position = new Int32Array(tree.count).fill(-1);
  for (const row of shown) position[row] = out.push(row, 0, 0, -1, expansion.leaf);
  return { ...out.rows(), position };
}

/** Position on the screen of a span, or of the closed group or ancestor that hides it; -1 when filtered away. */
export function positionOf(rows: Rows, tree: SpanTree, row: number): number {
  if (rows.position) return rows.position[row] ?? -1;
  let low = 0;
  let high = rows.count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if ((rows.span[middle] ?? 0) <= row) low = middle + 1;
    else high = middle - 1;
  }
  if (high < 0) return -1;
  const span = rows.span[high] ?? 0;
  const reach = (rows.members[high] ?? 0) > 0 ? (rows.members[high] ?? 0) : (tree.size[span] ?? 1);
  return row === span || (rows.expansion[high] === expansion.closed && row < span + reach) ? high : -1;
}

/** How many leaf siblings of the same name and type follow one another from here, this one counted. */
function runLength(tree: SpanTree, first: number, shows: (row: number) => boolean): number {
  if (isPlaceholder(tree, first)) return 1;
  let row = first + 1;
  while (
    row < tree.count &&
    tree.size[row] === 1 &&
    tree.parent[row] === tree.parent[first] &&
    tree.name[row] === tree.name[first] &&
    tree.type[row] === tree.type[first] &&
    !isPlaceholder(tree, row) &&
    shows(row)
  )
    row++;
  return row - first;
}

class RowWriter {
  readonly members: Int32Array;
  readonly #span: Int32Array;
  readonly #depth: Int32Array;
  readonly #parent: Int32Array;
  readonly #place: Int32Array;
  readonly #children: Int32Array;
  readonly #expansion: Uint8Array;
  #count = 0;
  #roots = 0;

  constructor(spans: number) {
    // A group adds one row for at least `foldFrom` of them.
    const most = spans + Math.ceil(spans / foldFrom);
    this.members = new Int32Array(most);
    this.#span = new Int32Array(most);
    this.#depth = new Int32Array(most);
    this.#parent = new Int32Array(most);
    this.#place = new Int32Array(most);
    this.#children = new Int32Array(most);
    this.#expansion = new Uint8Array(most);
  }

  push(span: number, members: number, depth: number, parent: number, opened: number): number {
    const at = this.#count++;
    this.#span[at] = span;
    this.members[at] = members;
    this.#depth[at] = depth;
    this.#parent[at] = parent;
    this.#expansion[at] = opened;
    if (parent < 0) this.#place[at] = ++this.#roots;
    else {
      const siblings = (this.#children[parent] ?? 0) + 1;
      this.#children[parent] = siblings;
      this.#place[at] = siblings;
    }
    return at;
  }

  rows(): Rows {
    const count = this.#count;
    return {
      count,
      span: this.#span.subarray(0, count),
      members: this.members.subarray(0, count),
      depth: this.#depth.subarray(0, count),
      parent: this.#parent.subarray(0, count),
      place: this.#place.subarray(0, count),
      children: this.#children.subarray(0, count),
      roots: this.#roots,
      expansion: this.#expansion.subarray(0, count),
    };
  }
}
