import { decodeBinary, encodeBinary, type Init, Span, TracesData } from "@spanloom/wire";
import { describe, expect, test } from "vitest";
import { itemsOf, pickItems } from "./chunk-items.ts";

const spans = (...names: string[]): Init<Span>[] => names.map((name) => ({ name }));
const chunk = encodeBinary(TracesData, {
  resourceSpans: [
    {
      resource: { attributes: [{ key: "service.name", value: { stringValue: "one" } }] },
      schemaUrl: "https://one",
      scopeSpans: [
        { scope: { name: "s1" }, spans: spans("a", "b") },
        { scope: { name: "s2" }, spans: spans("c") },
      ],
    },
    {
      resource: { attributes: [{ key: "service.name", value: { stringValue: "two" } }] },
      scopeSpans: [{ spans: spans("d"), schemaUrl: "https://two" }],
    },
  ],
});
const outline = (bytes: Uint8Array) =>
  decodeBinary(TracesData, bytes).resourceSpans.map((resource) => [
    resource.resource?.attributes[0]?.value?.stringValue,
    resource.schemaUrl,
    resource.scopeSpans.map((scope) => [scope.scope?.name, scope.spans.map((span) => span.name).join("")]),
  ]);

describe("pickItems", () => {
  test.each([
    [
      [0, 1, 2, 3],
      [
        [
          "one",
          "https://one",
          [
            ["s1", "ab"],
            ["s2", "c"],
          ],
        ],
        ["two", "", [[undefined, "d"]]],
      ],
    ],
    [[1], [["one", "https://one", [["s1", "b"]]]]],
    [
      [2, 3],
      [
        ["one", "https://one", [["s2", "c"]]],
        ["two", "", [[undefined, "d"]]],
      ],
    ],
    [[9], []],
    [[], []],
  ])("%j with what is around them", (wanted, expected) => {
    expect(outline(pickItems(chunk, new Set(wanted)))).toEqual(expected);
  });

  test("all of them are the same bytes", () => {
    expect(Buffer.from(pickItems(chunk, new Set([0, 1, 2, 3]))).equals(chunk)).toBe(true);
  });
});

test("itemsOf gives each item's bytes, in the order of their indices", () => {
  expect(itemsOf(chunk).map((bytes) => decodeBinary(Span, bytes).name)).toEqual(["a", "b", "c", "d"]);
});
