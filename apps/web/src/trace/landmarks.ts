import { selfUs } from "./self-time.ts";
import { isFailed, isPlaceholder, type SpanTree } from "./span-tree.ts";

/** Rows that failed, ascending. */
export function failedRows(tree: SpanTree): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < tree.count; row++) if (isFailed(tree, row)) rows.push(row);
  return Int32Array.from(rows);
}

export interface SlowSpan {
  readonly row: number;
  readonly selfUs: number;
}

/** The spans with the most time of their own, the slowest first. */
export function slowest(tree: SpanTree, most: number): SlowSpan[] {
  const self = selfUs(tree);
  const found: SlowSpan[] = [];
  for (let row = 0; row < tree.count; row++) {
    const own = self[row] ?? 0;
    if (own <= 0 || isPlaceholder(tree, row) || (found.length === most && own <= (found.at(-1)?.selfUs ?? 0))) continue;
    const at = found.findIndex((span) => span.selfUs < own);
    found.splice(at < 0 ? found.length : at, 0, { row, selfUs: own });
    found.length = Math.min(found.length, most);
  }
  return found;
}

/** Span types that occur, the most frequent first. */
export function typeCounts(tree: SpanTree): { type: string; count: number }[] {
  const counts = new Int32Array(tree.types.length);
  for (let row = 0; row < tree.count; row++) {
    const type = tree.type[row] ?? -1;
    if (!isPlaceholder(tree, row)) counts[type] = (counts[type] ?? 0) + 1;
  }
  return tree.types
    .map((type, index) => ({ type, count: counts[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
