/** The parts of a search that only the content of chunks can decide, and how they are decided. */
import type { Comparison, TextSearch } from "@spanloom/filter";
import { splitWords } from "./hash-text.ts";
import { likeMatcher, likeWords } from "./like-pattern.ts";
import type { TokenOwner } from "./tokens.ts";
import { type QueryWord, queryWords } from "./words.ts";

/** A condition on what one span carries. */
export interface ContentLeaf {
  /** Words that a chunk which decides the leaf must have; empty where none are known. */
  readonly words: readonly QueryWord[];
  /** Tokens one of which such a chunk must have; absent where they cannot tell. */
  readonly tokens?: readonly number[] | undefined;
  /** The attribute that is compared; absent where any text of the span will do. */
  readonly attribute?: { readonly owner: TokenOwner; readonly key: string };
  /** Whether a text holds. */
  readonly matches?: (text: string) => boolean;
  /** Whether an attribute's value holds; undefined is sent for a span that does not have it. */
  readonly holds?: (sent: unknown) => boolean;
  /** Nothing here can tell, and Postgres is asked about the attribute's text. */
  readonly regularExpression?: string;
}

/** A text to search for: its words in this order, with anything but words between them. */
export function textLeaf({ text }: TextSearch): ContentLeaf {
  const phrase = splitWords(text);
  const folded = text.toLowerCase();
  return {
    words: queryWords(text),
    // A single character of an unspaced script is no word.
    matches: (value) => (phrase.length === 0 ? value.toLowerCase().includes(folded) : holdsPhrase(value, phrase)),
  };
}

/** `span.content` or `text` with LIKE or ILIKE. */
export function contentLeaf({ operator, value }: Comparison): ContentLeaf {
  const pattern = String(value);
  return { words: likeWords(pattern), matches: likeMatcher(pattern, operator === "ILIKE") };
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
