import type { Link, SpanContext } from "@opentelemetry/api";
import { parseSpanId, parseTraceId } from "@spanloom/wire";
import type { LinkTarget } from "./live-span.ts";

/** The span context that a link names; `undefined` for what is no span. */
export function linkContext(target: LinkTarget): SpanContext | undefined {
  if ("otel" in target) return target.otel.spanContext();
  const [traceId, spanId] = [parseTraceId(target.traceId), parseSpanId(target.spanId)];
  return traceId === undefined || spanId === undefined ? undefined : { traceId, spanId, traceFlags: 1 };
}

export function linksTo(targets: readonly LinkTarget[]): Link[] {
  return targets.flatMap((target) => {
    const context = linkContext(target);
    return context === undefined ? [] : [{ context }];
  });
}
