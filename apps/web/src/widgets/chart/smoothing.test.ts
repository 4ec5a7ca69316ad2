import { expect, test } from "vitest";
import { envelope, smooth } from "./smoothing.ts";

test("no smoothing leaves the values as they are", () =>
  expect(smooth([1, Number.NaN, 3], 0)).toEqual([1, Number.NaN, 3]));

test("a constant stays that constant from its first point on", () => {
  for (const value of smooth([5, 5, 5, 5], 0.9)) expect(value).toBeCloseTo(5, 12);
});

test("NaN and infinities stay and do not spoil what follows", () => {
  const [first, nan, infinite, last] = smooth([2, Number.NaN, Number.POSITIVE_INFINITY, 2], 0.6);
  expect([first, nan, infinite]).toEqual([2, Number.NaN, Number.POSITIVE_INFINITY]);
  expect(last).toBeCloseTo(2, 12);
});

test("an outlier is inside the envelope however many points share a stretch", () => {
  const y = Array.from({ length: 10_000 }, (_, at) => (at === 6_003 ? 4.9 : 0.2));
  const { low, high, x } = envelope(
    y.map((_, at) => at),
    y,
    200,
  );
  expect(x.length).toBeLessThanOrEqual(400);
  expect(Math.max(...high)).toBe(4.9);
  expect(Math.min(...low)).toBe(0.2);
});

test("a gap stays a gap", () => {
  const { x, low, high } = envelope([0, 1, 2, 3, 4], [1, 3, Number.NaN, 2, 2], 1);
  expect(x).toEqual([0, 1, 2, 3, 4]);
  expect(low).toEqual([1, 1, Number.NaN, 2, 2]);
  expect(high).toEqual([3, 3, Number.NaN, 2, 2]);
});
