import { expect, test } from "vitest";
import { csvText } from "./csv.ts";

test.each([
  ["plain", "plain"],
  ["a,b", '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ["two\nlines", '"two\nlines"'],
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["@cmd", "'@cmd"],
  ["-1.5e-7", "-1.5e-7"],
  ["-Infinity", "-Infinity"],
  ["-rm", "'-rm"],
])("%j becomes %j", (text, written) => expect(csvText([[text]])).toBe(`${written}\r\n`));
