import { expect, test } from "vitest";
import { outcomeText } from "./outcome-text.ts";

const said = (count: number) => `${count} runs deleted`;
const result = { done: [1, 2, 3], failed: 0, failure: undefined, stopped: false };

test.each([
  [result, "3 runs deleted"],
  [{ ...result, stopped: true }, "3 runs deleted, then stopped"],
  [{ ...result, failed: 1_200, failure: new Error("it is away") }, "3 runs deleted, 1,200 not: it is away"],
  [{ ...result, failure: "the list broke off" }, "3 runs deleted: the list broke off"],
])("%j is told", (outcome, text) => expect(outcomeText(said, outcome)).toBe(text));
