import { expect, test } from "vitest";
import { linearAxis } from "./linear-axis.ts";

test.each([
  [[0, 10], 6, [0, 2, 4, 6, 8, 10]],
  [[0.001, 0.003], 4, [0.001, 0.002, 0.003]],
  [[-1, 1], 4, [-1, 0, 1]],
])("%j with about %d ticks has %j", (values, count, ticks) => expect(linearAxis(values, count).ticks).toEqual(ticks));

test.each([[[]], [[Number.NaN]], [[5, 5]], [[0]]])("%j still is an axis", (values) => {
  const axis = linearAxis(values, 4);
  expect(axis.max).toBeGreaterThan(axis.min);
  expect(axis.ticks.length).toBeGreaterThan(0);
});

test("values stand between the ends", () => {
  const axis = linearAxis([2, 4, Number.POSITIVE_INFINITY], 4);
  expect(axis.share(2)).toBeGreaterThan(0);
  expect(axis.share(4)).toBeLessThan(1);
});
