import type { Span } from "@opentelemetry/api";
import type { CaptureRules } from "./attribute-value.ts";
import { RecordingSpan } from "./recording-span.ts";

/** The LiveSpan of a span of OpenTelemetry, whichever tracer made it: the same one as long as the span runs. */
export function liveSpanOf(otel: Span, rules: CaptureRules): RecordingSpan {
  const known = (otel as Holder)[live];
  if (known !== undefined) return known;
  const made = new RecordingSpan(otel, rules);
  if (Object.isExtensible(otel)) (otel as Holder)[live] = made;
  return made;
}

/** The span has ended: what went in and came out need not be kept until it is delivered. */
export function forgetLiveSpan(otel: Span): void {
  if ((otel as Holder)[live] !== undefined) (otel as Holder)[live] = undefined;
}

/** On the span itself: in a WeakMap of all spans it cost the garbage collector more than the rest of a traced call. */
type Holder = Span & { [live]?: RecordingSpan | undefined };

const live = Symbol.for("@spanloom/sdk live span");
