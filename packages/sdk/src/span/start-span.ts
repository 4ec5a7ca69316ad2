import { INVALID_SPAN_CONTEXT, trace as otelTrace, ROOT_CONTEXT, type Span } from "@opentelemetry/api";
import { withScope } from "../context/scope.ts";
import { tracing } from "../provider/tracing.ts";
import { safely } from "../safely.ts";
import { activeSpan } from "./active-span.ts";
import type { LiveSpan, SpanOptions } from "./live-span.ts";
import { RecordingSpan } from "./recording-span.ts";
import { timeInput } from "./time.ts";

/**
 * Starts a span below the active one, or below `parent`. It does not become the active one (`withSpan` and `runWithSpan`
 * do that), and is delivered once it was ended.
 *
 * @example
 * const span = startSpan({ name: "search", spanType: "RETRIEVER", inputs: { query: "weather" } });
 * span.setOutputs(["sunny"]);
 * span.end();
 */
export function startSpan(options: SpanOptions): LiveSpan {
  return safely("startSpan", () => start(options), undefined) ?? unrecorded();
}

/**
 * Runs `fn` with a new span as the active one, which ends when `fn` returns, when the promise that it returns is settled,
 * or when it throws. What `fn` returns becomes the span's outputs, unless it set others.
 *
 * @example
 * const answer = await withSpan(
 *   async (span) => {
 *     span.setInputs({ question: "What is 6 × 7?" });
 *     return 42;
 *   },
 *   { name: "answer", spanType: "CHAIN" },
 * );
 */
export function withSpan<T>(fn: (span: LiveSpan) => T, options?: Partial<SpanOptions>): T {
  const span = startSpan({ ...options, name: options?.name ?? (fn.name || "span") });
  return finishWith(span, () => runWithSpan(span, () => fn(span)));
}

/**
 * Makes a span the active one while `fn` runs, and in all that `fn` awaits. Does not end it.
 *
 * @example
 * const span = startSpan({ name: "request" });
 * runWithSpan(span, () => startSpan({ name: "a child of request" }).end());
 * span.end();
 */
export function runWithSpan<T>(span: LiveSpan, fn: () => T): T {
  return withScope({ span, follow: undefined }, fn);
}

/**
 * The span that new spans become children of.
 *
 * @example
 * getCurrentActiveSpan()?.setAttribute("cache.hit", true);
 */
export function getCurrentActiveSpan(): LiveSpan | undefined {
  return safely("getCurrentActiveSpan", activeSpan, undefined);
}

/** Calls `run` and ends the span with what comes of it. */
export function finishWith<T>(span: LiveSpan, run: () => T): T {
  let result: T;
  try {
    result = run();
  } catch (error) {
    fail(span, error);
    throw error;
  }
  if (result instanceof Promise) {
    return result.then(
      (value) => {
        finish(span, value);
        return value;
      },
      (error: unknown) => {
        fail(span, error);
        throw error;
      },
    ) as T;
  }
  finish(span, result);
  return result;
}

function finish(span: LiveSpan, result: unknown): void {
  if (span.outputs === undefined && result !== undefined) span.setOutputs(result);
  if (span.status.code === "UNSET") span.setStatus("OK");
  span.end();
}

function fail(span: LiveSpan, error: unknown): void {
  span.recordException(error);
  span.end();
}

function start(options: SpanOptions): LiveSpan {
  const { config, tracer } = tracing();
  const parent = options.parent === undefined ? activeSpan() : (options.parent ?? undefined);
  const name = String(options.name);
  const otel = tracer.startSpan(
    name,
    { kind: options.kind, startTime: timeInput(options.startTimeNs) },
    parent === undefined ? ROOT_CONTEXT : otelTrace.setSpan(ROOT_CONTEXT, parent.otel),
  );
  const span = new RecordingSpan(otel, config, name, options.startTimeNs);
  span.setSpanType(options.spanType ?? "UNKNOWN");
  if (options.attributes !== undefined) span.setAttributes(options.attributes);
  if (options.inputs !== undefined) span.setInputs(options.inputs);
  return span;
}

/** A span that records nothing, for when none can be started. */
function unrecorded(): LiveSpan {
  const otel: Span = otelTrace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  return new RecordingSpan(otel, tracing().config, "span");
}
