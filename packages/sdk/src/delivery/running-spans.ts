import { TraceFlags } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/**
 * Spans that have started and not ended. Each is kept only until it is due to be announced as running; from then on it is
 * held weakly, so that a span which an application forgets to end is forgotten here, too.
 */
export class RunningSpans {
  readonly #young = new Set<ReadableSpan>();
  readonly #old = new Map<string, WeakRef<ReadableSpan>>();
  #idle: (() => void)[] = [];

  add(span: ReadableSpan): void {
    if (isSampled(span)) this.#young.add(span);
  }

  delete(span: ReadableSpan): void {
    if (!this.#young.delete(span) && this.#old.size > 0) this.#old.delete(span.spanContext().spanId);
    if (this.#idle.length > 0 && this.count === 0) this.#resolveIdle();
  }

  /** Those that nobody can end any more do not count. */
  get count(): number {
    for (const [id, ref] of this.#old) if (ref.deref() === undefined) this.#old.delete(id);
    return this.#young.size + this.#old.size;
  }

  /** Whether `takeDue` may ever give something without another `add`. */
  get hasYoung(): boolean {
    return this.#young.size > 0;
  }

  /** Spans that started before a time and were not given yet. Milliseconds since the epoch. */
  takeDue(startedBeforeMs: number): ReadableSpan[] {
    const due: ReadableSpan[] = [];
    for (const span of this.#young) {
      const [seconds, nanos] = span.startTime;
      if (seconds * 1e3 + nanos / 1e6 > startedBeforeMs) continue;
      this.#young.delete(span);
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

  #resolveIdle(): void {
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }
}

export function isSampled(span: ReadableSpan): boolean {
  return (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}
