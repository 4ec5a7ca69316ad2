/**
 * The bloom filter over the words of a chunk that lets a content search skip most chunks without decompressing them.
 *
 * A filter leaves out the words that were in `common_words` when the chunk was made, so a chunk is a candidate for such
 * a word whenever `created_at >= since`; a chunk without a filter always is one.
 */
import { type ChunkKind, chunkOfSpans, visitTexts } from "./chunk-texts.ts";
import { hashText, splitWords, spread } from "./hash-text.ts";
import { KnownBeginnings } from "./known-beginnings.ts";
import { isEscapeLetter } from "./word-characters.ts";

export { HashSet } from "./hash-set.ts";

/** Positions a word sets in its filter. */
const bitsPerWord = 6;
/** With 6 positions a word: about 0.4 % of the chunks without the word pass. */
const filterBitsPerWord = 12;

/**
 * Calls `visit` with the hash of every word in the content of a chunk (an uncompressed TracesData, or LogsData where
 * `kind` is 1), for some of those that stand there often several times. Allocates nothing a word; bytes that are no
 * protobuf end the walk, it never throws.
 */
export function hashWords(chunk: Uint8Array, visit: (hash: number) => void, kind: ChunkKind = chunkOfSpans): void {
  const known = new KnownBeginnings(chunk);
  visitTexts(chunk, (from, to) => hashText(chunk, known.newFrom(from, to), to, visit), kind);
}

/**
 * The filter of a chunk from the distinct hashes of its words that are not common. Its size is a multiple of 8 bytes;
 * bit n is bit n % 8 of byte n / 8, as Postgres' get_bit counts them.
 */
export function buildWordFilter(hashes: Uint32Array | ReadonlySet<number>): Uint8Array {
  const count = hashes instanceof Uint32Array ? hashes.length : hashes.size;
  const bytes = new Uint8Array(Math.max(8, Math.ceil((count * filterBitsPerWord) / 64) * 8));
  const bits = bytes.length * 8;
  for (const hash of hashes) {
    const step = filterStep(hash);
    for (let i = 0; i < bitsPerWord; i++) {
      const position = (hash + i * step) % bits;
      bytes[position >>> 3]! |= 1 << (position & 7);
    }
  }
  return bytes;
}

/** The numbers whose remainders by the filter's size in bits are a word's positions in it. */
export function filterPositions(hash: number): number[] {
  const step = filterStep(hash);
  return Array.from({ length: bitsPerWord }, (_, i) => hash + i * step);
}

/** Whether the filter may hold the word: what SQL checks with `filterPositions`. */
export function mayContain(filter: Uint8Array, hash: number): boolean {
  return filterPositions(hash).every((position) => {
    const bit = position % (filter.length * 8);
    return (filter[bit >>> 3]! & (1 << (bit & 7))) !== 0;
  });
}

/** A word to look for. It stands in a chunk only if one of `hashes` passes the chunk's filter. */
export interface QueryWord {
  /** Folded; empty where only the hash is known. */
  readonly text: string;
  readonly hashes: readonly number[];
}

/**
 * The words of a text that somebody searches for, each once. A word that began right after a lone backslash (`C:\\new`)
 * was read as an escape when it was stored, so the word without its first letter is an alternative. Words that the
 * filters cannot answer for are left out: the result may be empty.
 */
export function queryWords(text: string): QueryWord[] {
  const words = new Map<string, QueryWord>();
  for (const word of splitWords(text)) {
    const hashes = hashesOf(word);
    if (isEscapeLetter(word.charCodeAt(0)) && hashes.length === 1) {
      const rest = hashesOf(word.slice(1));
      if (rest.length === 0) continue;
      hashes.push(...rest);
    }
    if (hashes.length > 0) words.set(word, { text: word, hashes });
  }
  return [...words.values()];
}

/** The words of a text that is stored exactly so. */
export function storedWords(text: string): QueryWord[] {
  return [...new Set(hashesOf(text))].map((hash) => ({ text: "", hashes: [hash] }));
}

function filterStep(hash: number): number {
  return spread(hash ^ 0x5bd1e995) | 1;
}

function hashesOf(word: string): number[] {
  const bytes = new TextEncoder().encode(word);
  const hashes: number[] = [];
  hashText(bytes, 0, bytes.length, (hash) => hashes.push(hash));
  return hashes;
}
