import { type RefObject, useLayoutEffect, useRef } from "react";
import { positionOf, type Rows } from "../../trace/rows.ts";
import { idOf, rowOf, type SpanTree } from "../../trace/span-tree.ts";

/** When the tree was refreshed, the row at the top of the window stays there, wherever it is now. */
export function useKeepPlace(tree: SpanTree, rows: Rows, scroller: RefObject<HTMLElement | null>, rowPx: number): void {
  const before = useRef({ tree, rows });
  useLayoutEffect(() => {
    const old = before.current;
    before.current = { tree, rows };
    const box = scroller.current;
    if (old.tree === tree || !box || box.scrollTop < rowPx) return;
    const at = Math.floor(box.scrollTop / rowPx);
    const id = idOf(old.tree, old.rows.span[at] ?? -1);
    const now = positionOf(rows, tree, rowOf(tree, id));
    if (now >= 0 && now !== at) box.scrollTop += (now - at) * rowPx;
  }, [tree, rows, scroller, rowPx]);
}
