import { expect, test } from "vitest";
import { textAxis } from "./text-axis.ts";

test("texts stand as far apart, the first at the top", () => {
  const { ticks, share } = textAxis(4);
  expect(ticks).toEqual([0, 1, 2, 3]);
  expect(ticks.map(share)).toEqual([0.875, 0.625, 0.375, 0.125]);
});

test("a single text stands in the middle", () => expect(textAxis(1).share(0)).toBe(0.5));
