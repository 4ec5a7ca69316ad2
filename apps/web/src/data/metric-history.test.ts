import { expect, test } from "vitest";
import { metricValue } from "./metric-history.ts";

test.each([
  [0.5, 0.5],
  ["NaN", Number.NaN],
  [1.797_693_134_862_315_7e308, Number.POSITIVE_INFINITY],
  [-1.797_693_134_862_315_7e308, Number.NEGATIVE_INFINITY],
  ["Infinity", Number.POSITIVE_INFINITY],
  [undefined, 0],
])("%j off the wire is %d", (wire, value) => expect(metricValue(wire)).toBe(value));
