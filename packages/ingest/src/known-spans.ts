/** Ids held at most, over all traces: some 100 bytes each. */
const maxIds = 50_000;

interface KnownTrace {
  /** Of the trace when these were all of its spans. */
  readonly revision: number;
  readonly spanIds: Set<bigint>;
}

/**
 * The span ids of traces that this process has lately written to, so that a batch need not ask Postgres which of its
 * spans are stored: that would read the whole trace for every batch of a large one. What is known of a trace holds only
 * while nobody else has written to it, which its revision tells.
 */
export class KnownSpans {
  readonly #traces = new Map<string, KnownTrace>();
  #ids = 0;

  /** All spans of a trace at this revision; undefined where they are not known. */
  of(traceId: string, revision: number): ReadonlySet<bigint> | undefined {
    const known = this.#traces.get(traceId);
    return known?.revision === revision ? known.spanIds : undefined;
  }

  /** A batch was committed: `before` is undefined where it made the trace, else the revision that it was added to. */
  committed(traceId: string, before: number | undefined, after: number, spanIds: Iterable<bigint>): void {
    const known = before === undefined ? new Set<bigint>() : this.of(traceId, before);
    this.#forget(traceId);
    if (known === undefined) return;
    const all = known as Set<bigint>;
    for (const spanId of spanIds) all.add(spanId);
    this.#traces.set(traceId, { revision: after, spanIds: all });
    this.#ids += all.size;
    for (const [oldest] of this.#traces) {
      if (this.#ids <= maxIds) break;
      this.#forget(oldest);
    }
  }

  #forget(traceId: string): void {
    this.#ids -= this.#traces.get(traceId)?.spanIds.size ?? 0;
    this.#traces.delete(traceId);
  }
}
