import { asLabel, asNumber } from "./attributes.ts";
import { known } from "./facts.ts";
import { str } from "./json.ts";
import type { Evaluation } from "./span-view.ts";

/** A verdict on a span as its fields; none where it has no name. */
export function readEvaluation(fields: {
  name: unknown;
  score: unknown;
  label: unknown;
  explanation: unknown;
}): Evaluation[] {
  const name = asLabel(fields.name);
  if (name === undefined) return [];
  const details = known({
    score: asNumber(fields.score),
    label: asLabel(fields.label),
    explanation: str(fields.explanation),
  });
  return [{ name, ...details }];
}
