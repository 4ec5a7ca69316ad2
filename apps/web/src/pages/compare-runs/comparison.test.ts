import { expect, test } from "vitest";
import type { Run } from "../../data/messages.ts";
import { compared, datasetsOf, metricsOf, tagsOf } from "./comparison.ts";

test("keys are those of all runs, and a missing value is a difference", () => {
  const rows = compared([
    new Map([
      ["lr", "0.1"],
      ["layer.10", "a"],
      ["layer.2", "a"],
    ]),
    new Map([
      ["lr", "0.1"],
      ["layer.10", "a"],
    ]),
  ]);
  expect(rows).toEqual([
    { key: "layer.2", values: ["a", undefined], differs: true },
    { key: "layer.10", values: ["a", "a"], differs: false },
    { key: "lr", values: ["0.1", "0.1"], differs: false },
  ]);
});

test("one run differs from nobody", () => {
  expect(compared([new Map([["a", "1"]])]).map(({ differs }) => differs)).toEqual([false]);
  expect(compared([])).toEqual([]);
});

const info = { run_id: "r", experiment_id: "1" };

test("metrics are compared as they are read, NaN and infinities too", () => {
  const run = {
    info,
    data: {
      metrics: [
        { key: "a", value: "NaN" },
        { key: "b", value: 0.5 },
      ],
    },
  } as unknown as Run;
  expect([...metricsOf(run)]).toEqual([
    ["a", "NaN"],
    ["b", "0.5"],
  ]);
});

test("a run's name is no tag to compare, a dataset is told by name and purpose", () => {
  const run = {
    info,
    data: {
      tags: [
        { key: "mlflow.runName", value: "x" },
        { key: "team", value: "core" },
      ],
    },
    inputs: {
      dataset_inputs: [{ dataset: { name: "d", digest: "1" }, tags: [{ key: "mlflow.data.context", value: "eval" }] }],
    },
  } as unknown as Run;
  expect([...tagsOf(run)]).toEqual([["team", "core"]]);
  expect([...datasetsOf(run)]).toEqual([["d (eval)", "1"]]);
});
