import { readEvaluation } from "../evaluation.ts";
import { isObject, parseIfJson } from "../json.ts";
import { evaluationEvent } from "../names.ts";
import type { Evaluation, SpanSource } from "../span-view.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** OpenTelemetry's `gen_ai.evaluation.result` events, on the span or as log records. */
export const evaluations: Vocabulary = {
  name: "otel-genai-evaluations",
  signs: [],
  tellsEvent: (name) => name === evaluationEvent,
  facts: () => undefined,
  content: (source) => {
    const found = fieldsOf(source).flatMap(evaluation);
    return found.length === 0 ? undefined : { evaluations: found };
  },
};

function fieldsOf({ events, logs }: SpanSource): Readonly<Record<string, unknown>>[] {
  const onSpan = events.filter(({ name }) => name === evaluationEvent).map(({ attributes }) => attributes);
  const logged = logs
    .filter(({ eventName }) => eventName === evaluationEvent)
    .map(({ attributes, body }) => {
      const fields = parseIfJson(body);
      return { ...(isObject(fields) ? fields : {}), ...attributes };
    });
  return [...onSpan, ...logged];
}

function evaluation(fields: Readonly<Record<string, unknown>>): Evaluation[] {
  return readEvaluation({
    name: fields["gen_ai.evaluation.name"],
    score: fields["gen_ai.evaluation.score.value"],
    label: fields["gen_ai.evaluation.score.label"],
    explanation: fields["gen_ai.evaluation.explanation"],
  });
}
