import { type IngestCounts, type IngestSource, type IngestSources, ingestHourMs } from "@spanloom/store";
import { Reception } from "./reception.ts";
import type { Delivery } from "./source.ts";
import { noCounts, Totals } from "./totals.ts";

/** Sources told apart in an hour by one process. Whoever invents names is counted together with all that come later. */
const maxSources = 500;
/** What is held at most while Postgres is away; then new hours have only the sources that stand for all others. */
const maxHeld = 2_000;

/** What this process has counted of one form and signal since it began. */
export interface ProcessCounts extends Pick<IngestSource, "signal" | "form"> {
  readonly counts: Readonly<IngestCounts>;
}

/**
 * Counts what becomes of all that is sent, by source and hour. In memory, until `flush` adds it to what Postgres has: to
 * count must neither slow a commit nor fail one.
 */
export class Sources {
  readonly #store: Pick<IngestSources, "add">;
  #held = new Map<string, Totals>();
  /** Those of `held` that are of this hour, which are looked up for each part of a request. */
  readonly #current = new Map<string, Totals>();
  #hourMs = 0;
  /** Of this hour, those that are told apart. */
  readonly #known = new Set<string>();
  readonly #process = new Map<string, ProcessCounts & { counts: IngestCounts }>();
  #flushing: Promise<void> = Promise.resolve();

  constructor(store: Pick<IngestSources, "add">) {
    this.#store = store;
  }

  /** A request that arrives. */
  receive(delivery: Delivery): Reception {
    return new Reception(this, delivery);
  }

  get processCounts(): Iterable<ProcessCounts> {
    return this.#process.values();
  }

  /** Where what comes of a source now is counted. */
  of(source: IngestSource): Totals {
    const nowMs = Date.now();
    const hourMs = nowMs - (nowMs % ingestHourMs);
    if (hourMs !== this.#hourMs) {
      this.#hourMs = hourMs;
      this.#known.clear();
      this.#current.clear();
    }
    const key = keyOf(source);
    const totals = this.#current.get(key) ?? this.#begin(key, source, hourMs);
    totals.lastMs = nowMs;
    return totals;
  }

  #begin(key: string, source: IngestSource, hourMs: number): Totals {
    const isKnown = this.#known.has(key) || (this.#known.size < maxSources && this.#held.size < maxHeld);
    if (!isKnown) return this.#others(source, hourMs);
    const totals = this.#totals(key, source, hourMs);
    this.#known.add(key);
    this.#current.set(key, totals);
    return totals;
  }

  /** Adds what was counted to what Postgres has. Where that fails it is held for the next time, and the error is thrown. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.catch(() => {}).then(() => this.#write());
    return this.#flushing;
  }

  async #write(): Promise<void> {
    if (this.#held.size === 0) return;
    const written = this.#held;
    this.#held = new Map();
    this.#current.clear();
    try {
      await this.#store.add([...written.values()]);
    } catch (error) {
      const counted = this.#held;
      this.#held = written;
      this.#current.clear();
      for (const [key, totals] of counted) {
        const { source, hourMs } = totals;
        const known = written.get(key) ?? (written.size < maxHeld ? undefined : this.#others(source, hourMs));
        if (known === undefined) written.set(key, totals);
        else known.restore(totals);
      }
      throw error;
    }
  }

  #others({ signal, form }: IngestSource, hourMs: number): Totals {
    const others = { signal, form, service: "", sdk: "", agent: "", isOther: true };
    return this.#totals(keyOf(others), others, hourMs);
  }

  #totals(key: string, source: IngestSource, hourMs: number): Totals {
    const held = this.#held.get(`${hourMs} ${key}`);
    if (held !== undefined) return held;
    const totals = new Totals(hourMs, source, this.#processCountsOf(source));
    this.#held.set(`${hourMs} ${key}`, totals);
    return totals;
  }

  #processCountsOf({ signal, form }: IngestSource): IngestCounts {
    const key = `${signal} ${form}`;
    const known = this.#process.get(key) ?? { signal, form, counts: { ...noCounts } };
    this.#process.set(key, known);
    return known.counts;
  }
}

/** Its texts have no NUL. */
function keyOf({ signal, form, service, sdk, agent, isOther }: IngestSource): string {
  return `${signal}\0${form}\0${service}\0${sdk}\0${agent}\0${isOther}`;
}
