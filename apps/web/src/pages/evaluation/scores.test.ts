import { describe, expect, test } from "vitest";
import { readScores } from "./scores.ts";
import { binsOf, countsOf, summaryOf } from "./summary.ts";

const read = (...values: string[]) => readScores({ name: "s", values, errors: [], others: [] });

describe("a column is", () => {
  test.each([
    [["true", "false", ""], "pass", ["pass", "fail", ""]],
    [['"yes"', '"No"', "null"], "pass", ["pass", "fail", ""]],
    [["1", "0.50", "-3e2"], "number", ["1", "0.50", "-3e2"]],
    [["1", "true"], "number", ["1", "pass"]],
    [['"good"', '"yes"', "3"], "text", ["good", "pass", "3"]],
    [['{"a":[1]}', "[]"], "text", ['{"a":[1]}', "[]"]],
    [['"cut off in the mid'], "text", ["cut off in the mid"]],
    [["12345678901234567890"], "number", ["12345678901234567890"]],
    [["", ""], "pass", ["", ""]],
    [[], "pass", []],
  ])("%j: %s", (values, kind, texts) => {
    expect(read(...values)).toMatchObject({ kind, texts });
  });
});

test("a summary leaves out what was not said", () => {
  const { kind, ...rest } = readScores({
    name: "s",
    values: ["true", "", "false", "true", ""],
    errors: [1],
    others: [],
  });
  expect(summaryOf({ kind, ...rest })).toEqual({ count: 3, mean: 2 / 3, passed: 2, errors: 1 });
  expect(summaryOf(read("", "")).mean).toBeNaN();
  expect(summaryOf(read('"a"', '"b"'))).toMatchObject({ count: 2, mean: Number.NaN });
});

describe("a histogram", () => {
  const bars = (...values: string[]) => {
    const scores = read(...values);
    const bins = binsOf(scores.kind, [scores]);
    return bins.map(({ id }, at) => `${id}:${countsOf(bins, scores)[at]}`);
  };

  test.each([
    ["pass or fail", ["true", "true", "false", ""], ["fail:1", "pass:2"]],
    ["few whole numbers", ["1", "3", "3"], ["1~1:1", "2~2:0", "3~3:2"]],
    ["one number", ["0.5", "0.5"], ["0.5~0.5:2"]],
    ["nothing", ["", ""], ["fail:0", "pass:0"]],
    ["texts, the most frequent first", ['"b"', '"a"', '"b"', '""'], ["=b:2", "=a:1"]],
  ])("of %s", (_, values, expected) => {
    expect(bars(...values)).toEqual(expected);
  });

  test("of shares has tenths from 0 to 1, with 1 in the last", () => {
    expect(bars("0", "0.1", "0.99", "1", "0.55").join(" ")).toBe(
      "0~0.1:1 0.1~0.2:1 0.2~0.3:0 0.3~0.4:0 0.4~0.5:0 0.5~0.6:1 0.6~0.7:0 0.7~0.8:0 0.8~0.9:0 0.9~1:2",
    );
  });

  test("of many texts has a bar for the rest", () => {
    const words = Array.from({ length: 12 }, (_, at) => JSON.stringify(`w${at}`));
    expect(bars(...words).at(-1)).toBe("other:4");
  });

  test("of any numbers has each once", () => {
    const values = Array.from({ length: 500 }, (_, at) => String(Math.sin(at) * 1e5));
    const total = bars(...values).reduce((sum, bar) => sum + Number(bar.split(":")[1]), 0);
    expect(total).toBe(500);
  });

  test("has a bar for what failed, and shares its bars with the baseline's", () => {
    const current = readScores({ name: "s", values: ["1", ""], errors: [1], others: [] });
    const baseline = read("3");
    const bins = binsOf("number", [current, baseline]);
    expect(bins.map(({ id }) => id)).toEqual(["1~1", "2~2", "3~3", "error"]);
    expect([countsOf(bins, current), countsOf(bins, baseline)]).toEqual([
      [1, 0, 0, 1],
      [0, 0, 1, 0],
    ]);
    expect(countsOf(bins, undefined)).toEqual([0, 0, 0, 0]);
  });
});
