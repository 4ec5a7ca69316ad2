import { expect, test } from "vitest";
import { meanText } from "./delta-mark.tsx";

test.each([
  ["pass", 1, "100 %"],
  ["pass", 0, "0 %"],
  ["pass", 0.75, "75 %"],
  ["pass", 0.99975, "99.9 %"],
  ["pass", 0.0002, "0.1 %"],
  ["number", 6.42857142, "6.429"],
  ["number", 0.00012345, "0.0001234"],
  ["number", -3, "−3"],
] as const)("a mean of %s %s is written %s", (kind, mean, text) => {
  expect(meanText(kind, mean)).toBe(text);
});
