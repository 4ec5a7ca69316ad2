import { expect, test } from "vitest";
import { histories } from "./histories.ts";

const said = (id: string, overrides = "") => ({ assessment_id: id, overrides, metadata: {} });
const ids = (all: Parameters<typeof histories>[0]) =>
  histories(all).map(({ now, before }) => [now.assessment_id, ...before.map(({ assessment_id }) => assessment_id)]);

test.each([
  ["none overridden", [said("a"), said("b")], [["a"], ["b"]]],
  ["a chain", [said("a"), said("b", "a"), said("c", "b")], [["c", "b", "a"]]],
  ["one that is missing", [said("b", "gone")], [["b"]]],
  ["one overridden twice", [said("a"), said("b", "a"), said("c", "a")], [["b", "a"], ["c"]]],
  ["a loop", [said("a", "b"), said("b", "a")], [["a", "b"]]],
  ["itself", [said("a", "a")], [["a"]]],
])("%s", (_, all, expected) => {
  expect(ids(all)).toEqual(expected);
});
