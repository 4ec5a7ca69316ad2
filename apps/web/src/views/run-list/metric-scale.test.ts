import { describe, expect, test } from "vitest";
import type { Run } from "../../data/messages.ts";
import { betterByName, metricScales, shareOf } from "./metric-scale.ts";
import type { RunRow } from "./run-rows.ts";

test.each([
  ["loss", "lowest"],
  ["val_loss", "lowest"],
  ["valLoss", "lowest"],
  ["eval/RMSE", "lowest"],
  ["log_loss", "lowest"],
  ["latency p95", "lowest"],
  ["accuracy", "highest"],
  ["f1", "highest"],
  ["closeness", "highest"],
  ["terms", "highest"],
] as const)("the good end of %s is the %s", (metric, better) => {
  expect(betterByName(metric)).toBe(better);
});

describe("scales", () => {
  const rows = (...values: (number | string)[]): RunRow[] =>
    values.map((value, at) => ({
      kind: "run",
      key: String(at),
      level: 0,
      isOpen: undefined,
      run: { info: {}, data: { metrics: [{ key: "loss", value }] } } as unknown as Run,
    }));
  const of = (values: (number | string)[], chosen = new Map()) =>
    metricScales(rows(...values), ["name", "metrics.loss"], chosen).get("metrics.loss");

  test("bars begin at 0, or at the lowest where that is below it", () => {
    expect(of([0.5, 2])).toEqual({ from: 0, to: 2, best: 0.5 });
    expect(of([-1, 3])).toEqual({ from: -1, to: 3, best: -1 });
    expect(shareOf(1, of([-1, 3])!)).toBe(0.5);
  });

  test("the reader's choice counts more than the name", () => {
    expect(of([0.5, 2], new Map([["loss", "highest"]]))?.best).toBe(2);
  });

  test.each([[[]], [[1]], [[2, 2]], [["NaN", 1]], [[Number.MAX_VALUE, 1]]])("of %j none is the best", (values) => {
    expect(of(values)).toBeUndefined();
  });

  test("what is no number has no bar and moves no other", () => {
    const scale = of(["NaN", -Number.MAX_VALUE, 1, 2])!;
    expect([scale.best, shareOf(Number.NaN, scale), shareOf(-Number.MAX_VALUE, scale)]).toEqual([1, 0, 0]);
  });
});
