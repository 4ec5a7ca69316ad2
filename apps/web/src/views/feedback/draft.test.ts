import { expect, test } from "vitest";
import { type AnswerKind, draftOf, emptyDraft, saidIn } from "./draft.ts";

test.each<[AnswerKind, string, unknown]>([
  ["thumbs", "up", { feedback: { value: true } }],
  ["thumbs", "", "Choose one of the thumbs."],
  ["score", "4.5", { feedback: { value: 4.5 } }],
  ["score", "Infinity", "A score is a number."],
  ["score", "", "A score is a number."],
  ["label", " rude ", { feedback: { value: "rude" } }],
  ["label", " ", "Give a label."],
  ["comment", "", "Write a comment."],
  ["expectation", "12 €", { expectation: { value: "12 €" } }],
  ["expectation", "12", { expectation: { value: 12 } }],
  ["expectation", "12345678901234567890", { expectation: { value: "12345678901234567890" } }],
  ["expectation", "true", { expectation: { value: true } }],
  ["expectation", "null", { expectation: { value: "null" } }],
  [
    "expectation",
    '["a", 1.0]',
    { expectation: { serialized_value: { serialization_format: "JSON_FORMAT", value: '["a", 1.0]' } } },
  ],
])("%s with %j", (kind, value, expected) => {
  const said = saidIn({ ...emptyDraft(false), kind, value });
  if (typeof expected === "string") expect(said).toBe(expected);
  else expect(said).toMatchObject(expected as object);
});

test("a comment alone is the value", () => {
  const said = saidIn({ ...emptyDraft(false), kind: "comment", comment: " Too long. " });
  expect(said).toEqual({ assessment_name: "comment", feedback: { value: "Too long." }, rationale: "" });
});

test("a name that the server would refuse is refused here", () => {
  const draft = { ...emptyDraft(false), value: "up" };
  expect(saidIn({ ...draft, name: "x".repeat(251) })).toMatch(/at most 250/);
  expect(saidIn({ ...draft, name: "x".repeat(250) })).toBeTypeOf("object");
});

test.each([
  { feedback: { value: false } },
  { feedback: { value: 0.25 } },
  { feedback: { value: "rude" } },
  { expectation: { value: "12 €" } },
])("%j comes back out of the form as it went in", (value) => {
  const draft = draftOf({ assessment_name: "n", metadata: {}, ...value });
  expect(saidIn(draft)).toMatchObject({ assessment_name: "n", ...value });
});
