/**
 * Joints: where two words meet, a joint is made of the last three bytes of the first and the first three of the second. The
 * content index has them beside the words, because what people search for is mostly made of words that stand everywhere,
 * and because the outer words of a LIKE are cut off: "%ation of the pri%" has three joints and one word that says nothing.
 */
import { endsOf, splitWords, spread } from "./hash-text.ts";
import { isEscapeLetter, scriptOf } from "./word-characters.ts";
import type { QueryWord } from "./words.ts";

/** The hash (31 bits) of a joint. */
export function jointHash(tail: number, head: number): number {
  return spread(Math.imul(tail, 0x9e3779b1) ^ Math.imul(head, 0x85ebca77));
}

/** What may stand at the ends of a word of a query; undefined where that may be anything. */
interface Ends {
  readonly head: readonly number[] | undefined;
  readonly tail: readonly number[] | undefined;
}

const anything: Ends = { head: undefined, tail: undefined };

/** Joints of a phrase: words that stand next to each other in a text, whatever separates them there. */
export function phraseJoints(phrase: readonly string[]): QueryWord[] {
  return jointsOf(phrase.map(phraseEnds));
}

/** Joints of a LIKE pattern, in whose text `wildcard` (a letter) stands for what may be anything. */
export function patternJoints(text: string, wildcard: string): QueryWord[] {
  return jointsOf(splitWords(text).map((word) => patternEnds(word, wildcard)));
}

/** `words` has undefined for what is no word where it is stored, and does not come between two. */
function jointsOf(words: readonly (Ends | undefined)[]): QueryWord[] {
  const joints: QueryWord[] = [];
  let tails: readonly number[] | undefined;
  for (const ends of words) {
    if (ends === undefined) continue;
    const { head } = ends;
    if (tails !== undefined && head !== undefined) {
      joints.push({ text: "", hashes: tails.flatMap((tail) => head.map((one) => jointHash(tail, one))) });
    }
    tails = ends.tail;
  }
  return joints;
}

function wholeEnds(word: string): Ends | undefined {
  if (isUnspaced(word)) return anything;
  const { head, tail, bytes } = endsOf(word);
  return bytes < 2 ? undefined : { head: [head], tail: [tail] };
}

/** A word that began right after a lone backslash was stored without its first letter: see `queryWords`. */
function phraseEnds(word: string): Ends | undefined {
  const whole = wholeEnds(word);
  if (!isEscapeLetter(word.charCodeAt(0))) return whole;
  const rest = wholeEnds(word.slice(1));
  if (whole === undefined && rest === undefined) return undefined;
  if (whole?.head === undefined || rest?.head === undefined) return anything;
  return { head: [...whole.head, ...rest.head], tail: [...new Set([...whole.tail!, ...rest.tail!])] };
}

function patternEnds(word: string, wildcard: string): Ends | undefined {
  const from = word.indexOf(wildcard);
  if (from < 0) return wholeEnds(word);
  const before = endsOf(word.slice(0, from));
  const behind = word.slice(word.lastIndexOf(wildcard) + 1);
  return {
    head: before.bytes >= 3 ? [before.head] : undefined,
    tail: isUnspaced(behind) || !isSafe(behind) ? undefined : [endsOf(behind).tail],
  };
}

/**
 * Whether the last three bytes of a word are these, of which only the end is known: where it begins it may have cut an
 * escape in two (the n of \n, the 41 of \u0041), which is read as something else.
 */
function isSafe(end: string): boolean {
  const cut = /^(?:u[0-9a-f]{0,4}|[0-9a-f]{1,4}|[nrt])?/.exec(end)![0];
  return end.length - cut.length >= 3;
}

function isUnspaced(word: string): boolean {
  const code = word.codePointAt(0) ?? 0;
  return code >= 0x80 && scriptOf(code) === "unspaced";
}
