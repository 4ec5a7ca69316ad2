import type { LabelSchema, LabelSchemaInput } from "@spanloom/wire";
import { expect, test } from "vitest";
import { answerIn, choose, chosenIn, optionsOf, saidTo } from "./answer.ts";

const asked = (input: LabelSchemaInput, type: LabelSchema["type"] = "FEEDBACK"): LabelSchema => ({
  name: "n",
  type,
  input,
});
const passFail = { pass_fail: { positive_label: "Right", negative_label: "Wrong" } };
const choice = { categorical: { options: ["a", "b", "true"], multi_select: false } };
const choices = { categorical: { options: ["a", "b", "c"], multi_select: true } };
const stars = { numeric: { min_value: 1, max_value: 5 } };

test.each<[LabelSchemaInput, string, unknown]>([
  [passFail, "up", true],
  [passFail, "down", false],
  [passFail, "maybe", "Choose one of the answers."],
  [choice, "b", "b"],
  [choice, "true", "true"],
  [choice, "c", "Choose one of the answers."],
  [choices, '["a","c"]', ["a", "c"]],
  [choices, '["a","z"]', "Choose one of the answers."],
  [choices, "a", ["a"]],
  [stars, "4.5", 4.5],
  [stars, "0", "The answer is at least 1."],
  [stars, "6", "The answer is at most 5."],
  [stars, "four", "The answer is a number."],
  [{ numeric: {} }, "-1e3", -1000],
  [{ numeric: {} }, "NaN", "The answer is a number."],
  [{ text: { max_length: 3 } }, " abc ", "abc"],
  [{ text: { max_length: 3 } }, "abcd", "The answer has at most 3 characters, and this has 4."],
  [{}, "anything", "anything"],
])("%j answered with %j", (input, answer, expected) => {
  const said = saidTo(asked(input), answer, " why ");
  if (typeof said === "string") expect(said).toBe(expected);
  else expect(said).toEqual({ assessment_name: "n", feedback: { value: expected }, rationale: "why" });
});

test.each([passFail, choice, choices, stars, { text: {} }])("%j unanswered says nothing", (input) => {
  expect(saidTo(asked(input), " ", "only a comment")).toBeUndefined();
});

test.each<[LabelSchemaInput, string, object]>([
  [passFail, "down", { value: false }],
  [stars, "4", { value: 4 }],
  [{ text: {} }, '{"a": 1}', { value: '{"a": 1}' }],
  [choices, '["a"]', { serialized_value: { serialization_format: "JSON_FORMAT", value: '["a"]' } }],
])("what was expected of %j, %s, is an expectation and comes back as it was", (input, answer, expectation) => {
  const schema = asked(input, "EXPECTATION");
  const said = saidTo(schema, answer, "");
  expect(said).toEqual({ assessment_name: "n", expectation });
  expect(answerIn(schema, { metadata: {}, ...(said as object) })).toBe(answer);
});

test("the digits choose: an option by its place, a number by itself", () => {
  const keys = (input: LabelSchemaInput) => optionsOf(asked(input)).map(({ key, value }) => `${key}=${value}`);
  expect(keys(passFail)).toEqual(["1=up", "2=down"]);
  expect(keys(choice)).toEqual(["1=a", "2=b", "3=true"]);
  expect(keys({ numeric: { min_value: 0.5, max_value: 3 } })).toEqual(["1=1", "2=2", "3=3"]);
  expect(keys({ numeric: { min_value: 0, max_value: 100 } })).toEqual([]);
  expect(keys({ numeric: { min_value: 0 } })).toEqual([]);
  const ten = { categorical: { options: [..."abcdefghij"] } };
  expect(keys(ten).at(-1)).toBe("0=j");
});

test("choosing again takes back; several are kept in the order of the question", () => {
  expect(choose(asked(passFail), "up", "up")).toBe("");
  expect(choose(asked(passFail), "up", "down")).toBe("down");
  const both = choose(asked(choices), choose(asked(choices), "", "c"), "a");
  expect(both).toBe('["a","c"]');
  expect(chosenIn(asked(choices), both)).toEqual(["a", "c"]);
  expect(choose(asked(choices), '["a"]', "a")).toBe("");
});
