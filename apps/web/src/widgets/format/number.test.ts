import { expect, test } from "vitest";
import { exactNumber, formatNumber } from "./number.ts";

test.each([
  [0, "0"],
  [-0, "0"],
  [0.934_561_7, "0.93456"],
  [-0.5, "−0.5"],
  [1, "1"],
  [1234.5678, "1,234.6"],
  [12_345.6, "12,346"],
  [14_049.037, "14,049"],
  [0.000_1, "0.0001"],
  [0.000_000_123_45, "1.235e−7"],
  [-2.5e12, "−2.5e12"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "∞"],
  [Number.NEGATIVE_INFINITY, "−∞"],
  [5e-324, "4.941e−324"],
])("%d is written %s", (value, text) => expect(formatNumber(value)).toBe(text));

test("an exact number keeps every digit", () => {
  expect(exactNumber(0.1 + 0.2)).toBe("0.30000000000000004");
  expect(exactNumber(-1)).toBe("−1");
});
