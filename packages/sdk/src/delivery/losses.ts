/**
 * Why spans do not arrive. `dropped`: there was no room, or the program ended first. `refused`: an answer that must not be
 * tried again. `rejected`: the server took the request without them (OTLP's partial success).
 */
export type LossKind = "dropped" | "refused" | "rejected";

export interface Loss {
  readonly kind: LossKind;
  readonly reason: string;
  spans: number;
}

/** Spans that were given up since somebody last asked, by reason. There are few reasons; the numbers of spans go up. */
export class Losses {
  #byReason = new Map<string, Loss>();

  add(kind: LossKind, spans: number, reason: string): void {
    if (spans <= 0) return;
    const key = `${kind} ${reason}`;
    const known = this.#byReason.get(key);
    if (known !== undefined) known.spans += spans;
    else if (this.#byReason.size < maxReasons) this.#byReason.set(key, { kind, reason, spans });
    else this.#overflow(kind).spans += spans;
  }

  /** All of them, and none the next time. */
  take(): readonly Loss[] {
    const losses = [...this.#byReason.values()];
    this.#byReason.clear();
    return losses;
  }

  get isEmpty(): boolean {
    return this.#byReason.size === 0;
  }

  /** A server that never says the same twice (a request id in each message) must not fill the memory. */
  #overflow(kind: LossKind): Loss {
    const key = `${kind} …`;
    let loss = this.#byReason.get(key);
    if (loss === undefined) {
      loss = { kind, reason: "other reasons", spans: 0 };
      this.#byReason.set(key, loss);
    }
    return loss;
  }
}

const maxReasons = 20;

/** `3 spans dropped: the queue is full; 1 span refused: 401 Unauthorized`. */
export function sayLosses(losses: readonly Loss[]): string {
  return losses.map(({ kind, reason, spans }) => `${countOf(spans)} ${kind}: ${reason}`).join("; ");
}

export function countOf(spans: number): string {
  return `${spans} ${spans === 1 ? "span" : "spans"}`;
}
