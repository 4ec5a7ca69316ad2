import fc from "fast-check";
import { expect, test } from "vitest";
import type { Comparison, FilterAst, Operator, Scalar } from "./ast.ts";
import { FilterError } from "./error.ts";
import { type Field, type FieldSet, operatorsFor } from "./field-set.ts";
import { fields } from "./fields.ts";
import { parseOrderBy } from "./order-by.ts";
import { parseFilter } from "./parser.ts";
import { printFilter, printOrderBy } from "./printer.ts";

const served = fields.traces.fields.filter((field) => field.unavailable === undefined);

test("what is printed parses to the same tree", () => {
  fc.assert(
    fc.property(tree(), (ast) => {
      const text = printFilter(ast, fields.traces);
      expect(withoutPlaces(parseFilter(text, fields.traces)), text).toEqual(ast);
    }),
    { numRuns: 1_000, interruptAfterTimeLimit: 20_000 },
  );
}, 60_000);

test.each(Object.entries<FieldSet>(fields).filter(([, { strict }]) => strict))(
  "what is printed of a search for %s parses to the same tree",
  (_name, set) => {
    const leaves = leaf(set.fields.filter((field) => operatorsFor(field).length > 0));
    fc.assert(
      fc.property(logic(leaves), (ast) => {
        const text = printFilter(ast, set);
        expect(withoutPlaces(parseFilter(text, set)), text).toEqual(ast);
      }),
      { numRuns: 200, interruptAfterTimeLimit: 5_000 },
    );
  },
  30_000,
);

test("any text is read, or refused with a FilterError that lies inside it", () => {
  const fragments = fc.constantFrom(
    ..."( ) ' \" ` = != < > , : ; - * . $5 2s and or not in like is null exists span( span. tags. attributes.k true".split(
      " ",
    ),
    "status",
    "name = 'x'",
    "\\",
    "\u2028",
    "😀",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.array(fc.tuple(fragments, fc.constantFrom("", " ")), { maxLength: 60 }).map((parts) => parts.flat().join("")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        const ast = parseFilter(text, fields.traces);
        const printed = printFilter(ast, fields.traces);
        expect(withoutPlaces(parseFilter(printed, fields.traces))).toEqual(withoutPlaces(ast));
      } catch (error) {
        if (!(error instanceof FilterError)) throw error;
        expect(error.position).toBeGreaterThanOrEqual(0);
        expect(error.end).toBeGreaterThanOrEqual(error.position);
        expect(error.position).toBeLessThanOrEqual(text.length);
        expect(error.message).not.toBe("");
      }
    }),
    { numRuns: 2_000, interruptAfterTimeLimit: 20_000 },
  );
}, 60_000);

test("an order that is printed is read as the same order", () => {
  const order = parseOrderBy(["duration DESC", "tags.`a b`", "start_time asc"], fields.traces);
  expect(printOrderBy(order)).toBe("duration desc, tags.`a b` asc, start_time asc");
  expect(parseOrderBy(printOrderBy(order), fields.traces)).toEqual(order);
});

/** Trees of the shapes that the parser makes: nothing nested in itself without need, span fields inside groups. */
function tree(): fc.Arbitrary<FilterAst> {
  const outside = served.filter((field) => !field.ofSpan);
  const inside = served.filter((field) => field.ofSpan);
  const group = logic(fc.oneof(leaf(inside), text())).map((condition): FilterAst => ({ kind: "span", condition }));
  const alone = leaf(inside).map((condition): FilterAst => ({ kind: "span", condition }));
  return logic(fc.oneof(leaf(outside), text(), group, alone));
}

function logic(leaves: fc.Arbitrary<FilterAst>): fc.Arbitrary<FilterAst> {
  return fc.letrec<{ tree: FilterAst }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaves,
      fc.array(tie("tree"), { minLength: 2, maxLength: 3 }).map((parts): FilterAst => ({ kind: "and", parts })),
      fc.array(tie("tree"), { minLength: 2, maxLength: 3 }).map((parts): FilterAst => ({ kind: "or", parts })),
      tie("tree").map((part): FilterAst => ({ kind: "not", part })),
    ),
  })).tree;
}

function text(): fc.Arbitrary<FilterAst> {
  return storable()
    .filter((value) => /[\p{L}\p{N}]/u.test(value))
    .map((value) => ({ kind: "text", text: value }) as FilterAst);
}

function leaf(choices: readonly Field[]): fc.Arbitrary<FilterAst> {
  return fc.constantFrom(...choices).chain((field) =>
    fc.constantFrom(...operatorsFor(field)).chain((operator) =>
      fc.record({ key: storable(), value: valueFor(field, operator) }).map(
        ({ key, value }) =>
          ({
            kind: "comparison",
            field: field.name,
            ...(field.keyed ? { key: key || "k" } : {}),
            operator,
            value,
          }) as Comparison,
      ),
    ),
  );
}

function valueFor(field: Field, operator: Operator): fc.Arbitrary<Comparison["value"]> {
  if (operator === "IS NULL" || operator === "IS NOT NULL") return fc.constant(null);
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  const isId = field.flaw !== undefined; // of an experiment
  const isOrder = operator.startsWith("<") || operator.startsWith(">");
  const one: fc.Arbitrary<Scalar> = operator.endsWith("LIKE")
    ? storable()
    : field.type === "choice"
      ? fc.constantFrom(...(field.values ?? []))
      : isId
        ? fc.nat().map(String)
        : field.type === "integer"
          ? fc.integer()
          : field.type === "string"
            ? storable().map((value) => (field.values ? `x${value}` : value))
            : field.type === "any"
              ? isOrder
                ? number
                : fc.oneof(storable(), number, fc.boolean())
              : number;
  return operator.endsWith("IN") ? fc.array(one, { minLength: 1, maxLength: 3 }) : one;
}

/** Texts that Postgres can store. */
function storable(): fc.Arbitrary<string> {
  return fc
    .oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.constantFrom("a'b", 'a"b', "a`b", "a.b", "", "%_\\", "and"),
    )
    .map((value) => value.replaceAll("\0", ""));
}

function withoutPlaces(ast: FilterAst | null): unknown {
  return JSON.parse(
    JSON.stringify(ast, (key, value) => (key === "position" || key === "end" ? undefined : value)) ?? "null",
  );
}
