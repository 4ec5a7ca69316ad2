/** Which characters past ASCII are parts of words, and how their case is folded. Shared by the word filters and the check of texts. */

export type Script =
  /** Punctuation, spaces, symbols, emoji. */
  | "separator"
  /** Written in words that spaces separate. */
  | "letter"
  /** Written without spaces (Han, Kana, Hangul, Thai, Khmer, …): every pair of neighbours counts as a word. */
  | "unspaced";

/** For a code point of at least 0x80. */
export function scriptOf(character: number): Script {
  if (character < scripts.length) return scripts[character]!;
  if (character < 0xa4d0) return "unspaced"; // Kana, Han, Yi
  if (character < 0xac00) return "letter";
  if (character < 0xd7b0) return "unspaced"; // Hangul
  if (character < 0xf900) return "separator";
  if (character < 0xfb00) return "unspaced"; // more Han
  if (character < 0xfe00) return "letter";
  if (character < 0xfe70) return "separator";
  if (character < 0xff00) return "letter";
  if (character < 0xffef) return isFullWidthPunctuation(character) ? "separator" : "unspaced";
  if (character < 0x10000) return "separator";
  if (character < 0x1f000) return "letter";
  return character >= 0x20000 && character < 0x40000 ? "unspaced" : "separator"; // emoji; rare Han
}

/** Lower case of a letter past ASCII, where it is one character of the same alphabets (Latin, Greek, Cyrillic, …). */
export function caseFold(character: number): number {
  return character < lowerCase.length ? lowerCase[character]! : character;
}

/** What JSON writes after a backslash and what separates words, or is nothing: n t r b f " / */
export function isEscapeLetter(byte: number): boolean {
  return (
    byte === 0x6e || byte === 0x74 || byte === 0x72 || byte === 0x62 || byte === 0x66 || byte === 0x22 || byte === 0x2f
  );
}

const scripts = Array.from({ length: 0x3040 }, (_, character): Script => {
  if (!/[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(character))) return "separator";
  return isUnspaced(character) ? "unspaced" : "letter";
});

/** Thai and Lao, Burmese, Khmer, Han radicals and numbers. */
function isUnspaced(character: number): boolean {
  return (
    (character >= 0x0e00 && character < 0x0f00) ||
    (character >= 0x1000 && character < 0x10a0) ||
    (character >= 0x1780 && character < 0x1800) ||
    character >= 0x2e80
  );
}

const lowerCase = Uint16Array.from({ length: 0x2000 }, (_, character) => {
  const lower = String.fromCharCode(character).toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : character;
});

function isFullWidthPunctuation(character: number): boolean {
  return (
    character <= 0xff0f ||
    (character >= 0xff1a && character <= 0xff20) ||
    (character >= 0xff3b && character <= 0xff40) ||
    (character >= 0xff5b && character <= 0xff65)
  );
}
