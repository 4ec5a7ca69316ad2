import { trace as otelTrace } from "@opentelemetry/api";
import { currentScope } from "../context/scope.ts";
import { tracing } from "../provider/tracing.ts";
import { safely } from "../safely.ts";
import type { LiveSpan } from "./live-span.ts";
import { liveSpanOf } from "./live-span-of.ts";

/**
 * The span that new spans become children of: one of ours, or with `init({ provider: "global" })` OpenTelemetry's active
 * one, whoever made it.
 *
 * @example
 * getCurrentActiveSpan()?.setAttribute("cache.hit", true);
 */
export function getCurrentActiveSpan(): LiveSpan | undefined {
  return safely("getCurrentActiveSpan", activeSpan, undefined);
}

/**
 * With the application's provider that is OpenTelemetry's active span. With our own it is ours only, for a parent that
 * goes to another backend would be missing in ours.
 */
export function activeSpan(): LiveSpan | undefined {
  const { follow, span } = currentScope();
  const followed = follow?.();
  if (followed !== undefined) return followed;
  const { config, rules } = tracing();
  if (config.provider === "own") return span;
  const theirs = otelTrace.getActiveSpan();
  // Without a context manager OpenTelemetry knows of no active span, of ours neither.
  return theirs === undefined || theirs === span?.otel ? span : liveSpanOf(theirs, rules);
}
