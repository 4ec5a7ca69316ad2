import { expect, test } from "vitest";
import { highlightLines } from "./highlight.ts";

test("keywords, strings and comments are told apart, line by line", () => {
  const lines = highlightLines('def f():\n    return "a"  # why', "python");
  expect(lines).toHaveLength(2);
  expect(lines[0]?.[0]).toEqual({ text: "def", kind: "keyword" });
  expect(lines[1]?.map(({ kind }) => kind)).toContain("string");
  expect(lines[1]?.at(-1)).toEqual({ text: "# why", kind: "comment" });
});

test("a string over two lines is one in both", () => {
  const lines = highlightLines('x = """a\nb"""', "python");
  expect(lines[1]).toEqual([{ text: 'b"""', kind: "string" }]);
});

test.each(["<script>alert(1)</script>", "a\n\n b\n", "", "\u0000"])("no character of %j is lost", (text) => {
  const again = highlightLines(text, "xml")
    .map((line) => line.map((token) => token.text).join(""))
    .join("\n");
  expect(again).toBe(text);
});

test("a language that is not known leaves plain text", () =>
  expect(highlightLines("a b", "constructor")).toEqual([[{ text: "a b", kind: "" }]]));
