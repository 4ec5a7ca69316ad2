import { expect, test } from "vitest";
import { fields } from "./fields.ts";
import { parseOrderBy } from "./order-by.ts";

const parse = (...clauses: string[]) => parseOrderBy(clauses, fields.traces);

test("clauses are read with their directions, ascending where none is given", () => {
  expect(parse("timestamp_ms DESC", "request_id")).toEqual([
    { field: "start_time", direction: "desc" },
    { field: "trace_id", direction: "asc" },
  ]);
  expect(parse("attributes.execution_time asc, tag.`a b` desc")).toEqual([
    { field: "duration", direction: "asc" },
    { field: "tags", key: "a b", direction: "desc" },
  ]);
  expect(parse()).toEqual([]);
  expect(parse("")).toEqual([]);
});

test("64 keys are read, and no more", () => {
  const keys = Array.from({ length: 65 }, (_, i) => `tags.k${i}`);
  expect(parse(...keys.slice(1))).toHaveLength(64);
  expect(() => parse(...keys)).toThrow("At most 64 fields to order by are read.");
});

test.each([
  ["duraton desc", "Did you mean 'duration'"],
  ["span.name", "Traces cannot be ordered by span.name"],
  ["name desc, name", "stands twice"],
  ["name down", "found 'down'"],
  ["= 3", "expected a field"],
  ["feedback.x", "Traces cannot be ordered by feedback"],
])("%s is refused", (text, message) => expect(() => parse(text)).toThrow(message));
