import { expect, test } from "vitest";
import { type DiffRow, foldSame, lineDiff, wordDiff } from "./line-diff.ts";

const textOf = (row: DiffRow, side: "left" | "right") => row[side]?.pieces.map(({ text }) => text).join("");
const shape = (rows: DiffRow[]) => rows.map((row) => [textOf(row, "left"), textOf(row, "right")]);

test("lines are aligned, and one that was added stands beside nothing", () => {
  expect(shape(lineDiff("a\nb\nc", "a\nx\nb\nc"))).toEqual([
    ["a", "a"],
    [undefined, "x"],
    ["b", "b"],
    ["c", "c"],
  ]);
});

test("a line in place of another is compared word by word", () => {
  const [row] = lineDiff("rate is low now", "rate is high now");
  expect(row?.left?.pieces.filter(({ changed }) => changed)).toEqual([{ text: "low", changed: true }]);
  expect(row?.right?.pieces.filter(({ changed }) => changed)).toEqual([{ text: "high", changed: true }]);
});

test.each([
  ["", ""],
  ["a\n", "a\r\n"],
  ["a\n\nb", "b"],
  ["x", ""],
  ["same\n".repeat(50), "same\n".repeat(49)],
])("nothing of %j and %j is lost", (left, right) => {
  const rows = lineDiff(left, right);
  const lines = (side: "left" | "right") => rows.map((row) => textOf(row, side)).filter((text) => text !== undefined);
  const whole = (text: string) => (text === "" ? [] : text.replace(/\r\n/g, "\n").replace(/\n$/, "").split("\n"));
  expect(lines("left")).toEqual(whole(left));
  expect(lines("right")).toEqual(whole(right));
});

test("two large texts with nothing in common are set side by side, not aligned for minutes", () => {
  const text = (salt: number) => Array.from({ length: 20_000 }, (_, at) => `${salt} line ${at * salt}`).join("\n");
  expect(lineDiff(text(7), text(11))).toHaveLength(20_000);
});

test("words keep their spaces", () => {
  expect(wordDiff("a  b", "a  c")).toEqual([
    [
      { text: "a  ", changed: false },
      { text: "b", changed: true },
    ],
    [
      { text: "a  ", changed: false },
      { text: "c", changed: true },
    ],
  ]);
});

test("what is far from a difference is folded, and can be unfolded", () => {
  const same = Array.from({ length: 20 }, (_, at) => `line ${at}`);
  const rows = lineDiff([...same, "old"].join("\n"), [...same, "new"].join("\n"));
  const folded = foldSame(rows, 3);
  expect(folded[0]).toEqual({ folded: rows.slice(0, 17) });
  expect(folded.slice(1)).toEqual(rows.slice(17));
  expect(foldSame(lineDiff("a", "a"), 3)).toEqual(lineDiff("a", "a"));
});
