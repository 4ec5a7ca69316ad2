import { expect, test } from "vitest";
import { extentOf, toggled, withRange } from "./selection.ts";

const keys = ["a", "b", "c", "d"];

test("a row is turned on and off again, and the given set stays as it was", () => {
  const before = new Set(["a"]);
  expect([...toggled(before, "b")]).toEqual(["a", "b"]);
  expect([...toggled(before, "a")]).toEqual([]);
  expect([...before]).toEqual(["a"]);
});

test("a range is the same from either end, and adds to what is selected", () => {
  expect([...withRange(new Set(["d"]), keys, 2, 1)].sort()).toEqual(["b", "c", "d"]);
  expect([...withRange(new Set(keys), keys, 1, 2, false)]).toEqual(["a", "d"]);
});

test.each([
  [[], "none"],
  [["gone"], "none"],
  [["a", "gone"], "some"],
  [keys, "all"],
] as const)("of %j the rows are selected: %s", (selected, extent) => {
  expect(extentOf(new Set(selected), keys)).toBe(extent);
});
