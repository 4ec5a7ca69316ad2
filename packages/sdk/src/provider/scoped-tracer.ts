import {
  type Context,
  INVALID_SPAN_CONTEXT,
  trace as otelTrace,
  type Span,
  type SpanOptions,
  type Tracer,
} from "@opentelemetry/api";
import { safely } from "../safely.ts";
import { activeSpan } from "../span/active-span.ts";
import { liveSpanOf } from "../span/live-span-of.ts";
import { openSpan } from "../span/open-span.ts";
import { runWithSpan } from "../span/run-with-span.ts";
import { tracing } from "./tracing.ts";

/**
 * An OpenTelemetry tracer for libraries that take one. Its spans go where ours go, are children of our active span unless a
 * context with another is given, and are the active one of what `startActiveSpan` runs.
 *
 * @example
 * getTracer().startActiveSpan("load the index", (span) => span.end());
 */
export function getTracer(): Tracer {
  return { startSpan, startActiveSpan };
}

function startSpan(name: string, options: SpanOptions = {}, context?: Context): Span {
  const open = () => {
    const given = context === undefined ? undefined : otelTrace.getSpan(context);
    return openSpan(name, options, options.root === true ? null : (given ?? activeSpan()?.otel));
  };
  return safely("getTracer().startSpan", open, undefined) ?? otelTrace.wrapSpanContext(INVALID_SPAN_CONTEXT);
}

function startActiveSpan<T>(name: string, ...rest: [...given: unknown[], fn: (span: Span) => T]): T {
  const fn = rest.pop() as (span: Span) => T;
  const [options, context] = rest as unknown as [SpanOptions?, Context?];
  const span = startSpan(name, options, context);
  return runWithSpan(liveSpanOf(span, tracing().rules), () => fn(span));
}
