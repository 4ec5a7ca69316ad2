import { expect, it } from "vitest";
import { parsePythonRepr } from "./python-repr.ts";

it.each<[repr: string, value: unknown]>([
  ["{'a': 1, 'b': [True, False, None]}", { a: 1, b: [true, false, null] }],
  [`{'quote': "it's", 'other': 'say "hi"'}`, { quote: "it's", other: 'say "hi"' }],
  ["{'escaped': 'a\\'b\\n\\x41\\u00e9'}", { escaped: "a'b\nAé" }],
  ["('a', 2,)", ["a", 2]],
  ["{'n': 1.5e3, 'm': -2}", { n: 1500, m: -2 }],
  ["{'nested': {'k': {}}}", { nested: { k: {} } }],
])("%s", (repr, value) => {
  expect(parsePythonRepr(repr)).toEqual(value);
});

it.each(["{'a': <Object at 0x1>}", "{'a': datetime(2026, 1, 1)}", "{'open", "{'a' 1}", "", "{1, 2}"])(
  "is no literal: %s",
  (text) => {
    expect(parsePythonRepr(text)).toBeUndefined();
  },
);
