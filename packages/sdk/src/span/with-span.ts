import { safely } from "../safely.ts";
import { finishWith } from "./finish-with.ts";
import type { LiveSpan, SpanOptions } from "./live-span.ts";
import { runWithSpan } from "./run-with-span.ts";
import { startSpan } from "./start-span.ts";

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
  const named = safely("withSpan", () => ({ ...options, name: options?.name ?? (fn.name || "span") }), {
    name: "span",
  });
  const span = startSpan(named);
  return finishWith(span, () => runWithSpan(span, () => fn(span)));
}
