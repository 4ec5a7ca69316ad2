import type { Place } from "./error.ts";
import type { FieldPath } from "./field-set.ts";
import type { Token } from "./lexer.ts";

/** A place in a list of tokens. Keywords are words that only their place makes special, in any case. */
export class TokenReader {
  readonly #tokens: Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = [...tokens];
  }

  /** Past the end, the `end` token. */
  peek(offset = 0): Token {
    return this.#tokens[Math.min(this.#next + offset, this.#tokens.length - 1)]!;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#next++;
    return token;
  }

  get place(): Place {
    return this.peek();
  }

  /** Where the token before this place ends. */
  get endOfLast(): number {
    return this.#tokens[this.#next - 1]?.end ?? 0;
  }

  backTo(token: Token): void {
    while (this.#next > 0 && this.peek() !== token) this.#next--;
  }

  isKeyword(word: string, offset = 0): boolean {
    const token = this.peek(offset);
    return token.kind === "word" && token.text.toLowerCase() === word;
  }

  takeKeyword(word: string): boolean {
    const is = this.isKeyword(word);
    if (is) this.take();
    return is;
  }

  isPunctuation(character: string, offset = 0): boolean {
    const token = this.peek(offset);
    return token.kind === "punctuation" && token.text === character;
  }

  takePunctuation(character: string): boolean {
    const is = this.isPunctuation(character);
    if (is) this.take();
    return is;
  }

  /**
   * A name: a word, all of it in backticks (or double quotes, where `inDoubleQuotes`), or an entity and a key with a
   * dot between them, each as it is or in quotes.
   */
  takePath(inDoubleQuotes = false): FieldPath | undefined {
    const first = this.peek();
    const isName = first.kind === "word" || first.kind === "backtick" || (inDoubleQuotes && first.isDoubleQuoted);
    if (!isName) return undefined;
    this.take();
    let { text, end } = first;
    if (first.kind === "backtick" && this.peek().kind === "word" && isRightBehind(this.peek(), ".")) {
      const rest = this.take();
      text += rest.text;
      end = rest.end;
    } else if (first.kind !== "word") return { text, position: first.position, end };
    const key = this.peek();
    const isKey = (key.kind === "string" || key.kind === "backtick") && !key.spaceBefore;
    if (text.endsWith(".") && isKey) {
      this.take();
      return { text, quotedKey: key.text, position: first.position, end: key.end };
    }
    return { text, position: first.position, end };
  }

  /** Whether a colon follows the name that begins here, as in `name:value`. */
  isShorthand(): boolean {
    const isQuotedKey = this.peek(1).kind === "string" || this.peek(1).kind === "backtick";
    const offset = isQuotedKey && !this.peek(1).spaceBefore ? 2 : 1;
    return this.isPunctuation(":", offset) && !this.peek(offset).spaceBefore;
  }

  /** Goes past the minus that the word here begins with. */
  takeMinus(): void {
    const token = this.peek();
    this.#tokens[this.#next] = {
      ...token,
      text: token.text.slice(1),
      position: token.position + 1,
      spaceBefore: false,
    };
  }
}

function isRightBehind(token: Token, start: string): boolean {
  return !token.spaceBefore && token.text.startsWith(start);
}
