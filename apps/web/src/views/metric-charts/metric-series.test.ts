import { expect, test } from "vitest";
import type { ChartedRun } from "./charted-run.ts";
import { hasSteps, metricSeries } from "./metric-series.ts";

const run: ChartedRun = {
  runId: "r",
  name: "run",
  colour: 2,
  startTimeMs: 1_000,
  isRunning: false,
  params: new Map(),
  metrics: new Map(),
};
const points = new Map([["r", { steps: [0, 1, 2], timesMs: [5_000, 4_000, 6_000], values: [1, 2, 3] }]]);

test("steps are as they were logged", () =>
  expect(metricSeries([run], points, "step")).toEqual([
    { id: "r", label: "run", colour: 2, x: [0, 1, 2], y: [1, 2, 3] },
  ]));

test("over time the points are in the order of time, also where steps are not", () => {
  expect(metricSeries([run], points, "time")[0]).toMatchObject({ x: [4_000, 5_000, 6_000], y: [2, 1, 3] });
});

test("relative time counts in seconds from the start of the run", () => {
  expect(metricSeries([run], points, "relative")[0]?.x).toEqual([3, 4, 5]);
  expect(metricSeries([{ ...run, startTimeMs: 0 }], points, "relative")[0]?.x).toEqual([0, 1, 2]);
});

test("a run without points has no line", () => expect(metricSeries([run], new Map(), "step")).toEqual([]));

test("points that all stand at one step have no steps", () => {
  expect(hasSteps(points)).toBe(true);
  expect(hasSteps(new Map([["r", { steps: [0, 0], timesMs: [1, 2], values: [1, 2] }]]))).toBe(false);
  expect(hasSteps(new Map([["r", { steps: [0], timesMs: [1], values: [1] }]]))).toBe(true);
});
