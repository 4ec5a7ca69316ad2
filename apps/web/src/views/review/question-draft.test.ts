import type { LabelSchemaInput } from "@spanloom/wire";
import { expect, test } from "vitest";
import { answersText } from "../feedback/answer.ts";
import { emptyQuestion, type QuestionDraft, questionDraftOf, questionIn } from "./question-draft.ts";

const named = { ...emptyQuestion, name: " tone " };

test.each<[Partial<QuestionDraft>, LabelSchemaInput | string]>([
  [{}, { pass_fail: { positive_label: "Pass", negative_label: "Fail" } }],
  [{ name: " " }, "A question needs a name."],
  [{ positive: " " }, "Both answers need a name."],
  [{ positive: "Fail " }, "The two answers need different names."],
  [
    { form: "choice", options: " rude\n\nkind\nrude" },
    { categorical: { options: ["rude", "kind"], multi_select: false } },
  ],
  [{ form: "choices", options: "a" }, { categorical: { options: ["a"], multi_select: true } }],
  [{ form: "choice", options: " \n" }, "Give at least one choice, each on a line of its own."],
  [{ form: "choice", options: "abcdefghijk".split("").join("\n") }, "A question has at most 10 choices."],
  [{ form: "number" }, { numeric: {} }],
  [{ form: "number", least: "-1", most: "1.5" }, { numeric: { min_value: -1, max_value: 1.5 } }],
  [{ form: "number", least: "low" }, "The range is of numbers; leave it empty for none."],
  [{ form: "number", most: "Infinity" }, "The range is of numbers; leave it empty for none."],
  [{ form: "number", least: "2", most: "2" }, "The least is below the most."],
  [{ form: "text" }, { text: {} }],
  [{ form: "text", maxLength: "80" }, { text: { max_length: 80 } }],
  [{ form: "text", maxLength: "0.5" }, "The longest answer is a whole number of characters."],
])("%j", (change, expected) => {
  const question = questionIn({ ...named, ...change });
  if (typeof expected === "string") expect(question).toBe(expected);
  else expect(question).toMatchObject({ name: "tone", input: expected });
});

test.each<[LabelSchemaInput, string]>([
  [{ pass_fail: { positive_label: "Right", negative_label: "Wrong" } }, "Right or Wrong"],
  [{ categorical: { options: ["a", "b"], multi_select: true } }, "a, b"],
  [{ numeric: { min_value: 0, max_value: 5 } }, "0 to 5"],
  [{ numeric: { max_value: 5 } }, "A number of at most 5"],
  [{ text: { max_length: 9 } }, "Text of at most 9 characters"],
])("%j is told in words, and comes out of its form as it went in", (input, words) => {
  const schema = { name: "n", type: "FEEDBACK", input, instruction: "How?", enable_comment: true } as const;
  expect(answersText(schema)).toBe(words);
  expect(questionIn(questionDraftOf(schema))).toEqual(schema);
});

test("what was expected takes no comment", () => {
  expect(questionIn({ ...named, isExpectation: true })).toMatchObject({ type: "EXPECTATION", enable_comment: false });
});
