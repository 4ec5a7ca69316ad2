import { expect, test } from "vitest";
import { parseCsv } from "./parse-csv.ts";

test.each([
  ["", []],
  [
    "a,b\n1,2",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    "a,b\r\n1,2\r\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ['"a,b",c\n', [["a,b", "c"]]],
  ['"say ""hi""",x', [['say "hi"', "x"]]],
  ['"two\nlines",x', [["two\nlines", "x"]]],
  ["a,,c", [["a", "", "c"]]],
  ["a,", [["a", ""]]],
  ['6" nail,x', [['6" nail', "x"]]],
  ['"never closed', [["never closed"]]],
  ["\ufeffa,b", [["a", "b"]]],
  ["a\rb", [["a"], ["b"]]],
  ["a\n\nb", [["a"], [""], ["b"]]],
])("%j", (text, rows) => expect(parseCsv(text, ",", 100)).toEqual(rows));

test("tabs separate where asked, and no more rows are read than wanted", () => {
  expect(parseCsv("a\tb,c\n1\t2\n3\t4", "\t", 2)).toEqual([
    ["a", "b,c"],
    ["1", "2"],
  ]);
});

test("a megabyte of one field takes no longer than its length", () => {
  expect(parseCsv(`"${"x".repeat(1_000_000)}",y`, ",", 10)[0]?.[1]).toBe("y");
});
