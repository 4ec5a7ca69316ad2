import type { Assessment, LabelSchema } from "@spanloom/wire";
import { assessmentText } from "./assessment-text.ts";

/** How a question is answered. */
export type AnswerForm = "pass_fail" | "choice" | "choices" | "number" | "text";

export function answerFormOf({ input = {} }: LabelSchema): AnswerForm {
  if (input.pass_fail) return "pass_fail";
  if (input.categorical) return input.categorical.multi_select ? "choices" : "choice";
  return input.numeric ? "number" : "text";
}

/** One answer that can be chosen. */
export interface Option {
  /** As it stands in the answer. */
  readonly value: string;
  readonly label: string;
  /** The digit that chooses it. */
  readonly key: string;
}

/** Whole numbers of a range of one digit are offered, further ones are typed. */
const largestDigit = 9;

/** The answers to choose from; none for a text, or for numbers without a small range. */
export function optionsOf(schema: LabelSchema): readonly Option[] {
  const { pass_fail, categorical, numeric } = schema.input ?? {};
  if (pass_fail) {
    return [
      { value: "up", label: pass_fail.positive_label ?? "", key: "1" },
      { value: "down", label: pass_fail.negative_label ?? "", key: "2" },
    ];
  }
  if (categorical) {
    return categorical.options.map((value, at) => ({
      value,
      label: value,
      key: at < 9 ? String(at + 1) : at === 9 ? "0" : "",
    }));
  }
  const { min_value: least, max_value: most } = numeric ?? {};
  if (least === undefined || most === undefined || least < 0 || most > largestDigit) return [];
  const first = Math.ceil(least);
  return Array.from({ length: Math.max(0, Math.floor(most) - first + 1) }, (_, at) => {
    const value = String(first + at);
    return { value, label: value, key: value };
  });
}

/** The chosen ones of an answer as it stands in the form. Several are a list in JSON, in the order of the options. */
export function chosenIn(schema: LabelSchema, answer: string): readonly string[] {
  if (answer === "") return [];
  switch (answerFormOf(schema)) {
    case "pass_fail":
      return [answer === "true" ? "up" : answer === "false" ? "down" : answer];
    case "choices":
      return listIn(answer);
    default:
      return [answer];
  }
}

/** The answer after `value` was chosen; what was chosen already is taken back. */
export function choose(schema: LabelSchema, answer: string, value: string): string {
  const chosen = chosenIn(schema, answer);
  if (answerFormOf(schema) !== "choices") return chosen.includes(value) ? "" : value;
  const next = optionsOf(schema).filter((option) => chosen.includes(option.value) !== (option.value === value));
  return next.length === 0 ? "" : JSON.stringify(next.map((option) => option.value));
}

/** What an assessment answers, as it stands in the form. */
export function answerIn(schema: LabelSchema, assessment: Assessment): string {
  const text = assessment.feedback?.error ? "" : assessmentText(assessment);
  return answerFormOf(schema) === "pass_fail" ? (chosenIn(schema, text)[0] ?? "") : text;
}

/** An answer ready to be sent; the sentence why it cannot be; undefined for none. */
export function saidTo(schema: LabelSchema, answer: string, comment: string) {
  const value = valueIn(schema, answer);
  if (value === undefined || value instanceof Mistake) return value?.sentence;
  const assessment_name = schema.name ?? "";
  if (schema.type !== "EXPECTATION") return { assessment_name, feedback: { value }, rationale: comment.trim() };
  if (!Array.isArray(value)) return { assessment_name, expectation: { value } };
  const serialized_value = { serialization_format: "JSON_FORMAT", value: JSON.stringify(value) };
  return { assessment_name, expectation: { serialized_value } };
}

class Mistake {
  readonly sentence: string;
  constructor(sentence: string) {
    this.sentence = sentence;
  }
}

function valueIn(
  schema: LabelSchema,
  answer: string,
): string | number | boolean | readonly string[] | Mistake | undefined {
  const text = answer.trim();
  if (text === "") return undefined;
  const { numeric, text: asked } = schema.input ?? {};
  const form = answerFormOf(schema);
  if (form === "number") {
    const { min_value: least, max_value: most } = numeric ?? {};
    const number = Number(text);
    if (!Number.isFinite(number)) return new Mistake("The answer is a number.");
    if (least !== undefined && number < least) return new Mistake(`The answer is at least ${least}.`);
    return most !== undefined && number > most ? new Mistake(`The answer is at most ${most}.`) : number;
  }
  if (form === "text") {
    const longest = asked?.max_length;
    return longest !== undefined && text.length > longest
      ? new Mistake(`The answer has at most ${longest} characters, and this has ${text.length}.`)
      : text;
  }
  const chosen = chosenIn(schema, answer);
  const known = optionsOf(schema);
  if (!chosen.every((each) => known.some(({ value }) => value === each)))
    return new Mistake("Choose one of the answers.");
  if (form === "choices") return chosen;
  return form === "pass_fail" ? chosen[0] === "up" : chosen[0];
}

function listIn(text: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [text];
  } catch {
    return [text];
  }
}

/** How a question is answered, in few words: `Correct or Wrong`, `1 to 5`, `rude, fine, kind`. */
export function answersText(schema: LabelSchema): string {
  const { pass_fail, categorical, numeric, text } = schema.input ?? {};
  if (pass_fail) return `${pass_fail.positive_label} or ${pass_fail.negative_label}`;
  if (categorical) return categorical.options.join(", ");
  if (numeric) {
    const { min_value: least, max_value: most } = numeric;
    if (least !== undefined && most !== undefined) return `${least} to ${most}`;
    if (least !== undefined) return `A number of at least ${least}`;
    return most === undefined ? "A number" : `A number of at most ${most}`;
  }
  return text?.max_length === undefined ? "Text" : `Text of at most ${text.max_length} characters`;
}
