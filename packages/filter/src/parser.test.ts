import { expect, test } from "vitest";
import { FilterError } from "./error.ts";
import examples from "./examples.json" with { type: "json" };
import type { FieldSet } from "./field-set.ts";
import { fields } from "./fields.ts";
import { maxLength } from "./lexer.ts";
import { parseFilter } from "./parser.ts";
import { printFilter } from "./printer.ts";

const parse = (text: string) => parseFilter(text, fields.traces);
const print = (ast: ReturnType<typeof parse>) => printFilter(ast, fields.traces);
/** Of an example that names no resource: traces. */
const fieldsOf = ({ resource = "traces" }: { resource?: string }): FieldSet => fields[resource as keyof typeof fields];

test.each(examples.valid)("$text means $printed", (example) => {
  const set = fieldsOf(example);
  expect(printFilter(parseFilter(example.text, set), set)).toBe(example.printed);
  expect(printFilter(parseFilter(example.printed, set), set)).toBe(example.printed);
});

test.each(examples.invalid)("$text is refused at its mistake", (example) => {
  const { text, position, end, message } = example;
  const error = errorOf(text, fieldsOf(example));
  expect({ message: error.message, position: error.position, end: error.end }).toEqual({
    message: expect.stringContaining(message),
    position,
    end,
  });
});

test("nothing to search for is no filter", () => {
  expect(parse("")).toBeNull();
  expect(parse("  \n ")).toBeNull();
});

test("words that are operators elsewhere can be searched for", () => {
  expect(print(parse("search in docs"))).toBe('"search" and "in" and "docs"');
  expect(print(parse("looks like rain"))).toBe('"looks" and "like" and "rain"');
  expect(print(parse("exists"))).toBe('"exists"');
  expect(print(parse("gpt-4o"))).toBe('"gpt-4o"');
});

test("the tree says which conditions meet in one span", () => {
  const comparison = (field: string, value: string, position: number, end: number) => ({
    kind: "comparison",
    field,
    operator: "=",
    value,
    position,
    end,
  });
  expect(parse("span.name = 'a' and status = 'OK' and span.type = 'LLM'")).toEqual({
    kind: "and",
    parts: [
      {
        kind: "span",
        condition: {
          kind: "and",
          parts: [comparison("span.name", "a", 0, 15), comparison("span.type", "LLM", 38, 55)],
        },
      },
      comparison("status", "OK", 20, 33),
    ],
  });
});

test.each([
  ["(".repeat(100_000), "levels of nesting"],
  ["not ".repeat(20_000), "levels of nesting"],
  [`${"name = 'a' or ".repeat(1_000)}name = 'a'`, "At most 1000 conditions are read; use IN (…)"],
  ["a ".repeat(10_000), "conditions are read"],
  ["x".repeat(maxLength + 1), "characters long"],
  [`trace_id in (${"'x',".repeat(6_000)}'x')`, "values are read in a list"],
  ["name = 'a\0b'", "NUL character"],
  ["\ud800", "not valid Unicode"],
  ["span_count > 1e999", "Expected numeric value type"],
])("a hostile text is refused, case %#", (text, message) => {
  const start = Date.now();
  expect(errorOf(text).message).toContain(message);
  expect(Date.now() - start).toBeLessThan(1_000);
});

function errorOf(text: string, set: FieldSet = fields.traces): FilterError {
  try {
    parseFilter(text, set);
  } catch (error) {
    expect(error).toBeInstanceOf(FilterError);
    return error as FilterError;
  }
  throw new Error(`'${text}' was read without an error`);
}
