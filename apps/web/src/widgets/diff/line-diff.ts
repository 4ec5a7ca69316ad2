import { diffArrays, diffWordsWithSpace } from "diff";

/** A piece of a line; `changed` where the other side has something else. */
export interface Piece {
  readonly text: string;
  readonly changed: boolean;
}

export interface Side {
  /** Of the line, from 1. */
  readonly number: number;
  readonly pieces: readonly Piece[];
}

/** Two lines side by side; a side is missing where the other text has a line more. */
export interface DiffRow {
  readonly left: Side | undefined;
  readonly right: Side | undefined;
  readonly same: boolean;
}

/** More differences than this are not aligned: the work grows with their square. */
const mostEdits = 1_000;
/** Lines longer than this are not compared word by word. */
const comparedChars = 4_000;
/** So many pairs of lines are compared word by word; behind them whole lines are marked. */
const comparedPairs = 2_000;

/**
 * Two texts line by line. Lines that stand in place of one another are paired and compared word by word. Texts that have
 * hardly anything in common are set side by side as they are.
 */
export function lineDiff(left: string, right: string): DiffRow[] {
  const [a, b] = [linesOf(left), linesOf(right)];
  const parts = diffArrays(a, b, { maxEditLength: mostEdits }) ?? [
    { value: a, removed: true, added: false },
    { value: b, added: true, removed: false },
  ];
  const rows: DiffRow[] = [];
  let leftAt = 1;
  let rightAt = 1;
  let pairs = 0;
  for (let at = 0; at < parts.length; at++) {
    const { value, added, removed } = parts[at]!;
    if (!added && !removed) {
      for (const line of value) rows.push({ left: plain(leftAt++, line), right: plain(rightAt++, line), same: true });
      continue;
    }
    const next = parts[at + 1];
    const isReplaced = removed && next?.added;
    const gone = removed ? value : [];
    const come = added ? value : isReplaced ? next.value : [];
    if (isReplaced) at++;
    for (let line = 0; line < Math.max(gone.length, come.length); line++) {
      const compare = pairs++ < comparedPairs ? wordDiff : whole;
      const [leftPieces, rightPieces] = compare(gone[line], come[line]);
      rows.push({
        left: leftPieces && { number: leftAt++, pieces: leftPieces },
        right: rightPieces && { number: rightAt++, pieces: rightPieces },
        same: false,
      });
    }
  }
  return rows;
}

/** Two lines word by word, each with its own pieces; undefined stays undefined. */
export function wordDiff(
  left: string | undefined,
  right: string | undefined,
): [Piece[] | undefined, Piece[] | undefined] {
  if (left === undefined || right === undefined) return whole(left, right);
  if (left.length > comparedChars || right.length > comparedChars) return whole(left, right);
  const parts = diffWordsWithSpace(left, right);
  const side = (other: "added" | "removed") =>
    parts
      .filter((part) => !part[other])
      .map(({ value, added, removed }) => ({ text: value, changed: Boolean(added || removed) }));
  return [side("added"), side("removed")];
}

function whole(left: string | undefined, right: string | undefined): [Piece[] | undefined, Piece[] | undefined] {
  const marked = (text: string | undefined) => (text === undefined ? undefined : [{ text, changed: true }]);
  return [marked(left), marked(right)];
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
}

function plain(number: number, text: string): Side {
  return { number, pieces: [{ text, changed: false }] };
}

/** Rows with what is the same folded away but for `context` lines around each difference. */
export type FoldedRow = DiffRow | { readonly folded: readonly DiffRow[] };

export function foldSame(rows: readonly DiffRow[], context: number): FoldedRow[] {
  const near = new Uint8Array(rows.length);
  rows.forEach((row, at) => {
    if (!row.same) near.fill(1, Math.max(0, at - context), at + context + 1);
  });
  const folded: FoldedRow[] = [];
  for (let at = 0; at < rows.length; ) {
    if (near[at]) {
      folded.push(rows[at++]!);
      continue;
    }
    const start = at;
    while (at < rows.length && !near[at]) at++;
    // A line that says "one line" is no shorter than the line.
    if (at - start < 3) folded.push(...rows.slice(start, at));
    else folded.push({ folded: rows.slice(start, at) });
  }
  return folded;
}
