import type { Context } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import { shared } from "../context/shared.ts";
import { safely } from "../safely.ts";
import type { CaptureRules } from "../span/attribute-value.ts";
import type { LiveSpan } from "../span/live-span.ts";
import { liveSpanOf } from "../span/live-span-of.ts";

/** Called with a span of the SDK, which it may change. */
export type SpanHook = (span: LiveSpan) => void;

/**
 * Calls `hook` with every span that starts from now on, before it has inputs. Returns a function that ends it.
 *
 * @example
 * const stop = registerOnSpanStartHook((span) => span.setAttribute("deployment.region", "eu-north-1"));
 * stop();
 */
export function registerOnSpanStartHook(hook: SpanHook): () => void {
  return register(hooks().start, hook);
}

/**
 * Calls `hook` with every span that ends from now on, while it can still be changed. Returns a function that ends it.
 *
 * @example
 * const stop = registerOnSpanEndHook((span) => span.setAttribute("reviewed", span.status.code === "OK"));
 * stop();
 */
export function registerOnSpanEndHook(hook: SpanHook): () => void {
  return register(hooks().end, hook);
}

/** Tells the hooks, whoever made the span. */
export class SpanHookCalls implements SpanProcessor {
  readonly #rules: CaptureRules;

  constructor(rules: CaptureRules) {
    this.#rules = rules;
  }

  onStart(span: Span, _parentContext: Context): void {
    this.#call(hooks().start, span);
  }

  onEnding(span: Span): void {
    this.#call(hooks().end, span);
  }

  onEnd(_span: ReadableSpan): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}

  #call(set: ReadonlySet<SpanHook>, span: Span): void {
    if (set.size === 0) return;
    const live = liveSpanOf(span, this.#rules);
    for (const hook of set) safely("a span hook", () => hook(live), undefined);
  }
}

function register(set: Set<SpanHook>, hook: SpanHook): () => void {
  if (typeof hook !== "function") return () => undefined;
  set.add(hook);
  return () => set.delete(hook);
}

const hooks = shared("span hooks", () => ({ start: new Set<SpanHook>(), end: new Set<SpanHook>() }));
