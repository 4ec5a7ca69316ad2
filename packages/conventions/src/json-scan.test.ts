import { describe, expect, it } from "vitest";
import { findObject, findString } from "./json-scan.ts";

describe("findString", () => {
  it.each<[name: string, json: string, value: string | undefined]>([
    ["finds a field at any depth", '{"a":[{"model":"gpt-4o"}]}', "gpt-4o"],
    ["takes the first that is a string", '{"model":null,"b":{"model": "x"}}', "x"],
    ["is not fooled by a key inside a string", '{"text":"say \\"model\\":\\"no\\"","model":"yes"}', "yes"],
    ["is not fooled by the key as a value", '["model",{"model":"yes"}]', "yes"],
    ["undoes escapes", '{"model":"a\\u0062\\"c"}', 'ab"c'],
    ["passes over what is cut off", '{"model":"gp', undefined],
    ["knows when it is not there", '{"other":1}', undefined],
  ])("%s", (_, json, value) => {
    expect(findString(json, "model")).toBe(value);
  });
});

describe("findObject", () => {
  it.each<[name: string, json: string, value: unknown]>([
    ["parses only the object", '{"x":"}","usage":{"a":{"b":"{"},"c":1},"y":2}', { a: { b: "{" }, c: 1 }],
    ["takes the first that is an object", '{"usage":3,"b":{"usage":{}}}', {}],
    ["passes over what is cut off", '{"usage":{"a":1', undefined],
    ["passes over what is large", `{"usage":{"a":"${"x".repeat(9000)}"}}`, undefined],
  ])("%s", (_, json, value) => {
    expect(findObject(json, "usage")).toEqual(value);
  });
});
