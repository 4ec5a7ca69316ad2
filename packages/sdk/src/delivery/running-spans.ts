import { TraceFlags } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/**
 * Spans that have started and not ended. Each is kept only until it is due to be announced as running; from then on it is
 * held weakly, so that a span which an application forgets to end is forgotten here, too.
 */
export class RunningSpans {
  readonly #young: Placed[] = [];
  readonly #old = new Map<string, WeakRef<ReadableSpan>>();
  #idle: (() => void)[] = [];

  add(span: ReadableSpan): void {
    if (isSampled(span)) (span as Placed)[place] = this.#young.push(span) - 1;
  }

  delete(span: ReadableSpan): void {
    if (!this.#deleteYoung(span) && this.#old.size > 0) this.#old.delete(span.spanContext().spanId);
    if (this.#idle.length > 0 && this.count === 0) this.#resolveIdle();
  }

  /** Those that nobody can end any more do not count. */
  get count(): number {
    for (const [id, ref] of this.#old) if (ref.deref() === undefined) this.#old.delete(id);
    return this.#young.length + this.#old.size;
  }

  /** Whether `takeDue` may ever give something without another `add`. */
  get hasYoung(): boolean {
    return this.#young.length > 0;
  }

  /** Spans that started before a time and were not given yet. Milliseconds since the epoch. */
  takeDue(startedBeforeMs: number): ReadableSpan[] {
    const due: ReadableSpan[] = [];
    for (const span of [...this.#young]) {
      const [seconds, nanos] = span.startTime;
      if (seconds * 1e3 + nanos / 1e6 > startedBeforeMs) continue;
      this.#deleteYoung(span);
      this.#old.set(span.spanContext().spanId, new WeakRef(span));
      due.push(span);
    }
    return due;
  }

  /** All that run now. */
  all(): ReadableSpan[] {
    const old = [...this.#old.values()].map((ref) => ref.deref()).filter((span) => span !== undefined);
    return [...old, ...this.#young];
  }

  /** Resolves at the next moment in which nothing runs. */
  whenIdle(): Promise<void> {
    if (this.count === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** The last one takes its place. Another delivery may have numbered the same span. */
  #deleteYoung(span: Placed): boolean {
    const at = span[place];
    if (at === undefined || this.#young[at] !== span) return false;
    const last = this.#young.pop()!;
    if (last !== span) {
      this.#young[at] = last;
      last[place] = at;
    }
    return true;
  }

  #resolveIdle(): void {
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }
}

/** Where a span is in the list stands on the span: a set of those that run made garbage with each of them. */
type Placed = ReadableSpan & { [place]?: number };

const place = Symbol("place among the running spans");

export function isSampled(span: ReadableSpan): boolean {
  return (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}
