import { describe, expect, test } from "vitest";
import { findInJson } from "./find-in-json.ts";
import { indexJson, type JsonIndex, JsonIndexer, keyOf, textOf } from "./json-index.ts";
import { allExpanded, jsonRows, lineKind } from "./json-rows.ts";
import { exactJson, pathOf } from "./json-text.ts";

const told = (index: JsonIndex) =>
  Array.from(
    { length: index.count },
    (_, row) => `${index.depth[row]} ${keyOf(index, row)}${keyOf(index, row) && ":"}${textOf(index, row)}`,
  );

describe("index of a JSON text", () => {
  test("has a row a value with key, depth and extent", () => {
    const index = indexJson('{"a": [1, {"b": null}], "c" :"x"}')!;
    expect(told(index)).toEqual([
      '0 {"a": [1, {"b": null}], "c" :"x"}',
      '1 "a":[1, {"b": null}]',
      "2 1",
      '2 {"b": null}',
      '3 "b":null',
      '1 "c":"x"',
    ]);
    expect([...index.size.subarray(0, index.count)]).toEqual([6, 4, 1, 2, 1, 1]);
    expect([...index.children.subarray(0, index.count)]).toEqual([2, 2, 0, 1, 0, 0]);
  });

  test("keeps every digit, escape and repeated key", () => {
    const index = indexJson('{"n":12345678901234567890,"n":1.10e+400,"s":"\\u0041\\"\\\\"}')!;
    expect(told(index).slice(1)).toEqual(['1 "n":12345678901234567890', '1 "n":1.10e+400', '1 "s":"\\u0041\\"\\\\"']);
  });

  test.each(["1", '"x"', "null", " [ ] ", "{}", "-0.5e3", '[[[]],{"a":{}}]', "\n\ttrue "])(
    "takes %s as JSON.parse does",
    (text) => {
      expect(() => JSON.parse(text)).not.toThrow();
      expect(indexJson(text)).toBeDefined();
    },
  );

  test.each([
    "",
    " ",
    "{",
    "[1,",
    "[1 2]",
    "[1,]",
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    "{1:2}",
    '{"a":1 "b":2}',
    "[}",
    "]",
    "nul",
    "'a'",
    "1 2",
    '"open',
    "[,1]",
    '{"a":1,,"b":2}',
    "[1}",
  ])("refuses %s as JSON.parse does", (text) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(indexJson(text)).toBeUndefined();
  });

  test("depth costs no stack", () => {
    expect(indexJson("[".repeat(200_000) + "]".repeat(200_000))?.count).toBe(200_000);
  });

  test("in slices gives the same", () => {
    const text = JSON.stringify(Array.from({ length: 20_000 }, (_, at) => ({ at, name: `n${at}` })));
    const indexer = new JsonIndexer(text);
    let slices = 1;
    while (!indexer.run(() => true)) slices++;
    expect(slices).toBeGreaterThan(5);
    expect(indexer.result()?.count).toBe(indexJson(text)?.count);
  });
});

describe("rows of a JSON view", () => {
  const index = indexJson('{"a":{"b":1},"c":[],"d":[1,2]}')!;
  const lines = (closed: number[]) => {
    const rows = jsonRows(index, { ...allExpanded, toggled: new Set(closed) });
    return Array.from(
      { length: rows.count },
      (_, at) => `${rows.kind[at] === lineKind.close ? "/" : ""}${rows.row[at]}`,
    );
  };

  test("open containers have a closing line, empty and closed ones do not", () => {
    expect(lines([])).toEqual(["0", "1", "2", "/1", "3", "4", "5", "6", "/4", "/0"]);
    expect(lines([1, 4])).toEqual(["0", "1", "3", "4", "/0"]);
  });

  test("an opened long text gets its lines below", () => {
    const long = indexJson(JSON.stringify({ text: "one\ntwo\nthree" }))!;
    const rows = jsonRows(long, allExpanded, new Map([[1, Int32Array.from([0, 4, 8])]]));
    expect([...rows.kind]).toEqual([
      lineKind.value,
      lineKind.value,
      lineKind.text,
      lineKind.text,
      lineKind.text,
      lineKind.close,
    ]);
  });
});

describe("what is copied", () => {
  test("a path goes down by keys and places", () => {
    const index = indexJson('{"a":[0,{"b c":1,"d":2}]}')!;
    expect([1, 3, 4, 5].map((row) => pathOf(index, row))).toEqual(["$.a", "$.a[1]", '$.a[1]["b c"]', "$.a[1].d"]);
  });

  test("a value of ours becomes JSON without losing digits", () => {
    const value = {
      big: 9223372036854775807n,
      bytes: new Uint8Array([0, 1, 2]),
      list: [1, undefined, Number.NaN],
      gone: undefined,
    };
    expect(exactJson(value)).toBe('{"big":9223372036854775807,"bytes":"AAEC","list":[1,null,null]}');
  });
});

test("find marks the values whose key or text holds the words, without regard to case", () => {
  const index = indexJson('{"Order":1,"note":"my ORDER","list":[{"x":"order order"}]}')!;
  expect([...findInJson(index, "order")]).toEqual([1, 2, 5]);
  expect([...findInJson(index, "")]).toEqual([]);
});
