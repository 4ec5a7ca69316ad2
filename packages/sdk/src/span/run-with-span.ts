import { context, trace as otelTrace } from "@opentelemetry/api";
import { withActiveSpan } from "../context/scope.ts";
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
  return safely("runWithSpan", () => isLive(span), false) ? runInSpan(span, fn) : fn();
}

/** The same for a span that is known to be one. */
export function runInSpan<T>(span: LiveSpan, fn: () => T): T {
  // With a provider of our own, other users of OpenTelemetry must not find our spans as parents of theirs.
  if (tracing().config.provider === "own") return withActiveSpan(span, fn);
  return context.with(otelTrace.setSpan(context.active(), span.otel), () => withActiveSpan(span, fn));
}

function isLive(span: unknown): span is LiveSpan {
  return typeof span === "object" && span !== null && "otel" in span;
}
