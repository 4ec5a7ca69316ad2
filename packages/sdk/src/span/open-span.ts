import {
  type SpanOptions as OtelSpanOptions,
  context as otelContext,
  trace as otelTrace,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  TraceFlags,
} from "@opentelemetry/api";
import { RandomIdGenerator } from "@opentelemetry/sdk-trace";
import { currentScope } from "../context/scope.ts";
import { shared } from "../context/shared.ts";
import { tracing } from "../provider/tracing.ts";
import { scopeAttributes } from "../trace/scope-attributes.ts";

/**
 * Starts a span of OpenTelemetry below `parent`; without one below the span that came in by headers, or as a root, which `null` always makes. With
 * `record` false neither it nor any span below it is recorded, and processes called from it are told so.
 */
export function openSpan(name: string, options: OtelSpanOptions, parent: Span | null | undefined, record = true): Span {
  const { tracer, config } = tracing();
  const { enabled = true, remote } = currentScope();
  const above = parent === undefined ? remote : parent?.spanContext();
  if (!enabled || !record || (parent && suppressed().has(parent))) {
    return suppressedSpan(above);
  }
  const around = config.provider === "global" ? otelContext.active() : ROOT_CONTEXT;
  if (parent && above?.isRemote !== true) {
    return tracer.startSpan(name, options, otelTrace.setSpan(around, parent));
  }
  const labels = scopeAttributes();
  const labelled = labels === undefined ? options : { ...options, attributes: { ...options.attributes, ...labels } };
  const context = around === ROOT_CONTEXT ? around : otelTrace.deleteSpan(around);
  return tracer.startSpan(name, labelled, above === undefined ? context : otelTrace.setSpanContext(context, above));
}

/** It has ids like any other, so that what is below it belongs to one trace if somebody else records it. */
function suppressedSpan(parent: SpanContext | undefined): Span {
  const ids = new RandomIdGenerator();
  const span = otelTrace.wrapSpanContext({
    traceId: parent?.traceId ?? ids.generateTraceId(),
    spanId: ids.generateSpanId(),
    traceFlags: TraceFlags.NONE,
  });
  suppressed().add(span);
  return span;
}

const suppressed = shared("suppressed spans", () => new WeakSet<Span>());
