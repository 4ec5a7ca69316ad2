/** A request's part in a batch: what it adds, and how to tell it the outcome. */
interface Waiting<Item> {
  readonly item: Item;
  readonly weight: number;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export interface BatcherOptions<Item> {
  /** Writes the items of several requests in one commit. */
  readonly commit: (items: readonly Item[]) => Promise<void>;
  /** Commits under way at once, each on a connection of its own. */
  readonly writers: number;
  /** A commit takes requests until their weights reach this. */
  readonly maxWeight: number;
}

/**
 * Group commit: while the writers are busy, requests gather, and the next free writer takes all of them in one commit.
 * An idle writer starts at once, so a lone request waits for nobody.
 */
export class Batcher<Item> {
  readonly #options: BatcherOptions<Item>;
  #waiting: Waiting<Item>[] = [];
  #busy = 0;
  #idle: (() => void)[] = [];

  constructor(options: BatcherOptions<Item>) {
    this.#options = options;
  }

  /** Resolves after the commit of the item; rejects with the commit's error. */
  add(item: Item, weight: number): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ item, weight, done, failed });
      // Requests that are ready in the same turn share a commit.
      setImmediate(() => this.#start());
    });
  }

  /** Resolves when nothing is waiting or being written. */
  async drain(): Promise<void> {
    if (this.#busy === 0 && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #start(): void {
    while (this.#busy < this.#options.writers && this.#waiting.length > 0) {
      this.#busy++;
      void this.#run(this.#take());
    }
  }

  #take(): Waiting<Item>[] {
    let weight = 0;
    let count = 0;
    for (const { weight: next } of this.#waiting) {
      if (count > 0 && weight + next > this.#options.maxWeight) break;
      weight += next;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #run(taken: readonly Waiting<Item>[]): Promise<void> {
    try {
      await this.#options.commit(taken.map(({ item }) => item));
      for (const { done } of taken) done();
    } catch (error) {
      for (const { failed } of taken) failed(error);
    } finally {
      this.#busy--;
      this.#start();
      if (this.#busy === 0 && this.#waiting.length === 0) for (const resolve of this.#idle.splice(0)) resolve();
    }
  }
}
