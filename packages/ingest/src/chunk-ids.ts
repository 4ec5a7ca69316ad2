import { getRandomValues } from "node:crypto";

/** Random 64-bit ids, drawn many at a time: a call into the generator for each would cost more than its bits. */
export class ChunkIds {
  readonly #drawn = new BigInt64Array(256);
  #used = this.#drawn.length;

  next(): bigint {
    if (this.#used === this.#drawn.length) {
      getRandomValues(this.#drawn);
      this.#used = 0;
    }
    return this.#drawn[this.#used++] ?? 0n;
  }
}
