import { describe, expect, it } from "vitest";
import { sourcesFromOtlpJson } from "./from-otlp-json.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";

function one(span: object, logs?: unknown) {
  return sourcesFromOtlpJson(
    {
      resourceSpans: [
        {
          resource: { attributes: [{ key: "service.name", value: { stringValue: "shop" } }] },
          scopeSpans: [{ scope: { name: "s" }, spans: [{ traceId, spanId, ...span }] }],
        },
      ],
    },
    logs,
  )[0]!;
}

describe("sourcesFromOtlpJson", () => {
  it("takes ids in hex of either case and in base64", () => {
    const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");
    for (const ids of [
      { traceId: traceId.toUpperCase(), spanId: spanId.toUpperCase() },
      { traceId: base64(traceId), spanId: base64(spanId) },
    ]) {
      expect(one(ids)).toMatchObject({ traceId, spanId, parentSpanId: null });
    }
    expect(one({ parentSpanId: base64(spanId) }).parentSpanId).toBe(spanId);
    for (const parentSpanId of ["", "0000000000000000", "not an id"])
      expect(one({ parentSpanId }).parentSpanId).toBeNull();
  });

  it("takes 64-bit integers as text or number, and keeps the large exact", () => {
    const attributes = [
      { key: "text", value: { intValue: "12" } },
      { key: "number", value: { intValue: 12 } },
      { key: "large", value: { intValue: "9007199254740993" } },
      { key: "least", value: { intValue: "-9223372036854775808" } },
    ];
    const span = one({ startTimeUnixNano: "1764000000000000001", endTimeUnixNano: 5, attributes });
    expect(span).toMatchObject({ startTimeUnixNano: 1764000000000000001n, endTimeUnixNano: 5n });
    expect({ ...span.attributes }).toEqual({
      text: 12,
      number: 12,
      large: 9007199254740993n,
      least: -9223372036854775808n,
    });
  });

  it("reads every kind of value", () => {
    const attributes = [
      { key: "s", value: { stringValue: "" } },
      { key: "b", value: { boolValue: false } },
      { key: "d", value: { doubleValue: 0.5 } },
      { key: "nan", value: { doubleValue: "NaN" } },
      { key: "a", value: { arrayValue: { values: [{ stringValue: "x" }, {}] } } },
      { key: "empty", value: { arrayValue: {} } },
      { key: "k", value: { kvlistValue: { values: [{ key: "n", value: { intValue: "1" } }] } } },
      { key: "y", value: { bytesValue: "aGk=" } },
      { key: "none", value: {} },
      { key: "twice", value: { stringValue: "first" } },
      { key: "twice", value: { stringValue: "last" } },
    ];
    expect({ ...one({ attributes }).attributes }).toEqual({
      s: "",
      b: false,
      d: 0.5,
      nan: Number.NaN,
      a: ["x", null],
      empty: [],
      k: { n: 1 },
      y: new Uint8Array([104, 105]),
      none: null,
      twice: "last",
    });
  });

  it("joins log records to the span that they name, in time order", () => {
    const record = (time: string, name: object) => ({ timeUnixNano: time, traceId, spanId, ...name });
    const logs = {
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: [
                record("2", { eventName: "b" }),
                record("1", {
                  attributes: [{ key: "event.name", value: { stringValue: "a" } }],
                  body: { stringValue: "hello" },
                }),
                { ...record("0", { observedTimeUnixNano: "3", eventName: "c" }) },
                { timeUnixNano: "1", eventName: "of no span" },
                { timeUnixNano: "1", traceId, spanId: "1111111111111111", eventName: "of another" },
              ],
            },
          ],
        },
      ],
    };
    expect(one({}, logs).logs.map(({ eventName, body }) => [eventName, body])).toEqual([
      ["a", "hello"],
      ["b", null],
      ["c", null],
    ]);
  });

  it("reads enums by number or by name", () => {
    expect(one({ kind: 3, status: { code: 2, message: "no" } })).toMatchObject({
      kind: 3,
      status: { code: 2, message: "no" },
    });
    expect(one({ kind: "SPAN_KIND_CLIENT", status: { code: "STATUS_CODE_ERROR" } })).toMatchObject({
      kind: 3,
      status: { code: 2 },
    });
  });

  it("keeps a key named __proto__ a key", () => {
    const { attributes } = one({ attributes: [{ key: "__proto__", value: { stringValue: "x" } }] });
    expect(Object.keys(attributes)).toEqual(["__proto__"]);
  });

  it.each([
    null,
    undefined,
    3,
    "text",
    [],
    {},
    { resourceSpans: 3 },
    { resourceSpans: [null, { scopeSpans: [{ spans: "x" }] }] },
  ])("finds no spans in %j", (payload) => {
    expect(sourcesFromOtlpJson(payload, payload)).toEqual([]);
  });

  it("makes a span of anything that stands where a span should", () => {
    expect(
      sourcesFromOtlpJson({
        resourceSpans: [
          { scopeSpans: [{ spans: [null, 3, { attributes: [3, { key: 4 }], events: [null], links: [{}] }] }] },
        ],
      }),
    ).toHaveLength(3);
  });
});
