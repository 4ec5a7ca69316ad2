import { expect, test } from "vitest";
import { equalsToken, hasToken, rangeTokens, sizeToken } from "./tokens.ts";

test("a number has one of the tokens of every range that holds it, and none of one that cannot", () => {
  const values = [-1e300, -4711, -2, -1, -0.5, 0, 0.001, 1, 2, 3, 1023, 1024, 2 ** 53, 1e300];
  for (const value of values) {
    for (const other of values) {
      const token = sizeToken("span", "n", value);
      if (value >= other) expect(rangeTokens("span", "n", other, Number.POSITIVE_INFINITY)).toContain(token);
      if (value <= other) expect(rangeTokens("span", "n", Number.NEGATIVE_INFINITY, other)).toContain(token);
    }
  }
  expect(rangeTokens("span", "n", 1000, Number.POSITIVE_INFINITY)).not.toContain(sizeToken("span", "n", 511));
});

test("tokens tell owners, keys, values and their borders apart", () => {
  const tokens = [
    hasToken("span", "a"),
    hasToken("resource", "a"),
    equalsToken("span", "a", "b"),
    equalsToken("scope", "a", "b"),
    equalsToken("span", "ab", ""),
    equalsToken("span", "", "ab"),
    equalsToken("span", "a", "c"),
    sizeToken("span", "a", 1),
  ];
  expect(new Set(tokens).size).toBe(tokens.length);
  expect(equalsToken("span", "a", 5)).toBe(equalsToken("span", "a", "5"));
  for (const token of tokens) expect(token).toBe(token | 0);
});
