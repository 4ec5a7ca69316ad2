import { expect, test } from "vitest";
import { likeMatcher, likeWords } from "./like-pattern.ts";

test.each<[pattern: string, words: string[]]>([
  ["%order 4711%", []],
  ["% order 4711 %", ["order", "4711"]],
  ["%my order 4711 was%", ["order", "4711"]],
  ["order 4711%", ["order"]],
  ["exact words", ["exact", "words"]],
  ["%(refund)%", ["refund"]],
  ["a_c words here", ["words", "here"]],
  ["% 100\\% sure %", ["100", "sure"]],
  // What is written as an escape in the pattern stands decoded in the filters.
  ['% "caf\\\\u00e9 noir\\\\nblanc" %', []],
  ["%東京タ%", ["東京", "京タ"]],
  ["%हिन्दी शब्द%", []],
  ["%", []],
])("every text that matches %s has the words %s", (pattern, words) => {
  const found = likeWords(pattern).map((word) => word.text);
  expect(found).toEqual(words);
});

test("an attribute may be a number, whose digits are no words of a chunk", () => {
  expect(likeWords("42", true)).toEqual([]);
  expect(likeWords("true", true)).toEqual([]);
  expect(likeWords("status 42 open", true).map((word) => word.text)).toEqual(["status", "open"]);
});

test("a long text and many wildcards take no long time", () => {
  const text = `${"ab".repeat(500_000)}c`;
  const start = Date.now();
  expect(likeMatcher("%a%b%a%b%x%", false)!(text)).toBe(false);
  expect(likeMatcher(`${"%ab".repeat(300)}%c`, false)!(text)).toBe(true);
  expect(Date.now() - start).toBeLessThan(1_000);
});

test("a _ at every place of a long text is left to Postgres", () => {
  expect(likeMatcher("%a_b%", false)).toBeUndefined();
  expect(likeMatcher("%a\\_b%", false)!("a_b")).toBe(true);
});
