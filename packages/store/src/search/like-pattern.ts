import { splitWords } from "./hash-text.ts";
import { type Joints, patternJoints } from "./joints.ts";
import { type QueryWord, queryWords } from "./words.ts";

/** LIKE outside of Postgres, for texts that are only in chunks: % is any text, _ one character, \ takes the next as itself. */

type Piece = "%" | "_" | { readonly literal: string };

/**
 * A function that says whether a whole text matches the pattern; none where the pattern has a _, for which looking at
 * every place could take long: Postgres is asked then, which can be stopped.
 */
export function likeMatcher(pattern: string, ignoreCase: boolean): ((text: string) => boolean) | undefined {
  const pieces = parse(ignoreCase ? pattern.toLowerCase() : pattern);
  if (pieces.includes("_")) return undefined;
  const segments = [""];
  for (const piece of pieces) {
    if (piece === "%") segments.push("");
    else if (piece !== "_") segments.push(segments.pop()! + piece.literal);
  }
  return (text) => matches(ignoreCase ? text.toLowerCase() : text, segments);
}

/**
 * Whole words that every matching text has. A word that touches a wildcard may go on in the text and is none of them;
 * with `isScalar` the text may also be a number or a boolean, which no chunk has as words.
 */
export function likeWords(pattern: string, isScalar = false): QueryWord[] {
  const whole = splitWords(withGlue(pattern)).filter(
    (word) => !word.includes(glue) && (!isScalar || !/^(\d*e?\d*|true|false|nan|infinity)$/.test(word)),
  );
  return queryWords(whole.join(" "));
}

/** Joints and runs that every matching text has. */
export function likeJoints(pattern: string): Joints {
  return patternJoints(withGlue(pattern), glue);
}

function withGlue(pattern: string): string {
  return parse(pattern)
    .map((piece) => (typeof piece === "string" ? glue : piece.literal.replaceAll("\\", glue)))
    .join("");
}

/**
 * A letter that stands for a wildcard: it makes one word of what touches it, which is then dropped. Also for a backslash,
 * which may begin an escape that was read when the words were stored.
 */
const glue = "\ua7ff";

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
function matches(text: string, segments: readonly string[]): boolean {
  const [first = "", ...rest] = segments;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let position = first.length;
  for (const segment of rest) {
    const found = text.indexOf(segment, position);
    if (found < 0) return false;
    position = found + segment.length;
  }
  return text.length - last.length >= position && text.endsWith(last);
}
