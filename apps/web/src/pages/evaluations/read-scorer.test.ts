import { expect, test } from "vitest";
import { readScorer } from "./read-scorer.ts";

test.each([
  [
    { builtin_scorer_class: "Guidelines", builtin_scorer_pydantic_data: { guidelines: ["a", "b"], model: "m" } },
    { kind: "Guidelines", instructions: "a\nb", model: "m" },
  ],
  [
    { description: "Is it safe?", builtin_scorer_class: "Safety", builtin_scorer_pydantic_data: { guidelines: null } },
    { kind: "Safety", instructions: "Is it safe?", model: "" },
  ],
  [
    { instructions_judge_pydantic_data: { instructions: "Judge {{outputs}}", model: "m" } },
    { kind: "judge with instructions", instructions: "Judge {{outputs}}", model: "m" },
  ],
  [{ call_source: "return 1" }, { kind: "code", instructions: "", model: "" }],
  [
    { third_party_scorer_data: { class: "Faithfulness", model: "m" } },
    { kind: "Faithfulness", instructions: "", model: "m" },
  ],
  [
    { builtin_scorer_pydantic_data: [1], description: 3 },
    { kind: "", instructions: "", model: "" },
  ],
  [null, { kind: "", instructions: "", model: "" }],
])("%j", (scorer, facts) => {
  expect(readScorer(JSON.stringify(scorer))).toEqual(facts);
});

test("what is no JSON is known nothing of", () => {
  expect(readScorer("{")).toEqual({ kind: "", instructions: "", model: "" });
});
