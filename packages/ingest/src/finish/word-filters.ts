import { buildWordFilter, HashSet, hashWords } from "@spanloom/store/words";

/** A word in more than one of so many chunks is common. */
const commonShare = 16;
/** Shares say little before so many chunks were seen. */
const minChunks = 512;
/** Counts are halved after so many chunks, so that what was common once need not be for ever. */
const windowChunks = 8192;
/** Small enough to stay in the processor's cache: every rare word of every chunk is counted. */
const buckets = 1 << 16;
const maxCommon = 100_000;

/**
 * Makes the bloom filter of each chunk's words. Words that stand in many chunks would fill the filters and find
 * nothing: once declared common (and committed, so that a search knows), they are left out. A search for a common word
 * takes every chunk since then as a candidate and soon has a page full.
 */
export class WordFilters {
  readonly #counts = new Uint16Array(buckets);
  readonly #common = new HashSet(1 << 10);
  readonly #distinct = new HashSet(1 << 10);
  #chunks = 0;
  #rare: Uint32Array = new Uint32Array(1 << 12);
  readonly #declared = new Set<number>();

  /** These words are common: declared here or by another replica, and committed. */
  leaveOut(hashes: Iterable<number>): void {
    for (const hash of hashes) this.#common.add(hash);
  }

  filterOf(chunk: Uint8Array, kind: 0 | 1): Uint8Array {
    const distinct = this.#distinct;
    distinct.clear();
    let rare = 0;
    hashWords(
      chunk,
      (hash) => {
        // Most of what is written is common words; theirs is the table that stays in the cache.
        if (this.#common.has(hash) || !distinct.add(hash)) return;
        if (rare === this.#rare.length) this.#rare = grown(this.#rare);
        this.#rare[rare++] = hash;
      },
      kind,
    );
    const hashes = this.#rare.subarray(0, rare);
    this.#count(hashes);
    return buildWordFilter(hashes);
  }

  /** Words that have turned out to be common since the last call; they are left out once they are committed. */
  takeDeclared(): number[] {
    const hashes = [...this.#declared].slice(0, Math.max(0, maxCommon - this.#common.size));
    this.#declared.clear();
    return hashes;
  }

  #count(hashes: Uint32Array): void {
    if (++this.#chunks >= windowChunks) {
      for (let i = 0; i < buckets; i++) this.#counts[i]! >>= 1;
      this.#chunks >>= 1;
    }
    const limit = Math.max(this.#chunks, minChunks) / commonShare;
    for (const hash of hashes) {
      const bucket = hash & (buckets - 1);
      const count = this.#counts[bucket]! + 1;
      if (count < 0xffff) this.#counts[bucket] = count;
      // Words that share a bucket make each other common a little early, which is safe.
      if (count > limit && this.#chunks >= minChunks / 2) this.#declared.add(hash);
    }
  }
}

function grown(array: Uint32Array): Uint32Array {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
