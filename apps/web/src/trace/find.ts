import { graphNodeOf } from "./graph-node.ts";
import { idOf, isFailed, isPlaceholder, nameOf, type SpanTree } from "./span-tree.ts";

/** What narrows the tree. An empty filter matches every span. */
export interface TreeFilter {
  /** Matches name, type, model or span id, without regard to case. */
  readonly text: string;
  readonly types: ReadonlySet<string>;
  readonly status: "" | "error" | "running";
  /** A node of the graph, as `graphNodeOf` names it; empty for all. */
  readonly node: string;
}

export const noFilter: TreeFilter = { text: "", types: new Set(), status: "", node: "" };

/**
 * Marks the spans that match: 1 a row. Names, types and models are looked at once each, in their dictionaries.
 *
 * @param contentHits rows that the server found by their content; they match the text too.
 */
export function match(tree: SpanTree, filter: TreeFilter, contentHits?: ReadonlySet<number>): Uint8Array {
  const hits = new Uint8Array(tree.count);
  const text = filter.text.trim().toLowerCase();
  const holds = (word: string) => word.toLowerCase().includes(text);
  const names = tree.names.map(holds);
  const types = tree.types.map(holds);
  const models = tree.models.map(holds);
  const typeKept = tree.types.map((type) => filter.types.size === 0 || filter.types.has(type));
  const byId = /^[0-9a-f]{4,16}$/.test(text);
  for (let row = 0; row < tree.count; row++) {
    if (filter.types.size > 0 && typeKept[tree.type[row] ?? -1] !== true) continue;
    if (filter.status === "error" && !isFailed(tree, row)) continue;
    if (filter.status === "running" && tree.running[row] !== 1) continue;
    if (filter.node !== "" && graphNodeOf(tree, row) !== filter.node) continue;
    const found =
      text === "" ||
      (isPlaceholder(tree, row)
        ? holds(nameOf(tree, row))
        : names[tree.name[row] ?? -1] || types[tree.type[row] ?? -1] || models[tree.model[row] ?? -1]) ||
      (byId && idOf(tree, row).startsWith(text)) ||
      contentHits?.has(row);
    if (found) hits[row] = 1;
  }
  return hits;
}

/** Marks before each row, one longer than the tree: `counts[end] - counts[start]` is how many are in a range of rows. */
export function countBefore(marks: Uint8Array): Int32Array {
  const counts = new Int32Array(marks.length + 1);
  for (let row = 0; row < marks.length; row++) counts[row + 1] = (counts[row] ?? 0) + (marks[row] ?? 0);
  return counts;
}

/** The marked rows, ascending. */
export function marked(marks: Uint8Array): Int32Array {
  const rows = new Int32Array(marks.reduce((sum, mark) => sum + mark, 0));
  let at = 0;
  for (let row = 0; row < marks.length; row++) if (marks[row] === 1) rows[at++] = row;
  return rows;
}

/** The next hit after `row` (or before it, with step -1), going round at the ends; -1 without hits. */
export function nextHit(hits: Int32Array, row: number, step: 1 | -1): number {
  if (hits.length === 0) return -1;
  const at = lowerBound(hits, row);
  const here = hits[at] === row;
  const next = step === 1 ? (here ? at + 1 : at) : at - 1;
  return hits[(next + hits.length) % hits.length] ?? -1;
}

/** Index of a hit among the hits, or -1. */
export function hitIndex(hits: Int32Array, row: number): number {
  const at = lowerBound(hits, row);
  return hits[at] === row ? at : -1;
}

function lowerBound(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
