import { expect, test } from "vitest";
import { downsample } from "./downsample.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, value) => ({ value }));
const valuesOf = (points: readonly { value: number }[]) => points.map(({ value }) => value);

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
  expect(valuesOf(downsample(upTo(count), limit))).toEqual(expected);
});

test.each([1.1, 1.5, 2, 4, 7])("a peak is kept also where only one point of %d can be", (share) => {
  const points = upTo(3_000).map(({ value }) => ({ value: value === 1_234 ? 99 : Math.sin(value / 100) }));
  expect(valuesOf(downsample(points, Math.floor(3_000 / share)))).toContain(99);
});

test("peaks among many points are kept, and the first and last", () => {
  const points = upTo(100_000).map((_, at) => ({ at, value: Math.sin(at / 1000) }));
  points[31_007]!.value = 99;
  points[77_777]!.value = -99;
  points[50_000]!.value = Number.NaN;
  const sample = downsample(points, 500);
  expect(sample.length).toBeLessThanOrEqual(500);
  expect(sample.map(({ at }) => at)).toEqual(expect.arrayContaining([0, 31_007, 77_777, 99_999]));
  expect(sample.every(({ at }, i) => i === 0 || at > sample[i - 1]!.at)).toBe(true);
});

test("a single NaN among many points is kept", () => {
  const points = upTo(3_000).map(({ value }) => ({ value: value === 20 ? Number.NaN : value }));
  const sample = downsample(points, 2_500);
  expect(sample.filter(({ value }) => Number.isNaN(value))).toHaveLength(1);
  expect(sample.length).toBeLessThanOrEqual(2_500);
});

test("a stretch of NaN is shown as one", () => {
  const points = upTo(10_000).map(({ value }) => ({ value: value > 4000 && value < 6000 ? Number.NaN : value }));
  expect(downsample(points, 100).filter(({ value }) => Number.isNaN(value)).length).toBeGreaterThan(5);
});
