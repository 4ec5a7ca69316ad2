import { splitWords } from "./hash-text.ts";
import { type QueryWord, queryWords } from "./words.ts";

/** LIKE outside of Postgres, for texts that are only in chunks: % is any text, _ one character, \ takes the next as itself. */

type Piece = "%" | "_" | { readonly literal: string };

/** A function that says whether a whole text matches the pattern. */
export function likeMatcher(pattern: string, ignoreCase: boolean): (text: string) => boolean {
  const pieces = parse(ignoreCase ? pattern.toLowerCase() : pattern);
  const segments: Segment[] = [[]];
  for (const piece of pieces) {
    if (piece === "%") segments.push([]);
    else segments.at(-1)!.push(piece);
  }
  return (text) => matches(ignoreCase ? text.toLowerCase() : text, segments);
}

/**
 * Whole words that every matching text has. A word that touches a wildcard may go on in the text and is none of them;
 * with `isScalar` the text may also be a number or a boolean, which no chunk has as words.
 */
export function likeWords(pattern: string, isScalar = false): QueryWord[] {
  const text = parse(pattern)
    .map((piece) => (typeof piece === "string" ? glue : piece.literal))
    .join("");
  const whole = splitWords(text).filter(
    (word) => !word.includes(glue) && (!isScalar || !/^(\d*e?\d*|true|false|nan|infinity)$/.test(word)),
  );
  return queryWords(whole.join(" "));
}

/** A letter that stands for a wildcard: it makes one word of what touches it, which is then dropped. */
const glue = "\ua7ff";

type Segment = (Exclude<Piece, "%"> & Piece)[];

function parse(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = "";
  const close = () => {
    if (literal !== "") pieces.push({ literal });
    literal = "";
  };
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === "\\" && at + 1 < pattern.length) literal += pattern[++at]!;
    else if (character === "%" || character === "_") {
      close();
      pieces.push(character);
    } else literal += character;
  }
  close();
  return pieces;
}

/** The leftmost place for each segment in turn is right, because any text may lie between two of them. */
function matches(text: string, segments: readonly Segment[]): boolean {
  let position = 0;
  for (const [i, segment] of segments.entries()) {
    const isFirst = i === 0;
    const isLast = i === segments.length - 1;
    if (isLast && !isFirst) return endsWith(text, segment, position);
    const end = isFirst ? matchAt(text, segment, 0) : find(text, segment, position);
    if (end < 0) return false;
    position = end;
  }
  return position === text.length;
}

function find(text: string, segment: Segment, from: number): number {
  const first = segment[0];
  if (first === undefined) return from;
  for (let at = from; at <= text.length; at++) {
    if (first !== "_") {
      at = text.indexOf(first.literal, at);
      if (at < 0) return -1;
    }
    const end = matchAt(text, segment, at);
    if (end >= 0) return end;
  }
  return -1;
}

function endsWith(text: string, segment: Segment, from: number): boolean {
  let at = text.length;
  for (const piece of segment.toReversed()) {
    if (piece === "_") at -= at >= 2 && text.codePointAt(at - 2)! > 0xffff ? 2 : 1;
    else if (text.endsWith(piece.literal, at)) at -= piece.literal.length;
    else return false;
    if (at < from) return false;
  }
  return true;
}

/** Where the segment that begins at `at` ends, or -1. */
function matchAt(text: string, segment: Segment, at: number): number {
  let end = at;
  for (const piece of segment) {
    if (piece === "_") {
      if (end >= text.length) return -1;
      end += text.codePointAt(end)! > 0xffff ? 2 : 1;
    } else if (text.startsWith(piece.literal, end)) end += piece.literal.length;
    else return -1;
  }
  return end;
}
