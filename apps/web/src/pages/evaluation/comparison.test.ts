import { describe, expect, test } from "vitest";
import {
  aligned,
  changeOf,
  type Direction,
  deltaOf,
  isShown,
  matrixRows,
  pairScores,
  rowFilters,
} from "./comparison.ts";
import { readScores } from "./scores.ts";

const scores = (name: string, values: unknown[], errors: number[] = []) =>
  readScores({
    name,
    values: values.map((value) => (value === undefined ? "" : JSON.stringify(value))),
    errors,
    others: [],
  });

describe("traces are aligned by their inputs", () => {
  test.each([
    [
      "in another order",
      ["a", "b", "c"],
      ["c", "a", "b"],
      [
        [0, 1],
        [1, 2],
        [2, 0],
      ],
    ],
    [
      "the same several times, first to first",
      ["a", "a", "b"],
      ["a", "b", "a"],
      [
        [0, 0],
        [1, 2],
        [2, 1],
      ],
    ],
    [
      "more here than there",
      ["a", "a"],
      ["a"],
      [
        [0, 0],
        [1, -1],
      ],
    ],
    [
      "more there than here, behind the others in their order",
      ["b"],
      ["c", "b", "a", "b"],
      [
        [0, 1],
        [-1, 0],
        [-1, 2],
        [-1, 3],
      ],
    ],
    [
      "nothing in common",
      ["a"],
      ["b"],
      [
        [0, -1],
        [-1, 0],
      ],
    ],
    ["nothing", [], [], []],
  ])("%s", (_, current, baseline, expected) => {
    expect(aligned(current, baseline)).toEqual(expected);
  });

  test("ten thousand of them at once", () => {
    const hashes = Array.from({ length: 10_000 }, (_, at) => `h${at % 5_000}`);
    const others = hashes.toReversed();
    const pairs = aligned(hashes, others);
    expect(pairs).toHaveLength(10_000);
    expect(new Set(pairs.map(([, at]) => at)).size).toBe(10_000);
    expect(pairs.every(([at, other]) => hashes[at] === others[other])).toBe(true);
  });
});

describe("a change is", () => {
  test.each<[unknown, unknown, Direction, string | undefined]>([
    [true, false, "higher", "better"],
    ["no", "YES", "higher", "worse"],
    [0.5, 0.25, "higher", "better"],
    [0.5, 0.25, "lower", "worse"],
    [0.5, 0.25, "none", "different"],
    [0.5, 0.5, "higher", "same"],
    [1, true, "higher", "same"],
    ["kind", "rude", "higher", "different"],
    ["kind", "kind", "higher", "same"],
    [true, undefined, "higher", undefined],
    [undefined, 3, "higher", undefined],
  ])("%j after %j with %s better: %s", (now, before, direction, expected) => {
    const directions = new Map([["s", direction]]);
    const [pair] = pairScores([scores("s", [now])], [scores("s", [before])], directions);
    expect(changeOf(pair!, 0, 0)).toBe(expected);
  });

  test("different where the scorer failed on one side only", () => {
    const [pair] = pairScores([scores("s", [undefined], [0])], [scores("s", [true])], new Map());
    expect(changeOf(pair!, 0, 0)).toBe("different");
    const [both] = pairScores([scores("s", [undefined], [0])], [scores("s", [undefined], [0])], new Map());
    expect(changeOf(both!, 0, 0)).toBeUndefined();
  });

  test("nothing where there is no counterpart", () => {
    const [pair] = pairScores([scores("s", [true])], undefined, new Map());
    expect(changeOf(pair!, 0, -1)).toBeUndefined();
    expect(deltaOf(pair!, 0, -1)).toBeNaN();
  });
});

test("a delta is the number more than the baseline's, and texts have none", () => {
  const [number, text] = pairScores(
    [scores("n", [3, true]), scores("t", ["a"])],
    [scores("n", [1.5, 1]), scores("t", ["b"])],
    new Map(),
  );
  expect([deltaOf(number!, 0, 0), deltaOf(number!, 1, 1)]).toEqual([1.5, 0]);
  expect(deltaOf(text!, 0, 0)).toBeNaN();
});

describe("rows", () => {
  const current = { traceIds: ["a", "b", "c", "d"], inputsHashes: ["1", "2", "3", "4"], failed: new Set([2]) };
  const baseline = { traceIds: ["A", "B", "C", "E"], inputsHashes: ["1", "2", "3", "5"], failed: new Set<number>() };
  const pairs = pairScores(
    [scores("exact", [true, false, undefined, true]), scores("words", [3, 4, 5, 6], [3])],
    [scores("exact", [false, true, true, true]), scores("words", [3, 9, 5, 1])],
    new Map([["words", "lower"]]),
  );
  const rows = matrixRows(current, baseline, pairs);

  test("count what is better and worse, and name those that only the baseline has", () => {
    expect(rows.map(({ key, better, worse }) => [key, better, worse])).toEqual([
      ["a", 1, 0],
      ["b", 1, 1],
      ["c", 0, 0],
      ["d", 0, 0],
      ["E", 0, 0],
    ]);
  });

  test.each([
    ["regressed", ["b", "c"]],
    ["improved", ["a", "b"]],
    ["changed", ["a", "b", "c"]],
    ["errors", ["c", "d"]],
    ["unpaired", ["d", "E"]],
  ] as const)("that are %s", (filter, keys) => {
    expect(rows.filter((row) => isShown(row, filter)).map(({ key }) => key)).toEqual(keys);
  });

  test("without a baseline have changed in nothing", () => {
    const alone = matrixRows(
      current,
      undefined,
      pairScores([scores("exact", [true, false, true, true])], undefined, new Map()),
    );
    expect(alone.map(({ key }) => key)).toEqual(["a", "b", "c", "d"]);
    expect(rowFilters.slice(0, 3).flatMap((filter) => alone.filter((row) => isShown(row, filter)))).toEqual([]);
  });
});
