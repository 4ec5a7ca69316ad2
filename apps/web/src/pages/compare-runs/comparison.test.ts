import { expect, test } from "vitest";
import type { Run } from "../../data/messages.ts";
import { datasetsOf, metricsOf, tagsOf } from "./comparison.ts";

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
