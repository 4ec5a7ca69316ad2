import { FilterError, type Place } from "./error.ts";

type TokenKind = "word" | "string" | "backtick" | "operator" | "punctuation" | "end";

export interface Token extends Place {
  readonly kind: TokenKind;
  /** As it stands in the text; for strings and backticks without the quotes, for operators in their one spelling. */
  readonly text: string;
  readonly spaceBefore: boolean;
  /** Of a string. */
  readonly isDoubleQuoted?: boolean;
}

/** Longer texts are refused, so that parsing one takes milliseconds. */
export const maxLength = 100_000;

/**
 * Splits a search text. A word is anything that is no space, quote, operator or one of ( ) , ; : — so names, numbers
 * with units and free words are all words. A quote inside a quoted text is written twice. The last token is `end`.
 */
export function tokenize(text: string): Token[] {
  if (text.length > maxLength) {
    throw new FilterError(`The search is ${text.length} characters long; at most ${maxLength} are read.`, {
      position: maxLength,
      end: text.length,
    });
  }
  const tokens: Token[] = [];
  let position = 0;
  let spaceBefore = false;
  const push = (kind: TokenKind, end: number, value = text.slice(position, end)) => {
    const quotes = kind === "string" && text[position] === '"' ? { isDoubleQuoted: true } : {};
    tokens.push({ kind, text: value, position, end, spaceBefore, ...quotes });
    position = end;
    spaceBefore = false;
  };
  while (position < text.length) {
    const character = text[position]!;
    if (isSpace(character)) {
      position++;
      spaceBefore = true;
    } else if (character === "'" || character === '"' || character === "`") {
      const end = endOfQuoted(text, position, character);
      const value = text.slice(position + 1, end - 1).replaceAll(character + character, character);
      refuseUnstorable(value, position, end);
      push(character === "`" ? "backtick" : "string", end, value);
    } else if ("(),;:".includes(character)) {
      push("punctuation", position + 1);
    } else if (isOperatorAt(text, position)) {
      const two = text.slice(position, position + 2);
      const spelling = operatorSpellings[two] ?? operatorSpellings[character];
      push("operator", position + (two in operatorSpellings ? 2 : 1), spelling);
    } else {
      const end = endOfWord(text, position);
      refuseUnstorable(text.slice(position, end), position, end);
      push("word", end);
    }
  }
  position = text.length;
  push("end", text.length);
  return tokens;
}

const operatorSpellings: Readonly<Record<string, string>> = {
  "=": "=",
  "==": "=",
  "!=": "!=",
  "<>": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

function isSpace(character: string): boolean {
  return " \n\t\r\v\f".includes(character) || (character > "~" && /\s/u.test(character));
}

function isOperatorAt(text: string, position: number): boolean {
  const character = text[position]!;
  return (
    character === "=" || character === "<" || character === ">" || (character === "!" && text[position + 1] === "=")
  );
}

function endOfWord(text: string, from: number): number {
  let end = from;
  while (end < text.length) {
    const character = text[end]!;
    if (isSpace(character) || "'\"`(),;:".includes(character) || isOperatorAt(text, end)) break;
    end++;
  }
  return end;
}

function endOfQuoted(text: string, from: number, quote: string): number {
  let end = from + 1;
  for (;;) {
    end = text.indexOf(quote, end);
    if (end < 0) {
      throw new FilterError(`The quote ${quote} that opens here is not closed.`, { position: from, end: text.length });
    }
    if (text[end + 1] !== quote) return end + 1;
    end += 2;
  }
}

/** Postgres stores neither NUL nor half of a surrogate pair, so nothing can equal such a text. */
function refuseUnstorable(value: string, position: number, end: number): void {
  if (value.includes("\0"))
    throw new FilterError("A NUL character cannot be searched for; remove it.", { position, end });
  if (!value.isWellFormed()) {
    throw new FilterError("This text is not valid Unicode (half of a surrogate pair); remove the broken character.", {
      position,
      end,
    });
  }
}
