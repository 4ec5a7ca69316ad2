import type { LabelSchema, LabelSchemaInput } from "@spanloom/wire";
import { type AnswerForm, answerFormOf } from "../feedback/answer.ts";

export const answerForms: Readonly<Record<AnswerForm, string>> = {
  pass_fail: "Pass or fail",
  choice: "One of several",
  choices: "Any of several",
  number: "Number",
  text: "Text",
};

/** What stands in the form of a question: as typed. */
export interface QuestionDraft {
  readonly name: string;
  readonly isExpectation: boolean;
  readonly form: AnswerForm;
  readonly positive: string;
  readonly negative: string;
  /** One a line. */
  readonly options: string;
  readonly least: string;
  readonly most: string;
  readonly maxLength: string;
  readonly instruction: string;
  readonly withComment: boolean;
}

export const emptyQuestion: QuestionDraft = {
  name: "",
  isExpectation: false,
  form: "pass_fail",
  positive: "Pass",
  negative: "Fail",
  options: "",
  least: "",
  most: "",
  maxLength: "",
  instruction: "",
  withComment: true,
};

/** The form for a question that there is. */
export function questionDraftOf(schema: LabelSchema): QuestionDraft {
  const { pass_fail, categorical, numeric, text } = schema.input ?? {};
  return {
    ...emptyQuestion,
    name: schema.name ?? "",
    isExpectation: schema.type === "EXPECTATION",
    form: answerFormOf(schema),
    positive: pass_fail?.positive_label ?? emptyQuestion.positive,
    negative: pass_fail?.negative_label ?? emptyQuestion.negative,
    options: categorical?.options.join("\n") ?? "",
    least: textOf(numeric?.min_value),
    most: textOf(numeric?.max_value),
    maxLength: textOf(text?.max_length),
    instruction: schema.instruction ?? "",
    withComment: schema.enable_comment ?? false,
  };
}

/** What the draft says, ready to be sent; or the sentence why it cannot be. */
export function questionIn(draft: QuestionDraft): QuestionRequest | string {
  const name = draft.name.trim();
  if (name === "") return "A question needs a name.";
  const input = inputIn(draft);
  if (typeof input === "string") return input;
  return {
    name,
    type: draft.isExpectation ? "EXPECTATION" : "FEEDBACK",
    input,
    instruction: draft.instruction.trim(),
    enable_comment: draft.withComment && !draft.isExpectation,
  };
}

export interface QuestionRequest {
  readonly name: string;
  readonly type: "EXPECTATION" | "FEEDBACK";
  readonly input: LabelSchemaInput;
  readonly instruction: string;
  readonly enable_comment: boolean;
}

function inputIn(draft: QuestionDraft): LabelSchemaInput | string {
  switch (draft.form) {
    case "pass_fail": {
      const [positive_label, negative_label] = [draft.positive.trim(), draft.negative.trim()];
      if (positive_label === "" || negative_label === "") return "Both answers need a name.";
      if (positive_label === negative_label) return "The two answers need different names.";
      return { pass_fail: { positive_label, negative_label } };
    }
    case "choice":
    case "choices": {
      const options = [...new Set(draft.options.split("\n").map((line) => line.trim()))].filter(Boolean);
      if (options.length === 0) return "Give at least one choice, each on a line of its own.";
      if (options.length > mostOptions) return `A question has at most ${mostOptions} choices.`;
      return { categorical: { options, multi_select: draft.form === "choices" } };
    }
    case "number": {
      const least = numberIn(draft.least);
      const most = numberIn(draft.most);
      if (Number.isNaN(least) || Number.isNaN(most)) return "The range is of numbers; leave it empty for none.";
      if (least !== undefined && most !== undefined && least >= most) return "The least is below the most.";
      return {
        numeric: { ...(least !== undefined && { min_value: least }), ...(most !== undefined && { max_value: most }) },
      };
    }
    case "text": {
      const length = numberIn(draft.maxLength);
      if (length === undefined) return { text: {} };
      if (!Number.isSafeInteger(length) || length < 1) return "The longest answer is a whole number of characters.";
      return { text: { max_length: length } };
    }
  }
}

const mostOptions = 10;

/** Undefined for nothing, NaN for what is none. */
function numberIn(text: string): number | undefined {
  if (text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

function textOf(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}
