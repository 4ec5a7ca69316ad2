import { describe, expect, it } from "vitest";
import { asText, at, parseIfJson, plain } from "./json.ts";

describe("parseIfJson", () => {
  it.each<[name: string, given: unknown, read: unknown]>([
    ["an object", '{"a":1}', { a: 1 }],
    ["an array after blanks", " \n[1]", [1]],
    ["a JSON string", '"text"', "text"],
    ["JSON encoded twice", '"{\\"a\\":[1]}"', { a: [1] }],
    ["a JSON string that holds a number stays text", '"12"', "12"],
    ["a Python dict", "{'audio': 0, 'ok': True, 'none': None}", { audio: 0, ok: true, none: null }],
    ["plain text", "hello", "hello"],
    ["a number as text stays text: ids look like that", "42", "42"],
    ["broken JSON stays as it came", '{"a":', '{"a":'],
    ["text that only begins like a string", '"Yes", she said', '"Yes", she said'],
    ["a structure is taken as it is", { a: [1, { b: true }] }, { a: [1, { b: true }] }],
    ["an integer past 2^53", 9007199254740993n, "9007199254740993"],
    ["a small bigint", 7n, 7],
    ["bytes", new Uint8Array([104, 105]), "aGk="],
  ])("%s", (_, given, read) => {
    expect(parseIfJson(given)).toEqual(read);
  });

  it("keeps a key named __proto__ a key", () => {
    const read = plain(JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(Object.keys(read as object)).toEqual(["__proto__"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("cuts what is nested too deep", () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 5000; depth++) deep = [deep];
    expect(asText(plain(deep)).length).toBeLessThan(200);
  });
});

describe("at", () => {
  it("finds own properties only, and takes null for absent", () => {
    expect(at({ a: [{ b: 2 }] }, "a", 0, "b")).toBe(2);
    expect(at({ a: null }, "a")).toBeUndefined();
    expect(at({}, "constructor")).toBeUndefined();
    expect(at("text", "length")).toBeUndefined();
  });
});
