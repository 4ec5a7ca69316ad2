import fc from "fast-check";
import { expect, test } from "vitest";
import { complete } from "./complete.ts";
import { fields } from "./fields.ts";

/** The cursor is at the bar. */
function at(marked: string) {
  const cursor = marked.indexOf("|");
  return complete(marked.replace("|", ""), cursor, fields.traces);
}

test.each([
  ["|", "field", "", undefined],
  ["dur|", "field", "dur", undefined],
  ["status = 'OK' and na|", "field", "na", undefined],
  ["not |", "field", "", undefined],
  ["(|", "field", "", undefined],
  ["tags.en|", "key", "en", "tags"],
  ["span.attributes.gen_ai.|", "key", "gen_ai.", "span.attributes"],
  ["status |", "operator", "", "status"],
  ["status n|", "operator", "n", "status"],
  ["status = |", "value", "", "status"],
  ["status = 'E|", "value", "E", "status"],
  ["status in ('OK', |", "value", "", "status"],
  ["status:er|", "value", "er", "status"],
  ["duration:>|", "value", "", "duration"],
  ["status = 'OK' |", "connective", "", undefined],
  ["status = 'OK' an|", "connective", "an", undefined],
  ["status is null |", "connective", "", undefined],
  ["tags.env exists |", "connective", "", undefined],
  ["span(at|", "field", "at", undefined],
  ["span(attributes.k|", "key", "k", "span.attributes"],
  ["span(type = 'TOOL') |", "connective", "", undefined],
  ['"free text" |', "connective", "", undefined],
])("at %s comes a %s", (marked, expected, prefix, field) => {
  expect(at(marked)).toMatchObject({ expected, prefix, ...(field ? { field } : {}) });
});

test("a candidate replaces the whole word around the cursor", () => {
  const text = "stat|us = 'OK'";
  const { from, to, candidates } = at(text);
  expect([from, to]).toEqual([0, 6]);
  expect(candidates.map((candidate) => candidate.text)).toEqual(["state", "status", "span.status"]);
});

test("known values come quoted, and as they are after a colon", () => {
  expect(at("state = |").candidates.map(({ text }) => text)).toEqual(["'running'", "'ok'", "'error'", "'incomplete'"]);
  expect(at("state:|").candidates.map(({ text }) => text)).toEqual(["running", "ok", "error", "incomplete"]);
  const open = at("state = 'ru|n' and x");
  expect([open.from, open.to]).toEqual([8, 13]);
});

test("inside span(…) only fields of spans are proposed, without span.", () => {
  const names = at("span(|").candidates.map(({ text }) => text);
  expect(names).toContain("attributes.");
  expect(names).not.toContain("session");
});

test("other resources propose their own", () => {
  const names = complete("", 0, fields.runs).candidates.map(({ text }) => text);
  expect(names).toEqual(expect.arrayContaining(["metrics.", "run_name", "dataset.name", "not"]));
  expect(names).not.toContain("span(");
  expect(complete("metrics.ac", 10, fields.runs)).toMatchObject({ expected: "key", field: "metrics", prefix: "ac" });
  expect(complete("status = 'F", 11, fields.runs).candidates.map(({ text }) => text)).toEqual([
    "'FINISHED'",
    "'FAILED'",
  ]);
  expect(complete("params.lr ", 10, fields.runs).candidates.map(({ text }) => text)).toContain("is null");
  expect(complete("time", 4, fields.registeredModels).candidates).toEqual([]);
});

test("any text and cursor has a completion whose range lies in the text", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: -5, max: 80 }), (text, cursor) => {
      const { from, to } = complete(text, cursor, fields.traces);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeGreaterThanOrEqual(from);
      expect(to).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 1_000, interruptAfterTimeLimit: 10_000 },
  );
}, 30_000);
