import { isContainer, type JsonIndex } from "./json-index.ts";

/** Which containers are open: those above a depth, except the toggled ones. */
export interface JsonExpansion {
  readonly untilDepth: number;
  readonly toggled: ReadonlySet<number>;
}

export const allExpanded: JsonExpansion = { untilDepth: Number.POSITIVE_INFINITY, toggled: new Set() };

export const lineKind = { value: 0, close: 1, text: 2 } as const;

/** The lines of a JSON view: a value or the head of a container, a closing bracket, or a line of an opened text. */
export interface JsonRows {
  readonly count: number;
  /** Row in the index. */
  readonly row: Int32Array;
  readonly kind: Uint8Array;
  /** For a line of an opened text: which one. */
  readonly line: Int32Array;
}

export function isOpen(index: JsonIndex, expansion: JsonExpansion, row: number): boolean {
  return (index.depth[row] ?? 0) < expansion.untilDepth !== expansion.toggled.has(row);
}

/**
 * Lays out the lines in O(shown lines).
 *
 * @param texts for each opened text where its lines start
 */
export function jsonRows(
  index: JsonIndex,
  expansion: JsonExpansion,
  texts?: ReadonlyMap<number, Int32Array>,
): JsonRows {
  let most = 2 * index.count;
  for (const lines of texts?.values() ?? []) most += lines.length;
  const row = new Int32Array(most);
  const kind = new Uint8Array(most);
  const line = new Int32Array(most);
  let count = 0;
  const put = (of: number, what: number, which = 0) => {
    row[count] = of;
    kind[count] = what;
    line[count++] = which;
  };
  const open: number[] = [];
  let at = 0;
  while (at < index.count || open.length > 0) {
    const inner = open.at(-1);
    if (inner !== undefined && at >= inner + (index.size[inner] ?? 1)) {
      put(inner, lineKind.close);
      open.pop();
      continue;
    }
    put(at, lineKind.value);
    if (isContainer(index, at) && (index.children[at] ?? 0) > 0) {
      if (isOpen(index, expansion, at)) {
        open.push(at);
        at += 1;
      } else {
        at += index.size[at] ?? 1;
      }
      continue;
    }
    const lines = texts?.get(at);
    if (lines) for (let which = 0; which < lines.length; which++) put(at, lineKind.text, which);
    at += 1;
  }
  return { count, row: row.subarray(0, count), kind: kind.subarray(0, count), line: line.subarray(0, count) };
}

/** The expansion that shows a row: its containers open. */
export function revealInJson(index: JsonIndex, expansion: JsonExpansion, row: number): JsonExpansion {
  const toggled = new Set(expansion.toggled);
  for (let above = index.parent[row] ?? -1; above >= 0; above = index.parent[above] ?? -1) {
    if (isOpen(index, expansion, above)) continue;
    if (!toggled.delete(above)) toggled.add(above);
  }
  return { ...expansion, toggled };
}

/** Where a text is cut into lines: at its line breaks, and after `widest` characters. */
export function lineStarts(text: string, widest: number): Int32Array {
  const starts: number[] = [];
  let at = 0;
  while (at < text.length || starts.length === 0) {
    starts.push(at);
    const newline = text.indexOf("\n", at);
    at = newline >= 0 && newline - at <= widest ? newline + 1 : Math.min(at + widest, text.length);
  }
  return Int32Array.from(starts);
}
