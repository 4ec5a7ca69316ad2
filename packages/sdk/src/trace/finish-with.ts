import { tracing } from "../provider/tracing.ts";
import { safely } from "../safely.ts";
import type { LiveSpan } from "../span/live-span.ts";
import { followResult } from "../streams/follow-result.ts";
import { observeSpan } from "../streams/observe-span.ts";

export interface FinishOptions {
  /**
   * Makes the outputs of the chunks of a stream. Where absent, texts are joined, and others are a list.
   *
   * At most about `maxAttributeBytes` of chunks, and 10,000, are kept for it.
   */
  // biome-ignore lint/suspicious/noExplicitAny: chunks are of the type that the function yields, which is not known here
  readonly gather?: ((chunks: any[]) => unknown) | undefined;
  /** Whether outputs are recorded; as the configuration says where absent. */
  readonly records?: boolean | undefined;
}

/** Calls `run` and ends the span with what comes of it: when that was consumed, where it is a stream. */
export function finishWith<T>(span: LiveSpan, run: () => T, { gather, records }: FinishOptions = {}): T {
  let result: T;
  try {
    result = run();
  } catch (error) {
    safely("recording what was thrown", () => span.recordException(error).end(), undefined);
    throw error;
  }
  const { maxAttributeBytes, captureContent } = tracing().config;
  return followResult(
    result,
    observeSpan(span, { gather, maxBytes: maxAttributeBytes, records: records ?? captureContent }),
  );
}
