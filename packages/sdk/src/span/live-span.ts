import type { Span, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { SpanType } from "./span-type.ts";

/** How to start a span. */
export interface SpanOptions {
  readonly name: string;
  readonly spanType?: SpanType | (string & {});
  /** What goes in, recorded as JSON. */
  readonly inputs?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Unix time in nanoseconds; now where absent. */
  readonly startTimeNs?: bigint | number;
  /** `null`: a new root. Absent: the active span. */
  readonly parent?: LiveSpan | null;
  readonly kind?: SpanKind;
}

/** Token counts by the names of `@spanloom/conventions`. Input counts include cache reads and writes. */
export interface TokenUsage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
  readonly reasoningTokens?: number;
}

/** US dollars. */
export interface SpanCost {
  readonly inputUsd?: number;
  readonly outputUsd?: number;
  readonly totalUsd?: number;
}

export interface SpanEnd {
  readonly outputs?: unknown;
  readonly status?: SpanStatusName | SpanStatusCode;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Unix time in nanoseconds; now where absent. */
  readonly endTimeNs?: bigint | number;
}

export type SpanStatusName = "UNSET" | "OK" | "ERROR";

/** A span that runs. No method throws; after `end` none has an effect. Methods that change it return it. */
export interface LiveSpan {
  /** OpenTelemetry's span behind it. */
  readonly otel: Span;
  /** `tr-` and 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  readonly name: string;
  readonly spanType: string;
  readonly inputs: unknown;
  readonly outputs: unknown;
  readonly status: { readonly code: SpanStatusName; readonly message?: string | undefined };
  setInputs(inputs: unknown): this;
  setOutputs(outputs: unknown): this;
  setAttribute(key: string, value: unknown): this;
  setAttributes(attributes: Readonly<Record<string, unknown>>): this;
  setSpanType(type: SpanType | (string & {})): this;
  setName(name: string): this;
  addEvent(name: string, attributes?: Readonly<Record<string, unknown>>): this;
  recordException(error: unknown): this;
  setStatus(code: SpanStatusName | SpanStatusCode, message?: string): this;
  setUsage(usage: TokenUsage): this;
  setCost(cost: SpanCost): this;
  /** Call it when the first chunk of a stream arrives; later calls change nothing. */
  setTimeToFirstToken(): this;
  end(end?: SpanEnd): void;
}
