/** A request's part in a batch: what it adds, and how to tell it the outcome. */
interface Waiting<Item, Outcome> {
  readonly item: Item;
  readonly weight: number;
  readonly done: (outcome: Outcome) => void;
  readonly failed: (error: unknown) => void;
}

export interface BatcherOptions<Item, Outcome> {
  /** Writes the items of several requests in one commit; resolves to the outcome of each. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Outcome[]>;
  /** Commits under way at once, each on a connection of its own. */
  readonly writers: number;
  /** A commit takes requests until their weights reach this. */
  readonly maxWeight: number;
  /** Whether the error may be the fault of one item: then each is written alone, so that no other pays for it. */
  readonly isFaultOfOne?: (error: unknown) => boolean;
}

/**
 * Group commit: while the writers are busy, requests gather, and the next free writer takes all of them in one commit.
 * An idle writer starts at once, so a lone request waits for nobody.
 */
export class Batcher<Item, Outcome = void> {
  readonly #options: BatcherOptions<Item, Outcome>;
  #waiting: Waiting<Item, Outcome>[] = [];
  #busy = 0;
  #idle: (() => void)[] = [];

  constructor(options: BatcherOptions<Item, Outcome>) {
    this.#options = options;
  }

  /** Resolves after the commit of the item to its outcome; rejects with the commit's error. */
  add(item: Item, weight: number): Promise<Outcome> {
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

  #take(): Waiting<Item, Outcome>[] {
    let weight = 0;
    let count = 0;
    for (const { weight: next } of this.#waiting) {
      if (count > 0 && weight + next > this.#options.maxWeight) break;
      weight += next;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #run(taken: readonly Waiting<Item, Outcome>[]): Promise<void> {
    await this.#write(taken);
    this.#busy--;
    this.#start();
    if (this.#busy === 0 && this.#waiting.length === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #write(taken: readonly Waiting<Item, Outcome>[]): Promise<void> {
    const { commit, isFaultOfOne = () => false } = this.#options;
    try {
      const outcomes = await commit(taken.map(({ item }) => item));
      for (const [at, { done }] of taken.entries()) done(outcomes[at]!);
    } catch (error) {
      if (taken.length > 1 && isFaultOfOne(error)) for (const one of taken) await this.#write([one]);
      else for (const { failed } of taken) failed(error);
    }
  }
}
