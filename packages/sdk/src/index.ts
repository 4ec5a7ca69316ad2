export { SpanStatusCode } from "@opentelemetry/api";
export type { InitOptions } from "./config/config.ts";
export { flush, flush as flushTraces, init, shutdown } from "./provider/tracing.ts";
export type { LiveSpan, SpanCost, SpanEnd, SpanOptions, SpanStatusName, TokenUsage } from "./span/live-span.ts";
export { SpanType } from "./span/span-type.ts";
export { getCurrentActiveSpan, runWithSpan, startSpan, withSpan } from "./span/start-span.ts";
export { type TraceOptions, trace } from "./trace/trace.ts";
