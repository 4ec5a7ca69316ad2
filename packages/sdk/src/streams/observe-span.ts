import { tracing } from "../provider/tracing.ts";
import type { LiveSpan } from "../span/live-span.ts";
import { runInSpan } from "../span/run-with-span.ts";
import { gatherChunks } from "./gather.ts";
import type { AbandonReason, ResultObserver } from "./observer.ts";

export interface GatherOptions {
  /** Makes the outputs of the chunks of a stream; where absent, texts are joined, and others are a list. */
  readonly gather?: ((chunks: unknown[]) => unknown) | undefined;
}

/**
 * Has a span end with the result that it stands for: its outputs are the value, or the chunks put together; the time to the
 * first chunk is noted; what makes chunks runs below the span. A stream that was not consumed to its end says so in an
 * event.
 */
export function observeSpan(span: LiveSpan, options?: GatherOptions): ResultObserver {
  return new SpanObserver(span, options);
}

/** Ends a span with its outputs; what the function said itself stays. */
export function endWith(span: LiveSpan, outputs: unknown): void {
  if (span.outputs === undefined && outputs !== undefined) span.setOutputs(outputs);
  span.end();
}

/** A class, because there is one for each traced call: methods that all of them share take no memory. */
class SpanObserver implements ResultObserver {
  readonly #span: LiveSpan;
  readonly #options: GatherOptions | undefined;
  #chunks: ReturnType<typeof gatherChunks> | undefined;
  #count = 0;

  constructor(span: LiveSpan, options: GatherOptions | undefined) {
    this.#span = span;
    this.#options = options;
  }

  within<T>(run: () => T): T {
    return runInSpan(this.#span, run);
  }

  firstChunk(): void {
    this.#span.setTimeToFirstToken();
  }

  chunk(value: unknown): void {
    this.#count++;
    if (!this.#span.records("outputs")) return;
    this.#chunks ??= gatherChunks(tracing().config.maxAttributeBytes, this.#options?.gather);
    this.#chunks.add(value);
  }

  end(outputs?: unknown): void {
    endWith(this.#span, outputs === undefined ? this.#chunks?.result() : outputs);
  }

  fail(error: unknown): void {
    // Who aborts a stream that runs has seen enough of it; a call that is aborted before has failed.
    if (this.#count > 0 && (error as Error | undefined)?.name === "AbortError") {
      this.#stop("stream.cancelled", {});
      return;
    }
    if (this.#span.outputs === undefined && this.#chunks !== undefined) this.#span.setOutputs(this.#chunks.result());
    this.#span.recordException(error);
    this.#span.end();
  }

  cancel(): void {
    this.#stop("stream.cancelled", {});
  }

  abandon(reason: AbandonReason): void {
    this.#stop("stream.abandoned", { reason });
  }

  #stop(event: string, attributes: Record<string, unknown>): void {
    this.#span.addEvent(event, { ...attributes, "stream.chunk_count": this.#count });
    endWith(this.#span, this.#chunks?.result());
  }
}
