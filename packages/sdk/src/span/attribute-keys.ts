import { names } from "@spanloom/conventions";

/**
 * Names of the attributes that spans are written with.
 *
 * @example
 * getCurrentActiveSpan()?.getAttribute(SpanAttributeKey.SPAN_TYPE);
 */
export const SpanAttributeKey = {
  EXPERIMENT_ID: names.experimentId,
  SPAN_TYPE: names.spanType,
  INPUTS: names.spanInputs,
  OUTPUTS: names.spanOutputs,
  LLM_COST: names.llmCost,
  MODEL_ID: names.modelId,
  RUN_ID: names.runId,
  SESSION_ID: names.session,
  USER_ID: names.user,
} as const;

/**
 * The outcomes of a span.
 *
 * @example
 * startSpan({ name: "check" }).setStatus(SpanStatusCode.ERROR, "no answer").end();
 */
export const SpanStatusCode = { UNSET: "UNSET", OK: "OK", ERROR: "ERROR" } as const;

export type SpanStatusCode = (typeof SpanStatusCode)[keyof typeof SpanStatusCode];
