import { expect, test } from "vitest";
import { downsample } from "./downsample.ts";

const valuesOf = (count: number, value: (at: number) => number = (at) => at) =>
  Float64Array.from({ length: count }, (_, at) => value(at));

test.each([
  [10, 20, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  [10, 10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  [10, 1, [9]],
  [10, 2, [0, 9]],
  [10, 3, [0, 4, 9]],
  [10, 4, [0, 3, 6, 9]],
  [10, 9, [0, 1, 2, 3, 5, 6, 8, 9]],
  [0, 5, []],
])("%d points become at most %d", (count, limit, expected) => {
  expect(downsample(valuesOf(count), limit)).toEqual(expected);
});

test.each([1.1, 1.5, 2, 4, 7])("a peak is kept also where only one point of %d can be", (share) => {
  const values = valuesOf(3_000, (at) => (at === 1_234 ? 99 : Math.sin(at / 100)));
  expect(downsample(values, Math.floor(3_000 / share))).toContain(1_234);
});

test("peaks among many points are kept, and the first and last", () => {
  const values = valuesOf(100_000, (at) => Math.sin(at / 1000));
  values[31_007] = 99;
  values[77_777] = -99;
  values[50_000] = Number.NaN;
  const kept = downsample(values, 500);
  expect(kept.length).toBeLessThanOrEqual(500);
  expect(kept).toEqual(expect.arrayContaining([0, 31_007, 50_000, 77_777, 99_999]));
  expect(kept.every((at, i) => i === 0 || at > kept[i - 1]!)).toBe(true);
});

test("a single NaN among many points is kept", () => {
  const values = valuesOf(3_000, (at) => (at === 20 ? Number.NaN : at));
  const kept = downsample(values, 2_500);
  expect(kept).toContain(20);
  expect(kept.length).toBeLessThanOrEqual(2_500);
});

test("a stretch of NaN is shown as one", () => {
  const values = valuesOf(10_000, (at) => (at > 4000 && at < 6000 ? Number.NaN : at));
  expect(downsample(values, 100).filter((at) => Number.isNaN(values[at])).length).toBeGreaterThan(5);
});
