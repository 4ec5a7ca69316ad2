import type { Collapse } from "./collapse.ts";
import { groupIdOf, reveal, toggle } from "./collapse.ts";
import type { RowOptions } from "./rows.ts";
import { layOut, positionOf } from "./rows.ts";
import type { SpanTree } from "./span-tree.ts";

/** The collapse that shows a row: its ancestors open, and the group that it is folded into. */
export function revealRow(tree: SpanTree, options: RowOptions, row: number): Collapse {
  const collapse = reveal(options.collapse, tree, row);
  const rows = layOut(tree, { ...options, collapse });
  const at = positionOf(rows, tree, row);
  const folded = at >= 0 && (rows.members[at] ?? 0) > 0;
  return folded ? toggle(collapse, groupIdOf(tree, rows.span[at] ?? 0)) : collapse;
}
