import { expect, test } from "vitest";
import { nearestIndex, readingsAt } from "./nearest.ts";
import type { ChartSeries } from "./series.ts";

function line(id: string, x: number[], y: number[]): ChartSeries {
  return { id, label: id, colour: 0, x, y };
}

test.each([
  [[], 5, -1],
  [[1], 5, 0],
  [[1, 2, 3], 0, 0],
  [[1, 2, 3], 2.4, 1],
  [[1, 2, 3], 2.6, 2],
  [[1, 2, 3], 99, 2],
])("in %j the nearest to %d is at %d", (values, x, at) => expect(nearestIndex(values, x)).toBe(at));

test("readings are sorted by value, with what is no number last", () => {
  const all = [
    line("low", [0, 1], [1, 1]),
    line("nan", [0, 1], [Number.NaN, Number.NaN]),
    line("infinite", [0, 1], [2, Number.POSITIVE_INFINITY]),
    line("high", [0, 1], [9, 9]),
  ];
  expect(readingsAt(all, 1, 0.5).map(({ series }) => series.id)).toEqual(["infinite", "high", "low", "nan"]);
});

test("of 30 series of 10,000 points each the nearest point of each is read, wherever the pointer is", () => {
  const steps = Array.from({ length: 10_000 }, (_, at) => at * 3);
  const heightOf = (series: number, step: number) => series + Math.sin(step / 100) / 4;
  const all = Array.from({ length: 30 }, (_, series) =>
    line(
      `s${series}`,
      steps,
      steps.map((step) => heightOf(series, step)),
    ),
  );
  for (const [x, nearest] of [
    [0, 0],
    [1.4, 0],
    [1.6, 3],
    [15_000, 15_000],
    [29_996.9, 29_997],
    [30_005, 29_997],
  ] as const) {
    const readings = readingsAt(all, x, 24);
    expect(readings.map(({ series, x, y }) => [series.id, x, y])).toEqual(
      Array.from({ length: 30 }, (_, at) => [`s${29 - at}`, nearest, heightOf(29 - at, nearest)]),
    );
  }
});

test("a series that ended long before says nothing", () => {
  expect(readingsAt([line("short", [0, 1], [1, 1])], 50, 2)).toEqual([]);
  expect(readingsAt([line("short", [0, 1], [1, 1])], 2.5, 2)).toHaveLength(1);
});
