/**
 * What a word is, for the filters of chunks and for the texts that people search for. Ingest and search must agree on
 * every rule here: a changed rule needs new filters (or `words = null`) for old chunks.
 *
 * A word is 2 to 64 bytes (UTF-8, lower case) of letters and digits. In scripts that are written without spaces every
 * pair of neighbouring characters is a word. Text inside JSON inside attributes is read through its escapes.
 */
import { caseFold, isEscapeLetter, scriptOf } from "./word-characters.ts";

const minWordBytes = 2;
const maxWordBytes = 64;

const hashBasis = 0x811c9dc5 | 0;
const hashPrime = 0x01000193;

/** For each byte: 0 separates words, 1 a backslash, 2 part of a longer UTF-8 character, else the lower-case letter or digit. */
const byteClass = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return 2;
  if (byte === 0x5c) return 1;
  const character = String.fromCharCode(byte);
  return /[a-z0-9]/i.test(character) ? character.toLowerCase().charCodeAt(0) : 0;
});

/**
 * What the word that is visited begins and ends with: its first and its last three bytes, fewer where it has fewer; 0
 * for a pair of an unspaced script. Words that are too long to be visited come to `tooLong`.
 */
export class WordEnds {
  head = 0;
  tail = 0;
  #length = 0;
  readonly tooLong: () => void;

  constructor(tooLong: () => void) {
    this.tooLong = tooLong;
  }

  clear(): void {
    this.head = 0;
    this.tail = 0;
    this.#length = 0;
  }

  /** Letters and digits of ASCII. */
  run(bytes: Uint8Array, from: number, to: number): void {
    const middle = Math.max(from + 3, to - 3);
    for (let at = from; at < to; at++) {
      if (at === from + 3) at = middle;
      if (at < to) this.#add(byteClass[bytes[at]!]!);
    }
    this.#length += Math.max(0, middle - from - 3);
  }

  character(code: number): void {
    for (const byte of utf8.encode(String.fromCodePoint(code))) this.#add(byte);
  }

  #add(byte: number): void {
    if (this.#length++ < 3) this.head = (this.head << 8) | byte;
    this.tail = ((this.tail << 8) | byte) & 0xffffff;
  }
}

const utf8 = new TextEncoder();

/** The ends of a text of letters, folded as words are. */
export function endsOf(word: string): { readonly head: number; readonly tail: number; readonly bytes: number } {
  const bytes = utf8.encode(word);
  const pack = (part: Uint8Array) => part.reduce((packed, byte) => (packed << 8) | byte, 0);
  return { head: pack(bytes.subarray(0, 3)), tail: pack(bytes.subarray(-3)), bytes: bytes.length };
}

/**
 * Calls `visit` with the 31-bit hash of every word in the text `bytes[from, to)`, once for each time it stands there.
 * `ends` then knows what the word begins and ends with. Allocates nothing. Never throws, whatever the bytes are.
 */
export function hashText(
  bytes: Uint8Array,
  from: number,
  to: number,
  visit: (hash: number) => void,
  ends?: WordEnds,
): void {
  ends?.clear();
  let hash = hashBasis;
  let length = 0;
  let previous = 0; // hash of the character before, where it belongs to a script without spaces
  let at = from;
  while (at < to) {
    let kind = byteClass[bytes[at]!]!;
    if (kind > 2) {
      const start = at;
      do {
        hash = Math.imul(hash ^ kind, hashPrime);
        kind = ++at < to ? byteClass[bytes[at]!]! : 0;
      } while (kind > 2);
      length += at - start;
      ends?.run(bytes, start, at);
      if (at === to) break;
    }
    if (kind === 0) {
      if (length >= minWordBytes && length <= maxWordBytes) visit(spread(hash));
      else if (length > maxWordBytes) ends?.tooLong();
      ends?.clear();
      hash = hashBasis;
      length = 0;
      previous = 0;
      at++;
      continue;
    }
    let character = 0;
    if (kind === 1) {
      let next = at + 1;
      while (next < to && bytes[next] === 0x5c) next++;
      character = next < to && bytes[next] === 0x75 ? hexDigits(bytes, next + 1, to) : -1;
      if (character < 0) {
        at = next < to && isEscapeLetter(bytes[next]!) ? next + 1 : next;
        character = 0;
      } else {
        at = next + 5;
        if (character >= 0xd800 && character < 0xe000) {
          const low = lowSurrogateAt(bytes, at, to);
          if (character < 0xdc00 && low > 0) {
            character = 0x10000 + ((character - 0xd800) << 10) + (low & 0x3ff);
            while (bytes[at] === 0x5c) at++;
            at += 5;
          } else character = 0;
        }
      }
    } else {
      const first = bytes[at]!;
      const second = at + 1 < to ? bytes[at + 1]! & 0x3f : 0;
      if (first < 0xe0) {
        character = ((first & 0x1f) << 6) | second;
        at += 2;
      } else {
        const third = at + 2 < to ? bytes[at + 2]! & 0x3f : 0;
        if (first < 0xf0) {
          character = ((first & 0x0f) << 12) | (second << 6) | third;
          at += 3;
        } else {
          const fourth = at + 3 < to ? bytes[at + 3]! & 0x3f : 0;
          character = ((first & 0x07) << 18) | (second << 12) | (third << 6) | fourth;
          at += 4;
        }
      }
    }

    if (character !== 0) {
      if (character < 0x80) {
        const letter = byteClass[character]!;
        if (letter > 2) {
          hash = Math.imul(hash ^ letter, hashPrime);
          length++;
          ends?.character(letter);
          continue;
        }
      } else {
        const script = scriptOf(character);
        if (script === "letter") {
          const folded = caseFold(character);
          hash = hashCharacter(hash, folded);
          length += folded < 0x800 ? 2 : folded < 0x10000 ? 3 : 4;
          ends?.character(folded);
          continue;
        }
        if (script === "unspaced") {
          if (length > 0) {
            if (length >= minWordBytes && length <= maxWordBytes) visit(spread(hash));
            else if (length > maxWordBytes) ends?.tooLong();
            ends?.clear();
            hash = hashBasis;
            length = 0;
            previous = 0;
          }
          if (previous !== 0) visit(spread(hashCharacter(previous, character)));
          previous = hashCharacter(hashBasis, character) || 1;
          continue;
        }
      }
    }
    if (length >= minWordBytes && length <= maxWordBytes) visit(spread(hash));
    else if (length > maxWordBytes) ends?.tooLong();
    ends?.clear();
    hash = hashBasis;
    length = 0;
    previous = 0;
  }
  if (length >= minWordBytes && length <= maxWordBytes) visit(spread(hash));
}

/** Splits as `hashText` does, with what it folds folded; a pair of characters of an unspaced script is one word. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let unspaced = "";
  const close = () => {
    if (word !== "") words.push(word);
    word = "";
  };
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0)!;
    const script = code >= 0x80 ? scriptOf(code) : byteClass[code]! > 2 ? "letter" : "separator";
    if (script === "letter") {
      word += code < 0x80 ? String.fromCharCode(byteClass[code]!) : String.fromCodePoint(caseFold(code));
    } else close();
    if (script === "unspaced" && unspaced !== "") words.push(unspaced + character);
    unspaced = script === "unspaced" ? character : "";
  }
  close();
  return words;
}

/** Spreads FNV-1a over the 31 bits that V8 passes without a heap number. */
export function spread(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 1;
}

/** Goes on with the UTF-8 bytes of a character past ASCII. */
function hashCharacter(hash: number, character: number): number {
  if (character < 0x800) {
    const first = Math.imul(hash ^ (0xc0 | (character >> 6)), hashPrime);
    return Math.imul(first ^ (0x80 | (character & 0x3f)), hashPrime);
  }
  let next =
    character < 0x10000
      ? Math.imul(hash ^ (0xe0 | (character >> 12)), hashPrime)
      : Math.imul(
          Math.imul(hash ^ (0xf0 | (character >> 18)), hashPrime) ^ (0x80 | ((character >> 12) & 0x3f)),
          hashPrime,
        );
  next = Math.imul(next ^ (0x80 | ((character >> 6) & 0x3f)), hashPrime);
  return Math.imul(next ^ (0x80 | (character & 0x3f)), hashPrime);
}

/** The number of four hex digits, or -1. */
function hexDigits(bytes: Uint8Array, at: number, to: number): number {
  if (at + 4 > to) return -1;
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i]!;
    const lower = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) value = value * 16 + byte - 0x30;
    else if (lower >= 0x61 && lower <= 0x66) value = value * 16 + lower - 0x57;
    else return -1;
  }
  return value;
}

/** The low surrogate that an escape at `at` stands for, or 0. */
function lowSurrogateAt(bytes: Uint8Array, at: number, to: number): number {
  let next = at;
  while (next < to && bytes[next] === 0x5c) next++;
  if (next === at || next >= to || bytes[next] !== 0x75) return 0;
  const value = hexDigits(bytes, next + 1, to);
  return value >= 0xdc00 && value < 0xe000 ? value : 0;
}
