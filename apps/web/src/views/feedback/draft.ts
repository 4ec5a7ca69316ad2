import type { Assessment, LabelSchema } from "@spanloom/wire";
import { saidTo } from "./answer.ts";
import { assessmentText } from "./assessment-text.ts";
import { usualNames } from "./usual-names.ts";

export type AnswerKind = "thumbs" | "score" | "label" | "comment" | "expectation";

/** What stands in the form: as typed, so that nothing is lost before it means something. */
export interface Draft {
  readonly kind: AnswerKind;
  readonly name: string;
  /** `up` or `down` for thumbs, else the text. */
  readonly value: string;
  readonly comment: string;
  /** Of the span, not of its trace. */
  readonly ofSpan: boolean;
}

export function emptyDraft(ofSpan: boolean): Draft {
  return { kind: "thumbs", name: "", value: "", comment: "", ofSpan };
}

/** The form for one that was said before: to edit it, or to override it. */
export function draftOf(assessment: Assessment): Draft {
  const { feedback, expectation, assessment_name: name = "", rationale: comment = "", span_id } = assessment;
  const said = { name, comment, ofSpan: span_id !== undefined };
  const value = feedback?.value;
  if (expectation) return { ...said, kind: "expectation", value: assessmentText(assessment) };
  if (typeof value === "boolean") return { ...said, kind: "thumbs", value: value ? "up" : "down" };
  if (typeof value === "number") return { ...said, kind: "score", value: String(value) };
  return { ...said, kind: "label", value: feedback?.error ? "" : assessmentText(assessment) };
}

/** The kind of answer that a question asks for. */
export function kindOfSchema({ type, input }: LabelSchema): AnswerKind {
  if (type === "EXPECTATION") return "expectation";
  return input?.pass_fail ? "thumbs" : input?.numeric ? "score" : "label";
}

/** What the draft says, in answer to the question of its name where there is one; or the sentence why it cannot be sent. */
export function saidIn(
  draft: Draft,
  schema?: LabelSchema,
): Pick<Assessment, "assessment_name" | "feedback" | "expectation" | "rationale"> | string {
  if (schema) return saidTo(schema, draft.value, draft.comment) ?? "Answer the question.";
  const assessment_name = draft.name.trim() || usualNames[draft.kind];
  if (assessment_name.length > longestName) return `A name has at most ${longestName} characters.`;
  const value = draft.value.trim();
  const rationale = draft.comment.trim();
  const feedback = (said: unknown) => ({ assessment_name, feedback: { value: said }, rationale });
  switch (draft.kind) {
    case "thumbs":
      if (value === "") return "Choose one of the thumbs.";
      return feedback(value === "up");
    case "score": {
      const score = Number(value);
      if (value === "" || !Number.isFinite(score)) return "A score is a number.";
      return feedback(score);
    }
    case "label":
      return value === "" ? "Give a label." : feedback(value);
    case "comment":
      return rationale === "" ? "Write a comment." : { assessment_name, feedback: { value: rationale }, rationale: "" };
    case "expectation":
      return value === "" ? "Say what was expected." : { assessment_name, expectation: expectationOf(value) };
  }
}

const longestName = 250;

/** JSON where it is a list or an object, which travel as text; a number, true or false as such; else the text. */
function expectationOf(text: string): NonNullable<Assessment["expectation"]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { value: text };
  }
  if (typeof value === "object" && value !== null) {
    return { serialized_value: { serialization_format: "JSON_FORMAT", value: text } };
  }
  return { value: typeof value === "boolean" || String(value) === text ? (value ?? text) : text };
}
