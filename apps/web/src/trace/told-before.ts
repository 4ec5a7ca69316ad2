import { isPlaceholder, type SpanTree, typeOf } from "./span-tree.ts";

/** Types whose spans carry a conversation. */
const speaks: ReadonlySet<string> = new Set(["LLM", "CHAT_MODEL", "AGENT"]);

const nearest = 2;
const mostTools = 6;
/** No further back than this: a trace of 100,000 spans may have none of them. */
const reachRows = 500;

/**
 * The spans that may have told before what goes into this one: its nearest ancestors, the calls before it (the next one, the
 * last with the same parent, the last that does not lie deeper, which of an agent's calls skips those of the agents that it
 * asked) and the tools that ran since. All stand before it in the tree; few, because each has to be read.
 */
export function toldBefore(tree: SpanTree, row: number): number[] {
  const ancestors: number[] = [];
  for (let above = tree.parent[row]!; above >= 0 && ancestors.length < nearest; above = tree.parent[above]!)
    if (!isPlaceholder(tree, above)) ancestors.push(above);
  const calls = new Set<number>();
  const tools: number[] = [];
  let hasSibling = false;
  let hasPeer = false;
  for (let before = row - 1; before >= Math.max(0, row - reachRows) && !hasPeer; before--) {
    if (isAround(tree, before, row) || isPlaceholder(tree, before)) continue;
    if (typeOf(tree, before) === "TOOL" && tools.length < mostTools) tools.push(before);
    if (!speaks.has(typeOf(tree, before))) continue;
    const isSibling: boolean = !hasSibling && tree.parent[before] === tree.parent[row];
    hasPeer = tree.depth[before]! <= tree.depth[row]!;
    if (calls.size < nearest || isSibling || hasPeer) calls.add(before);
    hasSibling ||= isSibling;
  }
  return [...ancestors, ...calls, ...tools];
}

/** The spans inside this one that may have told what comes out of it: the last calls, and its last child. */
export function toldInside(tree: SpanTree, row: number): number[] {
  const told = new Set<number>();
  const end = row + tree.size[row]!;
  for (let inside = end - 1; inside > Math.max(row, end - reachRows) && told.size < nearest; inside--)
    if (speaks.has(typeOf(tree, inside))) told.add(inside);
  for (let inside = end - 1; inside > Math.max(row, end - reachRows); inside--) {
    if (tree.parent[inside] !== row || isPlaceholder(tree, inside)) continue;
    told.add(inside);
    break;
  }
  return [...told];
}

function isAround(tree: SpanTree, ancestor: number, row: number): boolean {
  return row < ancestor + tree.size[ancestor]!;
}
