import { tracing } from "../provider/tracing.ts";
import { reportOnce } from "../safely.ts";
import type { FlushOptions } from "./delivery.ts";

/** What keeps a serverless invocation alive until a promise is settled: the function, or the context that has it. */
export type WaitUntil = ((promise: Promise<unknown>) => void) | { waitUntil(promise: Promise<unknown>): void };

/**
 * Lets a serverless platform keep the invocation alive until its spans are delivered: those that have ended, and those
 * that run now (a response that is still streaming), once they end. Call it when the traced work has begun, such as just
 * before the response is returned. Never throws, and the promise never rejects: what is not delivered is told by `diag`.
 *
 * @example
 * // Cloudflare Workers
 * const worker = {
 *   async fetch(request: Request, env: unknown, ctx: { waitUntil(promise: Promise<unknown>): void }) {
 *     const answer = await withSpan(async () => "…", { name: "answer" });
 *     waitUntil(ctx);
 *     return new Response(answer);
 *   },
 * };
 */
export function waitUntil(platform: WaitUntil, options?: FlushOptions): void {
  const delivered = tracing()
    .flushWhenIdle(options)
    .catch((fault: unknown) => reportOnce("delivery within an invocation", fault));
  try {
    if (typeof platform === "function") platform(delivered);
    else platform.waitUntil(delivered);
  } catch (fault) {
    reportOnce("waitUntil", fault);
  }
}

/**
 * Wraps a serverless handler whose process is frozen as soon as it has answered (AWS Lambda): the answer waits for the
 * delivery of the invocation's spans. Arguments, `this`, result and errors stay the handler's.
 *
 * @example
 * const handler = flushAfter(async (event: { question: string }) => {
 *   return await withSpan(async () => `You asked ${event.question}`, { name: "answer" });
 * }, { timeoutMs: 2_000 });
 */
export function flushAfter<This, Args extends unknown[], Result>(
  handler: (this: This, ...args: Args) => Promise<Result> | Result,
  options?: FlushOptions,
): (this: This, ...args: Args) => Promise<Result> {
  return async function (this: This, ...args: Args) {
    try {
      return await handler.apply(this, args);
    } finally {
      await tracing()
        .flush(options)
        .catch((fault: unknown) => reportOnce("delivery after an invocation", fault));
    }
  };
}
