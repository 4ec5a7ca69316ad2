import { reportOnce } from "../safely.ts";
import { finishWith } from "./finish-with.ts";
import type { LiveSpan, SpanOptions } from "./live-span.ts";
import { openLiveSpan, startSpan } from "./start-span.ts";

/**
 * Runs `fn` with a new span as the active one, which ends when `fn` returns, throws, or when what it returns is settled or
 * consumed: a promise, a generator, a stream. What `fn` returns becomes the span's outputs, unless it set others.
 *
 * @example
 * const answer = await withSpan(
 *   async (span) => {
 *     span.setInputs({ question: "What is 6 × 7?" });
 *     return 42;
 *   },
 *   { name: "answer", spanType: "CHAIN" },
 * );
 */
export function withSpan<T>(fn: (span: LiveSpan) => T, options?: Partial<SpanOptions>): T {
  const span = spanOf(fn, options ?? {});
  return finishWith(span, () => fn(span));
}

function spanOf(fn: { readonly name: string }, options: Partial<SpanOptions>): LiveSpan {
  try {
    return openLiveSpan(options, options.name ?? (fn.name || "span"), options.inputs);
  } catch (fault) {
    reportOnce("withSpan", fault);
    return startSpan({ name: "span" });
  }
}
