import { reportOnce, safely } from "../safely.ts";

/** What is told of a result while somebody consumes it. */
export interface ResultObserver {
  /** Before the first chunk is told. */
  firstChunk?(): void;
  chunk?(value: unknown): void;
  /** The result is complete. `outputs` is what a plain value or a promise gave; a stream was told chunk by chunk. */
  end(outputs?: unknown): void;
  fail(error: unknown): void;
  /** The consumer stopped before the end. Where absent, `end` is told instead. */
  cancel?(): void;
  /** Nobody will consume (the rest of) it: it was garbage-collected, or tracing was shut down. Else as `cancel`. */
  abandon?(reason: AbandonReason): void;
  /** Runs the code that makes the next chunk: here its spans get their parent. */
  within?<T>(run: () => T): T;
}

export type AbandonReason = "garbage-collected" | "shutdown";

/** Tells an observer of the end of what nobody can follow any further: it is told of nothing else. */
export function tellEnd(observer: ResultObserver, outputs: unknown): void {
  try {
    observer.end(outputs);
  } catch (fault) {
    reportOnce("observing a result", fault);
  }
}

export function tellFailure(observer: ResultObserver, error: unknown): void {
  try {
    observer.fail(error);
  } catch (fault) {
    reportOnce("observing a result", fault);
  }
}

/** An observer that cannot throw, and is told of one end only. */
export class Watch implements ResultObserver {
  readonly #observer: ResultObserver;
  #whenOver: (() => void)[] | undefined;
  #sawChunk = false;
  #isOver = false;

  constructor(observer: ResultObserver) {
    this.#observer = observer;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get sawChunk(): boolean {
    return this.#sawChunk;
  }

  whenOver(then: () => void): void {
    this.#whenOver ??= [];
    this.#whenOver.push(then);
  }

  chunk(value: unknown): void {
    if (this.#isOver) return;
    safely(
      "observing a stream",
      () => {
        if (!this.#sawChunk) this.#observer.firstChunk?.();
        this.#sawChunk = true;
        this.#observer.chunk?.(value);
      },
      undefined,
    );
  }

  end(outputs?: unknown): void {
    this.#finish(() => this.#observer.end(outputs));
  }

  fail(error: unknown): void {
    this.#finish(() => this.#observer.fail(error));
  }

  cancel(): void {
    this.#finish(() => (this.#observer.cancel ? this.#observer.cancel() : this.#observer.end()));
  }

  abandon(reason: AbandonReason): void {
    const { abandon } = this.#observer;
    if (abandon === undefined) this.cancel();
    else this.#finish(() => abandon.call(this.#observer, reason));
  }

  within<T>(run: () => T): T {
    return this.#isOver || this.#observer.within === undefined ? run() : this.#observer.within(run);
  }

  #finish(tell: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    safely("observing a stream", tell, undefined);
    this.#tellOver();
  }

  #tellOver(): void {
    if (this.#whenOver === undefined) return;
    for (const then of this.#whenOver) then();
    this.#whenOver = undefined;
  }
}
