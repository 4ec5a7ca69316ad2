import type { AnswerKind } from "./draft.ts";

/** Whatever is said without a name of its own. */
export const usualNames: Readonly<Record<AnswerKind, string>> = {
  thumbs: "helpful",
  score: "score",
  label: "label",
  comment: "comment",
  expectation: "expected_response",
};
