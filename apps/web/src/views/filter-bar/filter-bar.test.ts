import { complete, fields } from "@spanloom/filter";
import { describe, expect, test } from "vitest";
import { applyCandidate, candidatesOf, valueField } from "./candidates.ts";
import { readHistory, withFilter } from "./filter-history.ts";
import { filterMistake } from "./language.ts";
import { splitAtMistake } from "./mistake.ts";

const keys = {
  "span.attributes": ["gen_ai.system", "a key"],
  "resource.attributes": [],
  tags: ["env", "team`s"],
  metadata: [],
};

/** Completes at `|` and puts in the candidate with that text; the result has `|` at the cursor. */
function choose(textWithCursor: string, candidate: string, values: string[] = []): string {
  const cursor = textWithCursor.indexOf("|");
  const text = textWithCursor.replace("|", "");
  const completion = complete(text, cursor, fields.traces);
  const offered = candidatesOf(completion, keys, values);
  const chosen = offered.find((one) => one.text === candidate);
  if (!chosen) throw new Error(`not offered: ${offered.map((one) => one.text)}`);
  const applied = applyCandidate(text, completion, chosen);
  return `${applied.text.slice(0, applied.cursor)}|${applied.text.slice(applied.cursor)}`;
}

describe("choosing a candidate leaves the cursor where one types on", () => {
  test.each([
    ["a field", "dur|", "duration", [], "duration |"],
    ["a field that takes a key", "ta|", "tags.", [], "tags.|"],
    ["a key", "tags.e|", "env", [], "tags.env |"],
    ["a key with other characters", "span.attributes.|", "a key", [], "span.attributes.`a key` |"],
    ["an operator", "duration |", ">=", [], "duration >= |"],
    ["a choice", "state = |", "'error'", [], "state = 'error' |"],
    ["a value that occurs", "model = |", "'gpt-4o'", ["gpt-4o"], "model = 'gpt-4o' |"],
    ["a value with a quote", "model = |", "'it''s'", ["it's"], "model = 'it''s' |"],
    ["in the middle of a text", "dur| and cost > 1", "duration", [], "duration |and cost > 1"],
  ])("%s", (_, text, candidate, values, expected) => expect(choose(text, candidate, values)).toBe(expected));
});

test("values are asked for only where the language does not know them", () => {
  expect(valueField(complete("tags.env = ", 11, fields.traces))).toBe("tags.env");
  expect(valueField(complete("model = ", 8, fields.traces))).toBe("model");
  expect(valueField(complete("state = ", 8, fields.traces))).toBeUndefined();
  expect(valueField(complete("mod", 3, fields.traces))).toBeUndefined();
});

describe("a mistake", () => {
  test("is told with its place", () => {
    const text = "durations > 2s";
    const mistake = filterMistake(text, fields.traces)!;
    expect(mistake.message).toContain("durations");
    expect(splitAtMistake(text, mistake)).toEqual(["", "durations", " > 2s"]);
  });

  test("of no width is drawn under the character before it", () => {
    expect(splitAtMistake("cost >", { message: "", position: 6, end: 6 })).toEqual(["cost ", ">", ""]);
    expect(splitAtMistake("", { message: "", position: 0, end: 0 })).toEqual(["", "", ""]);
  });

  test.each(["", "   ", "status:error", "duration > 2s and tags.env = 'prod'"])("is not in %j", (text) => {
    expect(filterMistake(text, fields.traces)).toBeUndefined();
  });
});

describe("history", () => {
  test("has a filter once, the last used first, and no empty one", () => {
    expect(withFilter(["a", "b"], " b ")).toEqual(["b", "a"]);
    expect(withFilter(["a"], "  ")).toEqual(["a"]);
    expect(
      withFilter(
        Array.from({ length: 20 }, (_, i) => `${i}`),
        "new",
      ),
    ).toHaveLength(20);
  });

  test("survives whatever is found in the storage", () => {
    expect(readHistory({})).toEqual([]);
    expect(readHistory(["a", 1, null])).toEqual(["a"]);
  });
});
