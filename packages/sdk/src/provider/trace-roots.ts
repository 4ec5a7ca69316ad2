import type { Context } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import { names } from "@spanloom/conventions";
import { typeText } from "../span/recording-span.ts";
import { closeLastTrace, joinTrace, openLastTrace } from "../trace/last-trace.ts";
import { scopeAttributes } from "../trace/scope-attributes.ts";
import { scopeName } from "./scope-name.ts";

/** Keeps track of the spans that stand for a trace in this process: those without a parent here. */
export class TraceRoots implements SpanProcessor {
  onStart(span: Span, parentContext: Context): void {
    const { parentSpanContext, instrumentationScope } = span;
    if (parentSpanContext !== undefined && parentSpanContext.isRemote !== true) {
      joinTrace(span, parentContext);
      return;
    }
    openLastTrace(span);
    // Another tracer made it; our own roots are labelled as they start.
    const labels = instrumentationScope.name === scopeName ? undefined : scopeAttributes();
    if (labels === undefined || Object.keys(labels).length === 0) return;
    // Readers look for labels where MLflow's vocabulary is spoken, of which the type is the sign.
    span.setAttributes({ [names.spanType]: typeText("UNKNOWN"), ...labels });
  }

  onEnd(span: ReadableSpan): void {
    closeLastTrace(span);
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
