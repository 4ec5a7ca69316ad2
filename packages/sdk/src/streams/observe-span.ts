import type { LiveSpan } from "../span/live-span.ts";
import { runWithSpan } from "../span/run-with-span.ts";
import { gatherChunks } from "./gather.ts";
import type { ResultObserver } from "./observer.ts";

export interface GatherOptions {
  /** Makes the outputs of the chunks of a stream; where absent, texts are joined, and others are a list. */
  readonly gather?: ((chunks: unknown[]) => unknown) | undefined;
  /** Chunks are kept up to about this size. */
  readonly maxBytes: number;
}

/**
 * Has a span end with the result that it stands for: its outputs are the value, or the chunks put together; the time to the
 * first chunk is noted; what makes chunks runs below the span. A stream that was not consumed to its end says so in an
 * event.
 */
export function observeSpan(span: LiveSpan, { gather, maxBytes }: GatherOptions): ResultObserver {
  let chunks: ReturnType<typeof gatherChunks> | undefined;
  let count = 0;
  const records = span.records("outputs");
  const finish = (outputs: unknown) => {
    // What the function said itself stays.
    if (span.outputs === undefined && outputs !== undefined) span.setOutputs(outputs);
    span.end();
  };
  const stop = (event: string, attributes: Record<string, unknown>) => {
    span.addEvent(event, { ...attributes, "stream.chunk_count": count });
    finish(chunks?.result());
  };
  return {
    within: (run) => runWithSpan(span, run),
    firstChunk: () => {
      span.setTimeToFirstToken();
    },
    chunk(value) {
      count++;
      if (!records) return;
      chunks ??= gatherChunks(maxBytes, gather);
      chunks.add(value);
    },
    end(outputs) {
      finish(outputs === undefined ? chunks?.result() : outputs);
    },
    fail(error) {
      // Who aborts a stream that runs has seen enough of it; a call that is aborted before has failed.
      if (count > 0 && (error as Error | undefined)?.name === "AbortError") return stop("stream.cancelled", {});
      if (span.outputs === undefined && chunks !== undefined) span.setOutputs(chunks.result());
      span.recordException(error);
      span.end();
    },
    cancel: () => stop("stream.cancelled", {}),
    abandon: (reason) => stop("stream.abandoned", { reason }),
  };
}
