import { expect, test } from "vitest";
import { argumentsByName } from "./arguments-by-name.ts";

// The functions are made of text, for a compiler may rewrite those in a file.
test.each<[source: string, args: unknown[], inputs: unknown]>([
  ["(a, b) => a", [1, 2], { a: 1, b: 2 }],
  ["a => a", [1], { a: 1 }],
  ["async a => a", [1], { a: 1 }],
  ["async (a) => a", [1], { a: 1 }],
  ["function (a, b) {}", [1], { a: 1 }],
  ["async function* named(a, b) {}", [1, 2], { a: 1, b: 2 }],
  ["function (a, ...rest) {}", [1, 2, 3], { a: 1, rest: [2, 3] }],
  ["function (a, ...rest) {}", [1], { a: 1, rest: [] }],
  ["({ query, limit = 3 }) => query", [{ query: "x", more: true }], { query: "x", more: true }],
  ["({ query }, signal) => query", [{ query: "x" }, 1], { "argument 1": { query: "x" }, signal: 1 }],
  ["([first], b) => b", [[1], 2], { "argument 1": [1], b: 2 }],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
  ["(a = f(1, 2), b = ')', c = `(${1},`) => a", [1, 2, 3], { a: 1, b: 2, c: 3 }],
  ["(a /* , no */, // nor (this\n b) => a", [1, 2], { a: 1, b: 2 }],
  ["(größe, $x, _y) => 0", [1, 2, 3], { größe: 1, $x: 2, _y: 3 }],
  ["function () {}", [1, 2], { args: [1, 2] }],
  ["(a) => a", [], {}],
  ["(a) => a", [undefined], { a: undefined }],
  ["(__proto__) => 0", [1], Object.fromEntries([["__proto__", 1]])],
])("%s", (source, args, inputs) => {
  const fn = new Function(`return (${source});`)();
  expect(argumentsByName(fn)(args)).toEqual(inputs);
});

test.each<[source: string, inputs: unknown]>([
  ["({ method(a, b) {} }).method", { a: 1, b: 2 }],
  ["({ async *method(a, b) {} }).method", { a: 1, b: 2 }],
  ["(class { static method(a, b) {} }).method", { a: 1, b: 2 }],
  ["({ ['method'](a, b) {} }).method", { args: [1, 2] }],
])("of a method: %s", (source, inputs) => {
  expect(argumentsByName(new Function(`return ${source};`)())([1, 2])).toEqual(inputs);
});

test.each([
  ["bound", ((a: number) => a).bind(null)],
  ["native", Math.max],
  ["a proxy", new Proxy((a: number) => a, {})],
])("%s functions have no names to tell", (_, fn) => {
  expect(argumentsByName(fn as () => unknown)([1])).toEqual({ args: [1] });
});
