/**
 * Joints: where two words meet, a joint is made of the last three bytes of the first and the first three of the second. The
 * content index has them beside the words, because what people search for is mostly made of words that stand everywhere,
 * and because the outer words of a LIKE are cut off: "%ation of the pri%" has three joints and two words that say nothing.
 * A run is two joints at one word. A long text has most joints of common words somewhere, but seldom these next to
 * each other.
 */
import { endsOf, splitWords, spread, type WordEnds } from "./hash-text.ts";
import { isEscapeLetter, scriptOf } from "./word-characters.ts";
import type { QueryWord } from "./words.ts";

/** The hash (31 bits) of a joint. */
export function jointHash(tail: number, head: number): number {
  return spread(Math.imul(tail, 0x9e3779b1) ^ Math.imul(head, 0x85ebca77));
}

/** The hash (31 bits) of a run: of its two joints, in their order. */
export function runHash(first: number, second: number): number {
  return spread(Math.imul(first, 0xc2b2ae35) ^ Math.imul(second, 0x27d4eb2f));
}

/** Joints and runs of a query. Each has one of its hashes where the text is stored. */
export interface Joints {
  readonly joints: readonly QueryWord[];
  readonly runs: readonly QueryWord[];
}

/** Goes along the words of a stored text, for `onJoint` and `onRun`. */
export class JointReader {
  readonly #onJoint: (hash: number) => void;
  readonly #onRun: (hash: number) => void;
  /** What the last word ends with; 0 where it has no ends. */
  #tail = 0;
  #last = noJoint;

  constructor(onJoint: (hash: number) => void, onRun: (hash: number) => void) {
    this.#onJoint = onJoint;
    this.#onRun = onRun;
  }

  /** A text begins. */
  clear(): void {
    this.#tail = 0;
    this.#last = noJoint;
  }

  /** A word of the text, or one that is too long to be one. */
  word({ head, tail }: WordEnds): void {
    const before = this.#last;
    this.#last = noJoint;
    if (this.#tail !== 0 && head !== 0) {
      this.#last = jointHash(this.#tail, head);
      this.#onJoint(this.#last);
      if (before !== noJoint) this.#onRun(runHash(before, this.#last));
    }
    this.#tail = tail;
  }
}

const noJoint = -1;

/** What may stand at the ends of a word of a query; undefined where that may be anything. */
interface Ends {
  readonly head: readonly number[] | undefined;
  readonly tail: readonly number[] | undefined;
}

const anything: Ends = { head: undefined, tail: undefined };

/** Joints of a phrase: words that stand next to each other in a text, whatever separates them there. */
export function phraseJoints(phrase: readonly string[]): Joints {
  return jointsOf(phrase.map(phraseEnds));
}

/** Joints of a LIKE pattern, in whose text `wildcard` (a letter) stands for what may be anything. */
export function patternJoints(text: string, wildcard: string): Joints {
  return jointsOf(splitWords(text).map((word) => patternEnds(word, wildcard)));
}

/** `words` has undefined for what is no word where it is stored, and does not come between two. */
function jointsOf(words: readonly (Ends | undefined)[]): Joints {
  const joints: QueryWord[] = [];
  const runs: QueryWord[] = [];
  let tails: readonly number[] | undefined;
  let before: readonly number[] | undefined;
  for (const ends of words) {
    if (ends === undefined) continue;
    const hashes = tails && ends.head && combined(tails, ends.head, jointHash);
    if (hashes !== undefined) {
      joints.push({ text: "", hashes });
      if (before !== undefined) runs.push({ text: "", hashes: combined(before, hashes, runHash) });
    }
    before = hashes;
    tails = ends.tail;
  }
  return { joints, runs };
}

function combined(
  some: readonly number[],
  others: readonly number[],
  hash: (one: number, other: number) => number,
): number[] {
  return some.flatMap((one) => others.map((other) => hash(one, other)));
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
