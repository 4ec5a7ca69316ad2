import { expect, it } from "vitest";
import { reportedCost } from "./cost.ts";

it("keeps dollars as whole millionths of a millionth", () => {
  expect(reportedCost({ input: 0.0000003, output: 0.1 })).toEqual({
    inputPicoUsd: 300_000,
    outputPicoUsd: 100_000_000_000,
    totalPicoUsd: 100_000_300_000,
    source: "reported",
  });
});

it("believes the total over its sides", () => {
  expect(reportedCost({ input: 1, output: 1, total: 3 })?.totalPicoUsd).toBe(3e12);
});

it.each([{}, { total: -1 }, { total: 1e9 }, { input: Number.NaN }])("says nothing of %j", (usd) => {
  expect(reportedCost(usd)).toBeUndefined();
});
