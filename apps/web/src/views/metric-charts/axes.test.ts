import { expect, test } from "vitest";
import { mostTexts, numberAndTextAxes, numberAxes, placeOn } from "./axes.ts";
import type { ChartedRun } from "./charted-run.ts";

function runs(...all: Record<string, string>[]): ChartedRun[] {
  return all.map((params, at) => ({
    runId: `r${at}`,
    name: `run ${at}`,
    colour: at,
    startTimeMs: 0,
    isRunning: false,
    params: new Map(Object.entries(params)),
    metrics: new Map([["loss", at]]),
  }));
}

test("numbers that differ are axes, texts only where they are asked for", () => {
  const three = runs({ lr: "0.1", optimizer: "sgd", seed: "1" }, { lr: "0.2", optimizer: "adam", seed: "1" });
  expect(numberAxes(three).map(({ id }) => id)).toEqual(["param:lr", "metric:loss"]);
  expect(numberAndTextAxes(three)).toEqual({
    all: [
      { id: "param:lr", name: "lr" },
      { id: "param:optimizer", name: "optimizer", texts: ["adam", "sgd"] },
      { id: "metric:loss", name: "loss" },
    ],
    crowded: [],
  });
});

test("a run stands at the index of its text, and nowhere without one", () => {
  const all = runs({ optimizer: "sgd" }, { optimizer: " adam " }, {}, { optimizer: "" });
  const [optimizer] = numberAndTextAxes(all).all;
  expect(all.map((run) => placeOn(optimizer!, run))).toEqual([1, 0, Number.NaN, Number.NaN]);
});

test("a param of which one value is no number has a place for each value", () => {
  const [depth] = numberAndTextAxes(runs({ depth: "None" }, { depth: "10" }, { depth: "5" })).all;
  expect(depth).toEqual({ id: "param:depth", name: "depth", texts: ["5", "10", "None"] });
});

test("a text that all runs have in common is no axis", () => {
  expect(numberAndTextAxes(runs({ model: "small" }, { model: "small" })).all.map(({ id }) => id)).toEqual([
    "metric:loss",
  ]);
});

test("more texts than an axis has room for are named apart, unless numbers among them make an axis", () => {
  const many = Array.from({ length: mostTexts + 1 }, (_, at) => ({ prompt: `p${at}`, rate: at ? `${at}` : "auto" }));
  const { all, crowded } = numberAndTextAxes(runs(...many));
  expect(all).toEqual([
    { id: "param:rate", name: "rate" },
    { id: "metric:loss", name: "loss" },
  ]);
  expect(crowded.map(({ name, texts }) => [name, texts?.length])).toEqual([["prompt", mostTexts + 1]]);
  expect(numberAndTextAxes(runs(...many.slice(1))).all[0]?.texts).toHaveLength(mostTexts);
});
