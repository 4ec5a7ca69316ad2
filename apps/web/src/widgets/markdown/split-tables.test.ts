import { expect, test } from "vitest";
import { splitTables } from "./split-tables.ts";

test("a table is taken out of its text, with its alignment", () => {
  expect(splitTables("Before\n\n| a | b |\n|:--|--:|\n| 1 | x \\| y |\n| 2 |\n\nAfter")).toEqual([
    { type: "text", text: "Before\n" },
    {
      type: "table",
      head: ["a", "b"],
      align: ["left", "right"],
      rows: [
        ["1", "x | y"],
        ["2", ""],
      ],
    },
    { type: "text", text: "\nAfter" },
  ]);
});

test.each([
  ["no table", "a | b and no line of dashes"],
  ["code", "```\n| a | b |\n|---|---|\n| 1 | 2 |\n```"],
  ["a line of dashes with other cells", "| a | b |\n|---|\n| 1 | 2 |"],
  ["nothing", ""],
  ["a heading rule", "a\n---\nb"],
])("%s stays text", (_, text) => {
  expect(splitTables(text)).toEqual(text === "" ? [{ type: "text", text: "" }] : [{ type: "text", text }]);
});

test("a table of thousands of lines stays text", () => {
  const text = `|a|\n|-|\n${"|1|\n".repeat(5_000)}`;
  expect(splitTables(text).every((block) => block.type === "text")).toBe(true);
});
