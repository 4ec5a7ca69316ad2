import type { Random } from "./random.ts";

export type AttributeValue = string | number | boolean | readonly string[];

/** A span as an instrumentation would send it. Ids are lower-case hex. */
export interface BenchSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** "" for the root. */
  readonly parentSpanId: string;
  readonly name: string;
  /** OTLP SpanKind: 1 internal, 3 client. */
  readonly kind: number;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  /** OTLP status code: 0 unset, 2 error. */
  readonly status: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface Workload {
  readonly name: string;
  readonly spansPerTrace: number;
  /** The spans of one trace in the order in which they end. `startNano` is when its root starts. */
  trace(random: Random, startNano: bigint): BenchSpan[];
}

/** An attribute of every span of a trace, one of a thousand values: what a search by attribute looks for. */
export const customerAttribute = "app.customer";
export const customers = 1_000;
