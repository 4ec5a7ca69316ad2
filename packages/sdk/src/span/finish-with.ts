import { followResult } from "../streams/follow-result.ts";
import { endWith, observeSpan } from "../streams/observe-span.ts";
import type { LiveSpan } from "./live-span.ts";
import { runInSpan } from "./run-with-span.ts";

export interface FinishOptions {
  /**
   * Makes the outputs of the chunks of a generator or stream. Where absent, texts are joined, and others are a list. Of a
   * long stream it gets the first chunks only: 10,000 of them, and about `maxAttributeBytes`.
   */
  // biome-ignore lint/suspicious/noExplicitAny: chunks are of the type that the function yields, which is not known here
  readonly gather?: ((chunks: any[]) => unknown) | undefined;
}

/**
 * Calls `run` with the span as the active one, and ends the span with what comes of it: with the value, when a promise is
 * settled, when a stream was consumed. What is returned or thrown is what `run` returned or threw.
 */
export function finishWith<T>(span: LiveSpan, run: () => T, options?: FinishOptions): T {
  let result: T;
  try {
    result = runInSpan(span, run);
  } catch (error) {
    span.recordException(error).end();
    throw error;
  }
  if (!span.isRecording) return result;
  if (typeof result === "object" && result !== null) return followResult(result, observeSpan(span, options));
  endWith(span, result);
  return result;
}
