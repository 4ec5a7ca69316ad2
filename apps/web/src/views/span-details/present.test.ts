import type { SpanView } from "@spanloom/conventions";
import { expect, test } from "vitest";
import { namedValues } from "./present.ts";

const titles = (content: object) => {
  const { in: given, out } = namedValues(content as SpanView);
  return [...given, ...out].map(({ title }) => title);
};

test("what a dialect says twice is there once, big integers and all", () => {
  const big = () => ({ id: 2n ** 60n, list: [1, null] });
  expect(
    titles({ toolRun: { name: "find", arguments: big(), result: "found" }, inputs: big(), outputs: "found" }),
  ).toEqual(["Arguments of find", "Result"]);
  expect(titles({ toolRun: { arguments: big() }, inputs: { id: 2n ** 60n + 1n, list: [1, null] } })).toEqual([
    "Arguments",
    "Input",
  ]);
  expect(titles({ toolRun: {}, inputs: null, outputs: {} })).toEqual(["Input", "Output"]);
});
