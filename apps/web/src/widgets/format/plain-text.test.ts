import { expect, test } from "vitest";
import { plainText } from "./plain-text.ts";

test.each([
  ["**Wo** ist *mein* Paket `#4711`?", "Wo ist mein Paket #4711?"],
  ["これは**14日以内**です", "これは14日以内です"],
  ["# Refund\n\n1. first", "Refund\n\n1. first"],
  ["> quoted", "quoted"],
  ["* one\n+ two\n- three", "- one\n- two\n- three"],
  ["see [the wiki](https://example.org/a_b) and ![logo](x.png)", "see the wiki and logo"],
  ["| Tag | Ort |\n|---|:-:|\n| Mo | Köln |", "Tag | Ort\n\nMo | Köln"],
  ["```ts\nconst a = 1;\n```", "const a = 1;"],
  ["My _invoice_ and ~~price~~", "My invoice and price"],
  ["cut **in the mid…", "cut in the mid…"],
  ["a snake_case_name and __init__", "a snake_case_name and __init__"],
  ["2 * 3 * 4 = 24, 2**3 and 4**5", "2 * 3 * 4 = 24, 2**3 and 4**5"],
  ["SELECT *, count(*) FROM t", "SELECT *, count(*) FROM t"],
  ["f(*args, **kwargs)", "f(*args, **kwargs)"],
  ["#4711 is late", "#4711 is late"],
  ["a | b", "a | b"],
  ["- - -", "- - -"],
  ["", ""],
])("%j is read as %j", (markdown, text) => {
  expect(plainText(markdown)).toBe(text);
});

test("what is long is cut, and read in time that does not grow with its stars", () => {
  expect(plainText("*".repeat(1_000_000)).length).toBeLessThanOrEqual(1_000);
  expect(plainText("[".repeat(1_000_000)).length).toBeLessThanOrEqual(1_000);
  expect(plainText("**a ".repeat(250_000)).length).toBeLessThanOrEqual(1_000);
});
