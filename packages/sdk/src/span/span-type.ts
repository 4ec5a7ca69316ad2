import { type SpanType as KnownSpanType, spanTypes } from "@spanloom/conventions";

/**
 * What a span is: `SpanType.TOOL`. Any other text is allowed as a type, too.
 *
 * @example
 * startSpan({ name: "look up the weather", spanType: SpanType.TOOL }).end();
 */
export const SpanType = Object.fromEntries(spanTypes.map((type) => [type, type])) as {
  readonly [Type in KnownSpanType]: Type;
};

export type SpanType = KnownSpanType;
