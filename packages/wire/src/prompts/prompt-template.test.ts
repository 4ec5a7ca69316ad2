import { describe, expect, test } from "vitest";
import { formatTemplate, templatePieces, variablesOf } from "./prompt-template.ts";

describe("a template with its values", () => {
  test.each([
    ["with and without spaces", "{{a}} {{ a }} {{\n a\t}}", { a: 1 }, "1 1 1"],
    ["names with dots", "{{ user.name }}", { "user.name": "Ida" }, "Ida"],
    ["a value's own braces stay", "{{a}}{{b}}", { a: "{{b}}", b: "$& $1" }, "{{b}}$& $1"],
    ["backslashes and dollars", "{{a}}", { a: "\\u0041 $$ \\1" }, "\\u0041 $$ \\1"],
    ["what is no name stays", "{{ 1a }} {{}} {a} {{a-b}}", {}, "{{ 1a }} {{}} {a} {{a-b}}"],
    ["objects as JSON", "{{a}}", { a: { b: [1] } }, '{"b":[1]}'],
    ["null, false and 0 are values", "{{a}}{{b}}{{c}}", { a: null, b: false, c: 0 }, "nullfalse0"],
    ["a value of no variable is passed over", "x", { y: 1 }, "x"],
  ])("%s", (_, template, values, expected) => expect(formatTemplate(template, values, false)).toBe(expected));

  test("messages: their text and the text in their parts, and nothing else", () => {
    const template = [
      { role: "{{role}}", content: "{{a}}", name: "n{{a}}" },
      {
        role: "user",
        content: [
          { type: "text", text: "{{ a }}" },
          { type: "image", url: 7 },
        ],
      },
    ];
    expect(formatTemplate(template, { a: "x", role: "no" }, false)).toEqual([
      { role: "{{role}}", content: "x", name: "nx" },
      {
        role: "user",
        content: [
          { type: "text", text: "x" },
          { type: "image", url: 7 },
        ],
      },
    ]);
  });

  test("names what is missing, also where an object would have it by birth", () => {
    expect(() => formatTemplate("{{a}} {{toString}} {{b}}", { b: 1 }, false)).toThrow("'a', 'toString'");
    expect(formatTemplate("{{a}} {{b}}", { b: 1 }, true)).toBe("{{a}} 1");
    expect(() => formatTemplate("{{a}}", { a: undefined }, false)).toThrow("'a'");
  });

  test("Jinja2 is told apart", () => {
    expect(() => formatTemplate("{% if a %}x{% endif %}", {}, false)).toThrow("Jinja2");
  });
});

test("variables are listed once, in their order", () => {
  expect(variablesOf("{{ b }} {{a}} {{b}} {{ c.d }}")).toEqual(["b", "a", "c.d"]);
  expect(variablesOf([{ role: "user", content: "{{q}}" }])).toEqual(["q"]);
});

test.each([
  ["", []],
  ["no variable", ["no variable"]],
  ["{{a}}", ["[a]"]],
  ["Hi {{ user.name }},\n{{a}}{{b}} {{1}}", ["Hi ", "[user.name]", ",\n", "[a]", "[b]", " {{1}}"]],
])("the pieces of %j", (text, pieces) => {
  const found = templatePieces(text);
  expect(found.map((piece) => (piece.variable ? `[${piece.variable}]` : piece.text))).toEqual(pieces);
  expect(found.map((piece) => piece.text).join("")).toBe(text);
});
