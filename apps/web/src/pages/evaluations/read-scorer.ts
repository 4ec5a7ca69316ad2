/** What of a scorer tells a reader how it judges. */
export interface ScorerFacts {
  /** "Guidelines", "judge with instructions", "code". */
  readonly kind: string;
  /** Guidelines or instructions as they were written; empty for code. */
  readonly instructions: string;
  readonly model: string;
}

/** From the JSON that MLflow's clients make of a scorer. What is not known of it is empty. */
export function readScorer(serialized: string): ScorerFacts {
  const scorer = objectIn(parsed(serialized));
  const builtIn = objectIn(scorer.builtin_scorer_pydantic_data);
  const judge = objectIn(scorer.instructions_judge_pydantic_data);
  const other = objectIn(scorer.third_party_scorer_data);
  const guidelines = Array.isArray(builtIn.guidelines) ? builtIn.guidelines : [builtIn.guidelines];
  const written = guidelines.filter((line) => typeof line === "string");
  return {
    kind:
      textIn(scorer.builtin_scorer_class) ||
      textIn(other.class) ||
      (Object.keys(judge).length > 0 ? "judge with instructions" : scorer.call_source ? "code" : ""),
    instructions: written.length > 0 ? written.join("\n") : textIn(judge.instructions) || textIn(scorer.description),
    model: textIn(builtIn.model) || textIn(judge.model) || textIn(other.model),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");
