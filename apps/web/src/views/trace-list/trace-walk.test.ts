import { expect, test } from "vitest";
import { neighbours, readWalk, walkFrom } from "./trace-walk.ts";

const ids = Array.from({ length: 1_000 }, (_, index) => `t${index}`);

test("a walk holds what stands around the opened trace, and knows who is next", () => {
  const walk = walkFrom("/traces?q=a", ids, 600);
  expect(walk.ids).toHaveLength(501);
  expect(neighbours(walk, "t600")).toEqual({ previous: "t599", next: "t601" });
  expect(neighbours(walkFrom("/traces", ids, 0), "t0")).toEqual({ previous: undefined, next: "t1" });
  expect(neighbours(walk, "elsewhere")).toEqual({ previous: undefined, next: undefined });
});

test("it comes back from the history's state", () => {
  const walk = walkFrom("/traces", ["a", "b"], 1);
  expect(readWalk({ walk })).toEqual(walk);
});

test.each([
  null,
  "x",
  {},
  { walk: 1 },
  { walk: { list: "https://evil.example", ids: [] } },
  { walk: { list: "//evil", ids: [] } },
  { walk: { list: "/traces", ids: "a" } },
])("%j is no walk", (state) => expect(readWalk(state)).toBeUndefined());
