import { INVALID_SPAN_CONTEXT, trace as otelTrace } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import { tracing } from "../provider/tracing.ts";
import { reportOnce } from "../safely.ts";
import { activeSpan } from "./active-span.ts";
import { now } from "./clock.ts";
import { linksTo } from "./link-target.ts";
import type { LiveSpan, SpanOptions } from "./live-span.ts";
import { liveSpanOf } from "./live-span-of.ts";
import { openSpan } from "./open-span.ts";
import { typeText } from "./recording-span.ts";
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
  try {
    const given = options ?? {};
    return openLiveSpan(given, given.name, given.inputs);
  } catch (fault) {
    reportOnce("startSpan", fault);
    return unrecorded();
  }
}

/**
 * As `startSpan`, with the name and the inputs beside the options, which so can be the same object for each call of a function.
 * Throws where options have getters that do.
 */
export function openLiveSpan(options: Partial<SpanOptions>, name: unknown, inputs: unknown): LiveSpan {
  const parent = options.parent === undefined ? activeSpan() : options.parent;
  const named = typeof name === "string" ? name.toWellFormed() : String(name ?? "span");
  const type = typeof options.spanType === "string" ? options.spanType : "UNKNOWN";
  const startTime = timeInput(options.startTimeNs) ?? now();
  const otel = openSpan(
    named,
    {
      kind: options.kind,
      startTime,
      attributes: { [names.spanType]: typeText(type) },
      links: Array.isArray(options.links) ? linksTo(options.links) : undefined,
    },
    parent === null ? null : parent?.otel,
    options.record !== false,
  );
  const span = liveSpanOf(otel, tracing().rules);
  span.started(named, type, startTime, options.capture);
  if (options.attributes !== undefined) span.setAttributes(options.attributes);
  if (inputs !== undefined) span.setInputs(inputs);
  return span;
}

/** A span that records nothing, for when none can be started. */
function unrecorded(): LiveSpan {
  return liveSpanOf(otelTrace.wrapSpanContext(INVALID_SPAN_CONTEXT), tracing().rules);
}
