import { expect, test } from "vitest";
import { evaluationAddress, readState, withState } from "./evaluation-address.ts";

test.each([
  ["", {}],
  ["with=b&show=regressed&sort=-delta.exact&row=t", { baseline: "b", filter: "regressed", row: "t" }],
  ["only=exact&only=0.2~0.3", { only: { score: "exact", bin: "0.2~0.3" } }],
  ["only=a:b&only==c&lower=a&lower=b&none=c", { only: { score: "a:b", bin: "=c" } }],
  ["show=everything&with=&only=a", { baseline: undefined, filter: undefined, only: undefined }],
])("%s is read", (text, expected) => {
  expect(readState(new URLSearchParams(text))).toMatchObject(expected);
});

test("what is read is written again, and the rest of the address stays", () => {
  const text = "other=1&with=b&show=errors&only=a%3Ab&only=%3Dc&sort=-delta.exact&lower=x%26y&none=z&row=t";
  const search = new URLSearchParams(text);
  expect(withState(search, {}).toString()).toBe(text);
  expect(withState(search, { row: undefined, only: undefined, directions: new Map() }).toString()).toBe(
    "other=1&with=b&show=errors&sort=-delta.exact",
  );
});

test("ids in an address are only ids", () => {
  expect(evaluationAddress("a/../b?", "c&d")).toBe("/evaluations/a%2F..%2Fb%3F?with=c%26d");
});
