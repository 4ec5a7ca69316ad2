/** The parts of a search that only the content of chunks can decide, and how they are decided. */
import { type Comparison, FilterError, type TextSearch } from "@spanloom/filter";
import { safePattern } from "./comparisons.ts";
import { splitWords } from "./hash-text.ts";
import { phraseJoints } from "./joints.ts";
import { likeJoints, likeMatcher, likeWords } from "./like-pattern.ts";
import type { TokenOwner } from "./tokens.ts";
import { type QueryWord, queryWords } from "./words.ts";

/** A condition on what one span carries. */
export interface ContentLeaf {
  /** Words that a chunk which decides the leaf must have; empty where none are known. */
  readonly words: readonly QueryWord[];
  /** Where its words meet: what the content index has beside words. */
  readonly joints?: readonly QueryWord[];
  readonly runs?: readonly QueryWord[];
  /** Whether the chunk, as Latin-1, may have a text that holds: a look that saves decoding most chunks. */
  readonly mayHold?: (chunk: string) => boolean;
  /** Tokens one of which such a chunk must have; absent where they cannot tell. */
  readonly tokens?: readonly number[] | undefined;
  /** Whether a chunk with one of the tokens decides the leaf but for a hash that stands for two things. */
  readonly isSure?: boolean;
  /** The attribute that is compared; absent where any text of the span will do. */
  readonly attribute?: { readonly owner: TokenOwner; readonly key: string };
  /** Whether a text holds; else Postgres is asked with an operator. */
  readonly matches?: (text: string) => boolean;
  /** Whether an attribute's value holds; undefined is sent for a span that does not have it. */
  readonly holds?: (sent: unknown) => boolean;
  /** The same of any long text (`chunk-parts.ts`); absent where the text is needed to tell. */
  readonly holdsLong?: boolean | undefined;
  readonly inPostgres?: { readonly operator: "like" | "ilike" | "~"; readonly pattern: string };
}

/** A text to search for: its words in this order, with anything but words between them. */
export function textLeaf({ text }: TextSearch): ContentLeaf {
  const phrase = splitWords(text);
  const folded = text.toLowerCase();
  return {
    words: queryWords(text),
    ...phraseJoints(phrase),
    ...(isSearchable(phrase) && { mayHold: phraseSearch(phrase) }),
    // A single character of an unspaced script is no word.
    matches: (value) => (phrase.length === 0 ? value.toLowerCase().includes(folded) : holdsPhrase(value, phrase)),
  };
}

/** `span.content` or `text` with LIKE or ILIKE. */
export function contentLeaf(comparison: Comparison): ContentLeaf {
  const pattern = String(comparison.value);
  return {
    words: likeWords(pattern),
    ...likeJoints(pattern),
    ...literalSearch(pattern),
    ...patternCheck(comparison),
  };
}

/** Longer phrases would make a regular expression that JavaScript may refuse. */
const maxPhraseLength = 500;

function isSearchable(phrase: readonly string[]): boolean {
  const text = phrase.join("");
  return text !== "" && text.length <= maxPhraseLength && /^[a-z0-9]+$/.test(text);
}

/** The words next to each other, with what JSON may have made of the characters between them. */
function phraseSearch(phrase: readonly string[]): (chunk: string) => boolean {
  const expression = new RegExp(phrase.join("(?:\\\\+(?:[nrtbf]|u[0-9a-f]{4})|[^a-z0-9])+"), "i");
  return (chunk) => expression.test(chunk);
}

/** The longest piece of the pattern that stands in a chunk as it is: no quote, backslash or the like that JSON escapes. */
function literalSearch(pattern: string): Pick<ContentLeaf, "mayHold"> {
  const pieces = pattern.split(/[^A-Za-z0-9 .,:;!?()=+*#@<>|~^$[\]{}-]+/);
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), "");
  const expression = new RegExp(longest.replace(/[^A-Za-z0-9 ]/g, "\\$&"), "i");
  return longest.length > 2 ? { mayHold: (chunk) => expression.test(chunk) } : {};
}

/** Longer patterns are refused: the time that a text takes grows with them. */
const maxPatternLength = 1_000;

/** How a text is compared with the pattern of LIKE or ILIKE. */
export function patternCheck(comparison: Comparison): Pick<ContentLeaf, "matches" | "inPostgres"> {
  const pattern = String(comparison.value);
  if (pattern.length > maxPatternLength) {
    throw new FilterError(
      `A pattern for content has at most ${maxPatternLength} characters; this one has ${pattern.length}.`,
      comparison,
    );
  }
  const ignoreCase = comparison.operator === "ILIKE";
  const matches = likeMatcher(pattern, ignoreCase);
  return matches
    ? { matches }
    : { inPostgres: { operator: ignoreCase ? "ilike" : "like", pattern: safePattern(pattern) } };
}

/** The text itself, and as it reads when it is JSON (or JSON inside of JSON): patterns are compared with both. */
export function readings(text: string): string[] {
  if (!text.includes("\\")) return [text];
  const read = text.replace(
    /\\+(?:u([0-9a-fA-F]{4})|(["/])|([ntrbf]))/g,
    (_, hex: string, sign: string, control: string) =>
      hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : (sign ?? controls[control]!),
  );
  return [text, read];
}

const controls: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

function holdsPhrase(text: string, phrase: readonly string[]): boolean {
  const words = splitWords(text);
  const first = phrase[0]!;
  for (let at = words.indexOf(first); at >= 0; at = words.indexOf(first, at + 1)) {
    if (phrase.every((word, i) => words[at + i] === word)) return true;
  }
  return false;
}
