import type { TraceChange } from "@spanloom/store";

/** A page that takes longer from its read to its stream looks at everything again. */
const keptMs = 30_000;
/** About 4 MB. */
const mostKept = 20_000;
/** By how much the clocks of replicas may differ: the one that was read from and the one that the stream is open to. */
const skewMs = 250;

interface Seen extends TraceChange {
  readonly atMs: number;
}

/** The changes of the last half minute, each trace once with its latest. */
export class RecentChanges {
  /** The oldest first. */
  readonly #seen = new Map<string, Seen>();
  readonly #now: () => number;
  /** Nothing that came later was forgotten. */
  #completeFromMs: number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#completeFromMs = now();
  }

  add(changes: readonly TraceChange[]): void {
    const atMs = this.#now();
    for (const change of changes) {
      this.#seen.delete(change.traceId);
      this.#seen.set(change.traceId, { ...change, atMs });
    }
    for (const [traceId, seen] of this.#seen) {
      if (this.#seen.size <= mostKept && seen.atMs >= atMs - keptMs) break;
      this.#seen.delete(traceId);
      this.#completeFromMs = Math.max(this.#completeFromMs, seen.atMs + 1);
    }
  }

  /** Whether all that changed since then is still known. */
  holdsFrom(sinceMs: number): boolean {
    return sinceMs >= this.#completeFromMs;
  }

  *since(sinceMs: number): Generator<TraceChange> {
    for (const seen of this.#seen.values()) if (seen.atMs >= sinceMs - skewMs) yield seen;
  }
}
