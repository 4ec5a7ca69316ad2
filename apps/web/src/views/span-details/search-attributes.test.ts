import type { SpanEvent } from "@spanloom/conventions";
import { expect, test } from "vitest";
import { exceptionsOf } from "./present.ts";
import { searchAttributes } from "./search-attributes.ts";

const attributes = { "b.10": "Ten", "b.2": "two", a: 9223372036854775807n, list: ["x", { deep: "Needle" }], yes: true };
const keys = (words: string) => searchAttributes(attributes, words).map(([key]) => key);

test.each([
  ["", ["a", "b.2", "b.10", "list", "yes"]],
  ["B.1", ["b.10"]],
  ["ten", ["b.10"]],
  ["needle", ["list"]],
  ["75807", ["a"]],
  ["TRUE", ["yes"]],
  ["nothing like it", []],
])("%s finds %j", (words, expected) => {
  expect(keys(words)).toEqual(expected);
});

test("exceptions are read from their events, whatever is missing", () => {
  const events: SpanEvent[] = [
    {
      name: "exception",
      timeUnixNano: 1n,
      attributes: { "exception.type": "TimeoutError", "exception.stacktrace": 5 },
    },
    { name: "retry", timeUnixNano: 2n, attributes: {} },
  ];
  expect(exceptionsOf({ events })).toEqual([{ type: "TimeoutError", message: "", stack: "" }]);
});
