import { isCode } from "./experiments.ts";

interface Entry<T> {
  value: T;
  fetchedAtMs: number;
  /** Not asked again before this: the server was away. */
  quietUntilMs: number;
}

export interface LoadOptions {
  /** How long a value is taken to be true. 0: it is asked for each time, and no old one is given. */
  readonly ttlMs: number;
  /** How long an old value's reader waits for the new one; then the old one is given, and the new one for later. */
  readonly patienceMs: number;
}

/** Between two tries in vain, where an old value is there to be given. */
const quietMs = 5_000;

/**
 * Values by key, each loaded by one call at a time. A value past its time is given on while the server is away or slow, and
 * refreshed in the background; an answer that refuses (not found, not permitted) is told, and takes the value out.
 */
export class PromptCache<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #loading = new Map<string, Promise<T>>();
  readonly #capacity: number;
  readonly #now: () => number;

  constructor({ capacity = 1_000, now = Date.now }: { capacity?: number; now?: () => number } = {}) {
    this.#capacity = capacity;
    this.#now = now;
  }

  async get(key: string, load: () => Promise<T>, { ttlMs, patienceMs }: LoadOptions): Promise<T> {
    const entry = this.#entries.get(key);
    if (entry === undefined || ttlMs === 0) return this.#load(key, load);
    if (this.#now() - entry.fetchedAtMs < ttlMs) return entry.value;
    if (this.#now() < entry.quietUntilMs) return entry.value;
    const refresh = this.#load(key, load);
    refresh.catch(() => undefined);
    try {
      return await withinPatience(refresh, patienceMs, entry.value);
    } catch (error) {
      if (!isAway(error)) throw error;
      return entry.value;
    }
  }

  /** What is known of a key is no longer true. */
  delete(key: string): void {
    this.#entries.delete(key);
  }

  #load(key: string, load: () => Promise<T>): Promise<T> {
    const under = this.#loading.get(key);
    if (under !== undefined) return under;
    const loading = load()
      .then(
        (value) => {
          this.#keep(key, value);
          return value;
        },
        (error) => {
          const entry = this.#entries.get(key);
          if (!isAway(error)) this.#entries.delete(key);
          else if (entry !== undefined) entry.quietUntilMs = this.#now() + quietMs;
          throw error;
        },
      )
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }

  #keep(key: string, value: T): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, fetchedAtMs: this.#now(), quietUntilMs: 0 });
    const oldest = this.#entries.keys().next().value;
    if (this.#entries.size > this.#capacity && oldest !== undefined) this.#entries.delete(oldest);
  }
}

/** The server could not be reached, or is not itself: what was true before is the best there is. */
const isAway = (error: unknown): boolean =>
  isCode(error, "TEMPORARILY_UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL_ERROR", "REQUEST_LIMIT_EXCEEDED");

async function withinPatience<T>(fresh: Promise<T>, ms: number, old: T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, ms, old);
  });
  try {
    return await Promise.race([fresh, patience]);
  } finally {
    clearTimeout(timer);
  }
}
