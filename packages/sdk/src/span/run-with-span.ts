import { context, trace as otelTrace } from "@opentelemetry/api";
import { withScope } from "../context/scope.ts";
import { tracing } from "../provider/tracing.ts";
import { safely } from "../safely.ts";
import type { LiveSpan } from "./live-span.ts";

/**
 * Makes a span the active one while `fn` runs, and in all that `fn` awaits. Does not end it.
 *
 * @example
 * const span = startSpan({ name: "request" });
 * runWithSpan(span, () => startSpan({ name: "a child of request" }).end());
 * span.end();
 */
export function runWithSpan<T>(span: LiveSpan, fn: () => T): T {
  if (!safely("runWithSpan", () => isLive(span), false)) return fn();
  const inScope = () => withScope({ span, follow: undefined }, fn);
  if (!safely("runWithSpan", sharesContext, false)) return inScope();
  return context.with(otelTrace.setSpan(context.active(), span.otel), inScope);
}

/** With a provider of our own, other users of OpenTelemetry must not find our spans as parents of theirs. */
function sharesContext(): boolean {
  return tracing().config.provider === "global";
}

function isLive(span: unknown): span is LiveSpan {
  return typeof span === "object" && span !== null && "otel" in span;
}
