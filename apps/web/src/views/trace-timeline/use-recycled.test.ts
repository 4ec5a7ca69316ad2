import { expect, test } from "vitest";
import { recycled } from "./use-recycled.ts";

const most = 5;
/** The rows by the keys of their elements. */
const shown = (first: number, last = first + most, origin = first) => recycled(first, last, most, origin);

test("at rest the elements stand in the order of their rows", () => {
  for (const first of [0, 3, 7, 1_000])
    expect(shown(first).map(([, row]) => row)).toEqual([0, 1, 2, 3, 4].map((at) => first + at));
});

test("a scroll leaves every element in its place, and each row that stays in sight in its element", () => {
  const before = shown(7);
  for (const first of [5, 6, 8, 9, 11]) {
    const after = shown(first, first + most, 7);
    expect(after.map(([key]) => key)).toEqual(before.map(([key]) => key));
    expect(after.map(([, row]) => row).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4].map((at) => first + at));
    const staying = before.filter(([, row]) => row >= first && row < first + most);
    expect(after).toEqual(expect.arrayContaining(staying));
  }
});

test("a jump uses the elements anew, and where rows end before the window does there are fewer", () => {
  expect(shown(100, 105, 7).map(([key]) => key)).toEqual(shown(7).map(([key]) => key));
  expect(shown(4, 6, 0)).toEqual([
    [0, 5],
    [4, 4],
  ]);
  expect(shown(0, 0)).toEqual([]);
});
