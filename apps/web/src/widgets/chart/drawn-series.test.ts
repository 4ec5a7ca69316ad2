import { expect, test } from "vitest";
import { drawnSeries } from "./drawn-series.ts";
import type { ChartSeries } from "./series.ts";

function line(x: number[], y: number[]): ChartSeries {
  return { id: "a", label: "a", colour: 0, x, y };
}

test("series of different steps share one axis, and neither is broken by the other's steps", () => {
  const { data, columns } = drawnSeries([line([0, 2], [1, 3]), line([1, 2], [5, 6])], 0, false);
  expect(columns).toBe(1);
  expect(data).toEqual([
    [0, 1, 2],
    [1, undefined, 3],
    [undefined, 5, 6],
  ]);
});

test("what is no number is a gap and is told, never drawn as a value", () => {
  const { data, unplaced } = drawnSeries(
    [line([0, 1, 2, 3], [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])],
    0,
    false,
  );
  expect(data[1]).toEqual([1, null, null, null]);
  expect(unplaced[0]).toEqual([
    { x: 1, is: "NaN" },
    { x: 2, is: "∞" },
    { x: 3, is: "−∞" },
  ]);
});

test("a log axis tells which values it has no place for", () => {
  const { data, unplaced } = drawnSeries([line([0, 1, 2], [0, -1, 10])], 0, true);
  expect(data[1]).toEqual([null, null, 10]);
  expect(unplaced[0]?.map(({ is }) => is)).toEqual(["≤ 0", "≤ 0"]);
});

test("a smoothed line has a band around it that holds every measured value", () => {
  const y = Array.from({ length: 1_000 }, (_, at) => (at === 500 ? 100 : Math.sin(at)));
  const { data, columns } = drawnSeries(
    [
      line(
        y.map((_, at) => at),
        y,
      ),
    ],
    0.9,
    false,
  );
  expect(columns).toBe(3);
  const [, high, low, smoothed] = data as number[][];
  const drawn = (column: number[] | undefined) => column!.filter((value) => value !== undefined);
  expect(Math.max(...drawn(high))).toBe(100);
  expect(Math.min(...drawn(low))).toBe(Math.min(...y));
  expect(Math.max(...drawn(smoothed))).toBeLessThan(20);
});

test("a break is a gap without a mark", () => {
  const series = { id: "a", label: "a", colour: 0, x: [0, 40], y: [1, 2], breaks: [30] };
  const drawn = drawnSeries([series], 0, false);
  expect(drawn.data).toEqual([
    [0, 30, 40],
    [1, null, 2],
  ]);
  expect(drawn.unplaced).toEqual([[]]);
});
