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
  readonly links?: readonly LinkTarget[];
  /** Whether content is recorded: inputs, outputs, messages. Cannot turn on what `captureContent` turned off. */
  readonly capture?: CaptureOption;
  /** False: neither this span is recorded nor any below it. */
  readonly record?: boolean;
}

/** Whether inputs and outputs are recorded, both or each. */
export type CaptureOption = boolean | { readonly inputs?: boolean; readonly outputs?: boolean };

/** A span, here or elsewhere. `traceId` with or without `tr-`. */
export type LinkTarget = LiveSpan | { readonly traceId: string; readonly spanId: string };

/** Token counts by the names of `@spanloom/conventions`. Input counts include cache reads and writes. */
export interface TokenUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cacheReadTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
}

/** US dollars. */
export interface SpanCost {
  readonly inputUsd?: number | undefined;
  readonly outputUsd?: number | undefined;
  /** The sum of both where absent. */
  readonly totalUsd?: number | undefined;
}

/** What is known when a span ends. */
export interface SpanEnd {
  readonly outputs?: unknown;
  /** `OK` where neither this nor `setStatus` nor `recordException` said another. */
  readonly status?: StatusInput;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Unix time in nanoseconds; now where absent. */
  readonly endTimeNs?: bigint | number;
}

/** How it went: not said, well, or not. */
export type SpanStatusName = "UNSET" | "OK" | "ERROR";

/** Also OpenTelemetry's number, and OTLP's name. Once `OK`, a status stays it. */
export type StatusInput = SpanStatusName | `STATUS_CODE_${SpanStatusName}` | SpanStatusCode;

/**
 * A span that runs. No method throws, and those that change it return it; when it has ended, or is not recorded, none has
 * an effect.
 */
export interface LiveSpan {
  /** OpenTelemetry's span behind it. */
  readonly otel: Span;
  /** `tr-` and 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** `undefined` for a root. */
  readonly parentId: string | undefined;
  /** False when it has ended, was not sampled, or tracing is off. */
  readonly isRecording: boolean;
  readonly name: string;
  readonly spanType: string;
  /** What was set last, the value itself. */
  readonly inputs: unknown;
  readonly outputs: unknown;
  readonly status: { readonly code: SpanStatusName; readonly message?: string | undefined };
  /** As it is recorded. */
  getAttribute(key: string): unknown;
  /** Whether content on this side is recorded; where not, nothing needs to be put together for it. */
  records(side: "inputs" | "outputs"): boolean;
  setInputs(inputs: unknown): this;
  setOutputs(outputs: unknown): this;
  setAttribute(key: string, value: unknown): this;
  setAttributes(attributes: Readonly<Record<string, unknown>>): this;
  setSpanType(type: SpanType | (string & {})): this;
  setName(name: string): this;
  addEvent(name: string, attributes?: Readonly<Record<string, unknown>>): this;
  addLink(target: LinkTarget, attributes?: Readonly<Record<string, unknown>>): this;
  /** Records the error with its stack and the stacks of its causes, and sets the status. Does not end the span. */
  recordException(error: unknown): this;
  setStatus(code: StatusInput, message?: string): this;
  setUsage(usage: TokenUsage): this;
  setCost(cost: SpanCost): this;
  /** Call it when the first chunk of a stream arrives; later calls change nothing. */
  setTimeToFirstToken(): this;
  end(end?: SpanEnd): void;
}
