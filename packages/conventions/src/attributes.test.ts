import { expect, it } from "vitest";
import { count, json, label, labels, number, withPrefix } from "./attributes.ts";

it("takes the first name with a usable value", () => {
  expect(label({ a: "", b: " ", c: "x", d: "y" }, "a", "b", "c", "d")).toBe("x");
  expect(count({ a: -1, b: "many", c: "12" }, "a", "b", "c")).toBe(12);
  expect(number({ a: Number.NaN, b: "0.5" }, "a", "b")).toBe(0.5);
  expect(json({ a: "", b: "[1]" }, "a", "b")).toEqual([1]);
});

it("makes labels of numbers and booleans, without NUL bytes, of a length that columns hold", () => {
  expect(label({ a: 7 }, "a")).toBe("7");
  expect(label({ a: 9007199254740993n }, "a")).toBe("9007199254740993");
  expect(label({ a: "x\0y" }, "a")).toBe("xy");
  expect(label({ a: "\0" }, "a")).toBeUndefined();
  expect(label({ a: "x".repeat(5000) }, "a")).toHaveLength(1024);
  expect(label({ a: ["x"] }, "a")).toBeUndefined();
});

it("counts only what can be counted", () => {
  for (const value of [-1, 2 ** 60, Number.POSITIVE_INFINITY, "", "1".repeat(50), null, [], {}])
    expect(count({ value }, "value")).toBeUndefined();
  expect(count({ value: 12n }, "value")).toBe(12);
});

it("reads lists from arrays, JSON and single values", () => {
  expect(labels({ a: ["x", 1, null] }, "a")).toEqual(["x", "1"]);
  expect(labels({ a: '["x","y"]' }, "a")).toEqual(["x", "y"]);
  expect(labels({ a: "x" }, "a")).toEqual(["x"]);
  expect(labels({ a: [] }, "a")).toBeUndefined();
});

it("collects by prefix without touching the prototype", () => {
  const found = withPrefix({ "p.__proto__": "x", "p.a": 1, "p.": 2, q: 3 }, "p.");
  expect(Object.keys(found!)).toEqual(["__proto__", "a"]);
});
