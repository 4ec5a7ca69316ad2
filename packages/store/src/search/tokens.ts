/**
 * Tokens: 32-bit hashes of what is searched by value, one GIN index over all of them (`chunks.tokens`). A chunk has the
 * tokens of all its spans, each once; so a search finds the chunks that may hold an answer by their tokens, and then
 * looks at the spans themselves. A hash that stands for two things costs a look in vain and nothing else.
 */

/** Whose attribute: the span's, its resource's, its scope's; or what we know of the span ourselves (`name`, `type`, `model`, …). */
export type TokenOwner = "span" | "resource" | "scope" | "own";

/** Longer texts have no token of their value; they are content, and have words. */
export const maxTokenText = 256;

type Scalar = string | number | bigint | boolean;

const seeds: Readonly<Record<TokenOwner, number>> = {
  span: 0x811c9dc5,
  resource: 0x2b7e1516,
  scope: 0x3c6ef372,
  own: 0x510e527f,
};
const hasMark = 1;
const equalsMark = 2;
const sizeMark = 3;

/** The tokens of one attribute. */
export interface KeyTokens {
  /** The owner has the attribute, whatever its value. */
  readonly has: number;
  /** It has this value, compared as text: `5` and `"5"` share a token. */
  equals(value: Scalar): number;
  /** It is a number of this sign and power of two. */
  size(value: number): number;
}

export function keyTokens(owner: TokenOwner, key: string): KeyTokens {
  const hash = hashText(seeds[owner], key);
  return {
    has: finish(hash, hasMark),
    equals: (value) => finish(hashText(hash, String(value)), equalsMark),
    size: (value) => sizeOf(hash, powerOf(value)),
  };
}

export function hasToken(owner: TokenOwner, key: string): number {
  return keyTokens(owner, key).has;
}

export function equalsToken(owner: TokenOwner, key: string, value: Scalar): number {
  return keyTokens(owner, key).equals(value);
}

export function sizeToken(owner: TokenOwner, key: string, value: number): number {
  return keyTokens(owner, key).size(value);
}

/**
 * The tokens one of which a number has that is at least `from` and at most `to` (either may be infinite), those near the
 * bound first, as numbers mostly are; undefined where that is so many that the index would not help.
 */
export function rangeTokens(owner: TokenOwner, key: string, from: number, to: number): number[] | undefined {
  const tokens: number[] = [];
  const first = powerOf(from);
  const last = powerOf(to);
  if (last - first > maxPowers) return undefined;
  const hash = hashText(seeds[owner], key);
  for (let power = first; power <= last; power++) tokens.push(sizeOf(hash, power));
  return Number.isFinite(from) ? tokens : tokens.reverse();
}

function sizeOf(keyHash: number, power: number): number {
  return finish(keyHash ^ Math.imul(power + 4096, 0x9e3779b1), sizeMark);
}

/** Whether a text reads as a number, which it then is compared as. */
export function isNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first !== 0x2d && (first < 0x30 || first > 0x39)) return false;
  return /^-?(0|[1-9]\d{0,17})(\.\d{1,17})?$/.test(text);
}

/** Sizes run from -maxPower (large negative numbers) over 0 (zero) to maxPower; fractions share the power of one. */
const maxPower = 66;
const maxPowers = 2 * maxPower + 1;

function powerOf(value: number): number {
  if (Number.isNaN(value) || value === 0) return 0;
  const power = 1 + Math.max(0, Math.min(maxPower - 1, Math.floor(Math.log2(Math.abs(value)))));
  return value < 0 ? -power : power;
}

/** FNV-1a over UTF-16 units, and the length, which keeps a key and its value apart. */
function hashText(seed: number, text: string): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return Math.imul(hash ^ text.length ^ 0x6b43, 0x5bd1e995);
}

/** As Postgres's integer: 32 bits with a sign. */
function finish(hash: number, mark: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15) ^ mark, 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return mixed ^ (mixed >>> 15);
}
