/** Ids held at most, over all traces: some 100 bytes each. */
const maxIds = 50_000;

interface KnownTrace {
  /** Of the trace when these were all of its spans. */
  readonly revision: number;
  /** All but those in `added`. */
  readonly spanIds: Set<bigint>;
  /** Batch by batch: most traces are never asked for again, and a set of ids costs more than the ids. */
  readonly added: (readonly bigint[])[];
  /** An id that came twice may count twice. */
  readonly count: number;
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
    if (known?.revision !== revision) return undefined;
    for (const batch of known.added.splice(0)) for (const spanId of batch) known.spanIds.add(spanId);
    return known.spanIds;
  }

  /** A batch was committed: `before` is undefined where it made the trace, else the revision that it was added to. */
  committed(traceId: string, before: number | undefined, after: number, spanIds: readonly bigint[]): void {
    const known = this.#traces.get(traceId);
    this.#forget(traceId);
    if (before !== undefined && known?.revision !== before) return;
    const kept = before === undefined ? undefined : known;
    const count = (kept?.count ?? 0) + spanIds.length;
    this.#traces.set(traceId, {
      revision: after,
      spanIds: kept?.spanIds ?? new Set(),
      added: [...(kept?.added ?? []), spanIds],
      count,
    });
    this.#ids += count;
    for (const [oldest] of this.#traces) {
      if (this.#ids <= maxIds) break;
      this.#forget(oldest);
    }
  }

  #forget(traceId: string): void {
    this.#ids -= this.#traces.get(traceId)?.count ?? 0;
    this.#traces.delete(traceId);
  }
}
