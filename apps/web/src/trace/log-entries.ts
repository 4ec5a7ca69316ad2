import { isPlaceholder, type SpanTree } from "./span-tree.ts";

/** What a log reads out, one after the other; columns again, index = place in the log. */
export interface LogEntries {
  readonly count: number;
  /** Row of the span in the tree. */
  readonly span: Int32Array;
  /** One of `logPart`. */
  readonly part: Uint8Array;
  /** Place of a span's first entry by its row in the tree, -1 for one that is not in the log. */
  readonly position: Int32Array;
}

/** A span that others lie in has two entries: what went in stands where it began, what came out where it ended. */
export const logPart = { whole: 0, begin: 1, end: 2 } as const;

/** `tree`: a span, what lies in it, its end. `start`: as things happened, wherever they lie. */
export type LogOrder = "tree" | "start";

/**
 * The entries of a tree. Of a folded span its first line is all there is, so it has one entry; of a running one the end is
 * not known.
 *
 * @param kept counts of kept rows before each row (one longer than the tree): only these have entries, not their ancestors.
 */
export function logEntries(
  tree: SpanTree,
  order: LogOrder,
  isFolded: (row: number) => boolean,
  kept?: Int32Array,
): LogEntries {
  const span = new Int32Array(2 * tree.count);
  const part = new Uint8Array(2 * tree.count);
  let count = 0;
  const put = (row: number, what: number) => {
    span[count] = row;
    part[count++] = what;
  };
  /** Spans whose end is yet to come, the innermost last. */
  const open: number[] = [];
  for (let row = 0; row <= tree.count; row++) {
    while (open.length > 0 && (row === tree.count || row >= open.at(-1)! + tree.size[open.at(-1)!]!))
      put(open.pop()!, logPart.end);
    if (row === tree.count || isPlaceholder(tree, row) || (kept && kept[row + 1] === kept[row])) continue;
    const hasEnd = tree.size[row]! > 1 && tree.running[row] === 0 && !isFolded(row);
    put(row, hasEnd ? logPart.begin : logPart.whole);
    if (hasEnd) open.push(row);
  }
  const listed = { span: span.slice(0, count), part: part.slice(0, count) };
  const { span: spans, part: parts } = order === "start" ? byTime(tree, listed) : listed;
  const position = new Int32Array(tree.count).fill(-1);
  for (let at = count - 1; at >= 0; at--) if (parts[at] !== logPart.end) position[spans[at]!] = at;
  return { count, span: spans, part: parts, position };
}

/** Sorting is stable: of two that come together the one that stands first in the tree stays first. */
function byTime(tree: SpanTree, { span, part }: Pick<LogEntries, "span" | "part">): Pick<LogEntries, "span" | "part"> {
  const atUs = Float64Array.from(span, (row, at) => (part[at] === logPart.end ? tree.endUs[row]! : tree.startUs[row]!));
  const order = Array.from(span.keys()).sort((a, b) => atUs[a]! - atUs[b]!);
  return { span: Int32Array.from(order, (at) => span[at]!), part: Uint8Array.from(order, (at) => part[at]!) };
}
