import type { Context } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import { names } from "@spanloom/conventions";
import { typeText } from "../span/recording-span.ts";
import { closeLastTrace, type LastTrace, openLastTrace } from "../trace/last-trace.ts";
import { runningRoots } from "../trace/running-roots.ts";
import { scopeAttributes } from "../trace/scope-attributes.ts";
import { scopeName } from "./scope-name.ts";

/** Keeps track of the spans that stand for a trace in this process: those without a parent here. */
export class TraceRoots implements SpanProcessor {
  onStart(span: Span, _parentContext: Context): void {
    const { parentSpanContext, instrumentationScope } = span;
    if (parentSpanContext !== undefined && parentSpanContext.isRemote !== true) return;
    runningRoots().add(span);
    (span as Root)[lastTrace] = openLastTrace();
    // Another tracer made it; our own roots are labelled as they start.
    const labels = instrumentationScope.name === scopeName ? undefined : scopeAttributes();
    if (labels === undefined || Object.keys(labels).length === 0) return;
    // Readers look for labels where MLflow's vocabulary is spoken, of which the type is the sign.
    span.setAttributes({ [names.spanType]: typeText("UNKNOWN"), ...labels });
  }

  onEnd(span: ReadableSpan): void {
    const last = (span as Root)[lastTrace];
    if (last === undefined) return;
    (span as Root)[lastTrace] = undefined;
    closeLastTrace(last, span);
    runningRoots().delete(span);
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

/** On the span itself, which costs the garbage collector less than a WeakMap of all of them. */
type Root = ReadableSpan & { [lastTrace]?: LastTrace | undefined };

const lastTrace = Symbol("last trace");
