import { expect, test } from "vitest";
import { type ChartsState, initialCharts, readChartsState, writeChartsState } from "./charts-state.ts";

function written(state: Partial<ChartsState>, before = ""): string {
  const search = new URLSearchParams(before);
  writeChartsState(search, { ...initialCharts, ...state });
  return search.toString();
}

const states: [string, Partial<ChartsState>][] = [
  ["nothing chosen", {}],
  ["bars", { kind: "bars" }],
  ["time, log, smoothed", { x: "time", logY: true, smoothing: 0.6 }],
  ["zoomed", { zoom: { min: -12.5, max: 400 } }],
  ["hidden runs", { hidden: new Set(["a", "b"]) }],
  ["axes with strange names", { kind: "scatter", axes: ["param:a,b&c", "metric:train/loss 2"] }],
  ["a search", { find: "val/ä" }],
];

test.each(states)("%s is read back from the address", (_, state) => {
  expect(readChartsState(new URLSearchParams(written(state)))).toEqual({ ...initialCharts, ...state });
});

test("a plain page has a plain address, and what else stands in it stays", () => {
  expect(written({})).toBe("");
  expect(written({ logY: true }, "q=x&log=0&zoom=1~2")).toBe("q=x&log=1");
});

test.each([
  "zoom=2~1",
  "zoom=~",
  "zoom=a~b",
  "smooth=5",
  "smooth=-1",
  "chart=pie",
  "x=y",
  "axis=nothing",
  "zoom=1~Infinity",
])("%s is as if it were absent", (query) => expect(readChartsState(new URLSearchParams(query))).toEqual(initialCharts));
