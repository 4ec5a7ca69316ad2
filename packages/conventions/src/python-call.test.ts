import { expect, it } from "vitest";
import { calledWith } from "./python-call.ts";

it.each<[given: unknown, read: unknown]>([
  [{ args: [], kwargs: { city: "Oslo" } }, { city: "Oslo" }],
  [{ kwargs: { city: "Oslo" } }, { city: "Oslo" }],
  [{ args: ["Oslo"], kwargs: {} }, "Oslo"],
  [{ args: ["Oslo", 3], kwargs: {} }, ["Oslo", 3]],
  [
    { args: ["Oslo"], kwargs: { unit: "C" }, flag: true },
    { args: ["Oslo"], kwargs: { unit: "C" } },
  ],
  [
    { args: "x", kwargs: {} },
    { args: "x", kwargs: {} },
  ],
  [{ city: "Oslo" }, { city: "Oslo" }],
  ["Oslo", "Oslo"],
])("%j", (given, read) => {
  expect(calledWith(given)).toEqual(read);
});
