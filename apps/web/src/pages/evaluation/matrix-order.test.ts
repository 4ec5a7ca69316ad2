import { describe, expect, test } from "vitest";
import { matrixRows, pairScores } from "./comparison.ts";
import { ordered } from "./matrix-order.ts";
import { readScores } from "./scores.ts";

const scores = (name: string, values: string[]) => readScores({ name, values, errors: [], others: [] });
const traces = ["a", "b", "c", "d"];
const evaluation = {
  trace_ids: traces,
  inputs_hashes: traces,
  failed: [],
  durations_ms: [30, -1, 10, 20],
  tokens: [-1, -1, -1, -1],
  costs_usd: [0, 0.5, -1, 0.1],
  scores: [],
  truncated: false,
};
const side = { traceIds: traces, inputsHashes: traces, failed: new Set<number>() };
const pairs = pairScores(
  [scores("n", ["2", "", "10", "1"]), scores("t", ['"b"', '"a"', "", '"B"'])],
  [scores("n", ["1", "5", "10", "3"]), scores("t", ['"b"', "", "", ""])],
  new Map(),
);
const rows = matrixRows(side, side, pairs);

describe("rows are ordered by", () => {
  test.each([
    ["nothing", undefined, "abcd"],
    ["a number, those without behind", { column: "score.n", descending: false }, "dacb"],
    ["the same the other way round", { column: "score.n", descending: true }, "cadb"],
    ["what changed most", { column: "delta.n", descending: false }, "dcab"],
    ["a text", { column: "score.t", descending: false }, "dbac"],
    ["better and worse", { column: "change", descending: false }, "dbca"],
    ["a duration", { column: "durations_ms", descending: false }, "cdab"],
    ["a column that is not there", { column: "score.gone", descending: true }, "abcd"],
  ] as const)("%s", (_, sort, expected) => {
    const keys = ordered(rows, sort, pairs, evaluation).map(({ key }) => key);
    expect(keys.join("")).toBe(expected);
  });
});
