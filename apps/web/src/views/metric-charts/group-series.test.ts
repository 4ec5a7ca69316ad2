import { expect, test } from "vitest";
import type { ChartSeries } from "../../widgets/chart/series.ts";
import type { ChartedRun } from "./charted-run.ts";
import { groupSeries } from "./group-series.ts";

function run(runId: string, group?: string): ChartedRun {
  return {
    runId,
    name: runId,
    colour: 3,
    startTimeMs: 0,
    isRunning: false,
    params: new Map(),
    metrics: new Map(),
    ...(group !== undefined && { group: { id: group, label: group } }),
  };
}

const line = (id: string, x: number[], y: number[]): ChartSeries => ({ id, label: id, colour: 0, x, y });

test("a group is the mean of its runs, between their lowest and highest", () => {
  const lines = [line("a", [0, 1, 2], [1, 2, 3]), line("b", [0, 1, 2], [3, 4, 11]), line("c", [0, 1, 2], [7, 7, 7])];
  expect(groupSeries([run("a", "small"), run("b", "small"), run("c", "large")], lines)).toEqual([
    {
      id: "small",
      label: "small, 2 runs",
      colour: 3,
      x: [0, 1, 2],
      y: [2, 3, 7],
      band: { low: [1, 2, 3], high: [3, 4, 11] },
    },
    {
      id: "large",
      label: "large, 1 run",
      colour: 3,
      x: [0, 1, 2],
      y: [7, 7, 7],
      band: { low: [7, 7, 7], high: [7, 7, 7] },
    },
  ]);
});

test.each<[what: string, lines: ChartSeries[], x: number[], y: number[]]>([
  [
    "runs with points at other steps count with the value on their line",
    [line("a", [0, 4], [0, 8]), line("b", [1, 3], [10, 10])],
    [0, 1, 3, 4],
    [0, 6, 8, 8],
  ],
  [
    "a run that ended counts no longer",
    [line("a", [0, 1, 2], [1, 1, 1]), line("b", [0, 1], [3, 3])],
    [0, 1, 2],
    [2, 2, 1],
  ],
  [
    "what is no number counts for nothing, and leaves a gap where it is all",
    [line("a", [0, 1], [Number.NaN, Number.POSITIVE_INFINITY]), line("b", [0, 1], [5, Number.NaN])],
    [0, 1],
    [5, Number.NaN],
  ],
  ["the largest numbers have a mean", [line("a", [0], [1.7e308]), line("b", [0], [1.7e308])], [0], [1.7e308]],
  ["of two points at one place the later counts", [line("a", [0, 0, 1], [1, 9, 2])], [0, 1], [9, 2]],
])("%s", (_, lines, x, y) => {
  const [group] = groupSeries([run("a", "g"), run("b", "g")], lines);
  expect(group).toMatchObject({ x, y });
});

test("runs without a group and groups without a point are left out", () => {
  expect(groupSeries([run("a"), run("b", "g")], [line("a", [0], [1])])).toEqual([]);
});
