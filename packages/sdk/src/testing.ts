import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace";
import { names } from "@spanloom/conventions";
import type { InitOptions } from "./config/config.ts";
import { init } from "./provider/tracing.ts";

/** A span as the tests of this package look at it. */
export interface RecordedSpan {
  readonly name: string;
  readonly parent: string | undefined;
  readonly inputs: unknown;
  readonly outputs: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly span: ReadableSpan;
}

/** Sets tracing up to keep spans here. The returned function gives all that have ended since, in that order, and forgets them. */
export function recordSpans(options: InitOptions = {}): () => RecordedSpan[] {
  const ended: ReadableSpan[] = [];
  const keep: SpanProcessor = {
    onStart: () => undefined,
    onEnd: (span) => void ended.push(span),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  init({ deliver: false, sampleRate: 1, ...options, spanProcessors: [keep, ...(options.spanProcessors ?? [])] });
  return () => ended.splice(0).map((span, _at, all) => recorded(span, all));
}

function recorded(span: ReadableSpan, all: readonly ReadableSpan[]): RecordedSpan {
  const above = span.parentSpanContext?.spanId;
  return {
    name: span.name,
    parent: above === undefined ? undefined : (all.find((each) => each.spanContext().spanId === above)?.name ?? above),
    inputs: parsed(span.attributes[names.spanInputs]),
    outputs: parsed(span.attributes[names.spanOutputs]),
    attributes: span.attributes,
    status: span.status.code,
    span,
  };
}

function parsed(text: unknown): unknown {
  return typeof text === "string" ? JSON.parse(text) : undefined;
}
