import { buildWordFilter, hashWords } from "@spanloom/store/words";

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

/** A set of 31-bit hashes in one typed array: several times quicker than Set in the loop over every word. */
export class HashSet {
  #slots: Uint32Array;
  #size = 0;

  constructor(expected: number) {
    this.#slots = new Uint32Array(1 << Math.ceil(Math.log2(Math.max(16, expected * 2))));
  }

  get size(): number {
    return this.#size;
  }

  has(hash: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      if (slots[i] === hash + 1) return true;
      if (slots[i] === 0) return false;
    }
  }

  /** Whether it is new. */
  add(hash: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let i = hash & mask;
    for (; slots[i] !== 0; i = (i + 1) & mask) if (slots[i] === hash + 1) return false;
    slots[i] = hash + 1;
    if (++this.#size * 2 > slots.length) this.#grow();
    return true;
  }

  clear(): void {
    // A chunk with many words must not make every later one pay for clearing its table.
    if (this.#slots.length > 1 << 15) this.#slots = new Uint32Array(1 << 13);
    else this.#slots.fill(0);
    this.#size = 0;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    this.#size = 0;
    for (const slot of old) if (slot !== 0) this.add(slot - 1);
  }
}

function grown(array: Uint32Array): Uint32Array {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
