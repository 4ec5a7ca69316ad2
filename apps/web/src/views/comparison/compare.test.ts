import { expect, test } from "vitest";
import { compared } from "./compare.ts";

test("keys are those of all sides, and a missing value is a difference", () => {
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

test("one side differs from nobody", () => {
  expect(compared([new Map([["a", "1"]])]).map(({ differs }) => differs)).toEqual([false]);
  expect(compared([])).toEqual([]);
});
