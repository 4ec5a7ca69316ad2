/** Random numbers that are the same in every run: a bench compares like with like. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    this.#a = seed | 0 || 1;
    this.#b = 0x9e3779b9 | 0;
    this.#c = 0x243f6a88 | 0;
    this.#d = 0xb7e15162 | 0;
    for (let warmUp = 0; warmUp < 16; warmUp++) this.uint32();
  }

  /** xorshift128 (Marsaglia 2003): fast, and more than random enough for text and ids. */
  uint32(): number {
    const t = this.#a ^ (this.#a << 11);
    this.#a = this.#b;
    this.#b = this.#c;
    this.#c = this.#d;
    this.#d = this.#d ^ (this.#d >>> 19) ^ t ^ (t >>> 8);
    return this.#d >>> 0;
  }

  /** From 0, below 1. */
  fraction(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** From 0, below `bound`. */
  below(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  hex(bytes: number): string {
    let text = "";
    while (text.length < bytes * 2) text += this.uint32().toString(16).padStart(8, "0");
    return text.slice(0, bytes * 2);
  }
}
