import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OtlpDecodeError } from "../errors.ts";
import { bytesToHex } from "../ids.ts";
import { LogsData } from "../messages/otlp/logs.ts";
import { TracesData } from "../messages/otlp/trace.ts";
import { decodeBinary, encodeBinary } from "./binary.ts";
import { binaryToOtlpJson, exportResponse, otlpJsonToBinary } from "./otlp.ts";
import { decodeOtlpJson, encodeOtlpJson } from "./otlp-json.ts";
import { utf8 } from "./utf8.ts";

const traceId = "5b8efff798038103d269b633813fc60c";
const spanId = "eee19b7ec3c1b174";

const spanJson = (span: object) => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
const readSpan = (text: string) => decodeOtlpJson(TracesData, text).resourceSpans[0]!.scopeSpans[0]!.spans[0]!;
const readAttribute = (value: string) =>
  readSpan(`{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[{"key":"k","value":${value}}]}]}]}]}`)
    .attributes[0]!.value;

describe("OTLP/JSON", () => {
  test("goes to binary and back without a change", () => {
    const text = JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: [{ key: "service.name", value: { stringValue: "müsli 🥣" } }] },
          scopeSpans: [
            {
              scope: { name: "lib", version: "1" },
              spans: [
                {
                  traceId,
                  spanId,
                  parentSpanId: "eee19b7ec3c1b173",
                  name: "a\u0000b",
                  kind: 2,
                  startTimeUnixNano: "1544712660000000001",
                  endTimeUnixNano: "18446744073709551615",
                  attributes: [
                    { key: "int", value: { intValue: "-9223372036854775808" } },
                    { key: "zero", value: { intValue: "0" } },
                    { key: "empty", value: { stringValue: "" } },
                    { key: "no", value: { boolValue: false } },
                    { key: "double", value: { doubleValue: 0.1 } },
                    { key: "nan", value: { doubleValue: "NaN" } },
                    { key: "bytes", value: { bytesValue: "AQID" } },
                    { key: "null", value: {} },
                    {
                      key: "list",
                      value: {
                        arrayValue: {
                          values: [
                            { stringValue: "x" },
                            { kvlistValue: { values: [{ key: "y", value: { intValue: "1" } }] } },
                          ],
                        },
                      },
                    },
                  ],
                  events: [{ timeUnixNano: "1", name: "e" }],
                  links: [{ traceId, spanId, flags: 256 }],
                  status: { message: "bad", code: 2 },
                  flags: 257,
                },
              ],
            },
          ],
        },
      ],
    });
    expect(JSON.parse(binaryToOtlpJson(otlpJsonToBinary(text, "traces"), "traces"))).toEqual(JSON.parse(text));
  });

  test.each([
    ["hex", traceId],
    ["hex in upper case", traceId.toUpperCase()],
    ["base64", "W47/95gDgQPSabYzgT/GDA=="],
    ["base64 without padding", "W47/95gDgQPSabYzgT/GDA"],
  ])("a trace id may be %s", (_, text) => {
    expect(bytesToHex(readSpan(spanJson({ traceId: text })).traceId)).toBe(traceId);
  });

  test.each(["nonsense", "!!!!!!!!!!!!!!!!", "abcd", traceId + spanId])(
    "an id such as %s keeps a wrong size, so that its span alone is refused",
    (text) => {
      const span = readSpan(spanJson({ traceId: text, spanId: text }));
      expect(span.traceId.length).not.toBe(16);
      expect(span.spanId.length).not.toBe(8);
    },
  );

  test.each([
    ['{"intValue":9007199254740993}', 9007199254740993n],
    ['{"intValue":-9223372036854775808}', -9223372036854775808n],
    ['{"intValue":"9223372036854775807"}', 9223372036854775807n],
    ['{ "intValue" : 1e3 }', 1000n],
    ['{"int_value":7}', 7n],
  ])("%s keeps every digit", (value, expected) => {
    expect(readAttribute(value)!.intValue).toBe(expected);
  });

  test("times given as numbers keep every digit", () => {
    const text = '{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":1544712660000000001}]}]}]}';
    expect(readSpan(text).startTimeUnixNano).toBe(1544712660000000001n);
  });

  test("a long run of digits inside a text stays text", () => {
    expect(readAttribute('{"stringValue":"a: 12345678901234567890"}')!.stringValue).toBe("a: 12345678901234567890");
  });

  test("enum names, snake_case keys and null are taken, unknown keys ignored", () => {
    const text = `{"resource_spans":[{"resource":null,"scope_spans":[{"spans":[{"kind":"SPAN_KIND_CLIENT","new_thing":{"a":1},"status":{"code":"STATUS_CODE_ERROR"}}]}]}]}`;
    const span = readSpan(text);
    expect([span.kind, span.status?.code]).toEqual([3, 2]);
  });

  test.each([
    ["{", "not JSON"],
    ["[]", "the request: must be an object, got []"],
    ['{"resourceSpans":{}}', "resourceSpans: must be an array, got {}"],
    [spanJson({ name: 5 }), "resourceSpans[0].scopeSpans[0].spans[0].name: must be a string, got 5"],
    [spanJson({ startTimeUnixNano: "soon" }), 'spans[0].startTimeUnixNano: must be an integer, got "soon"'],
    [spanJson({ startTimeUnixNano: -1 }), "must be an integer of 64 bits without a sign, got -1"],
    [spanJson({ kind: "SPAN_KIND_NONE" }), "must be a number, or one of SPAN_KIND_UNSPECIFIED"],
    [
      spanJson({ attributes: [{ key: "a", value: { bytesValue: "***" } }] }),
      'attributes[0].value.bytesValue: must be base64, got "***"',
    ],
    [spanJson({ attributes: [{ key: "a", value: { intValue: 1.5 } }] }), "value.intValue: must be an integer, got 1.5"],
    [
      `{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[{"key":"a","value":${'{"arrayValue":{"values":['.repeat(5000)}${"]}}".repeat(5000)}}]}]}]}]}`,
      "nested deeper than 200",
    ],
  ])("%.60s is refused, and the message says where", (text, message) => {
    expect(() => decodeOtlpJson(TracesData, text)).toThrow(OtlpDecodeError);
    expect(() => decodeOtlpJson(TracesData, text)).toThrow(message);
  });
});

describe("binary", () => {
  test.each([
    ["a length past the end", [0x0a, 0x05, 0x01]],
    ["a varint that never ends", new Array(11).fill(0xff)],
    ["field number 0", [0x00, 0x00]],
    ["wire type 6", [0x0e]],
    ["groups without an end", new Array(1000).fill(0x0b)],
    ["a text", [...utf8(`{"resourceSpans":[]}`)]],
  ])("%s is refused", (_, bytes) => {
    expect(() => decodeBinary(TracesData, Uint8Array.from(bytes))).toThrow(OtlpDecodeError);
  });

  test("bytes that are not UTF-8 read as U+FFFD", () => {
    const bytes = encodeBinary(TracesData, { resourceSpans: [{ schemaUrl: "abcd" }] });
    bytes[bytes.length - 1] = 0xff;
    expect(decodeBinary(TracesData, bytes).resourceSpans[0]!.schemaUrl).toBe("abc\ufffd");
  });

  test("messages nested 1,000 deep are refused, not a stack overflow", () => {
    let value = encodeBinary(TracesData, {});
    for (let i = 0; i < 1000; i++) {
      // AnyValue.array_value { values: … }
      const list = [0x0a, ...varint(value.length), ...value];
      value = Uint8Array.from([0x2a, ...varint(list.length), ...list]);
    }
    const span = nest(9, Uint8Array.from([0x12, ...varint(value.length), ...value]));
    expect(() => decodeBinary(TracesData, nest(1, nest(2, nest(2, span))))).toThrow("nested deeper than 200");
  });
});

// Generated cases take long on a machine that is busy with other tests.
describe("hostile bytes", { timeout: 60_000 }, () => {
  test.each([TracesData, LogsData])("decoding $name throws nothing but OtlpDecodeError", (type) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) =>
        onlyDecodeErrors(() => decodeBinary(type as typeof TracesData, bytes)),
      ),
      { numRuns: 3000 },
    );
  });

  test("a valid message with some bytes changed throws nothing but OtlpDecodeError", () => {
    const valid = encodeBinary(TracesData, sample);
    const changes = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(changes, fc.nat(valid.length), (edits, end) => {
        const bytes = valid.slice(0, end);
        for (const [at, byte] of edits) if (at < end) bytes[at] = byte;
        onlyDecodeErrors(() => binaryToOtlpJson(bytes, "traces"));
      }),
      { numRuns: 3000 },
    );
  });

  test("any JSON, and any text, throws nothing but OtlpDecodeError", () => {
    const keyed = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        fc.array(tie("node"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...jsonKeys), tie("node"), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          keyed.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          onlyDecodeErrors(() => otlpJsonToBinary(text, "traces"));
          onlyDecodeErrors(() => otlpJsonToBinary(text, "logs"));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("whatever a message holds survives binary and JSON", () => {
    fc.assert(
      fc.property(
        anyValue,
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.string({ unit: "binary" }),
        (value, time, name) => {
          const message = {
            resourceSpans: [
              { scopeSpans: [{ spans: [{ name, startTimeUnixNano: time, attributes: [{ key: name, value }] }] }] },
            ],
          };
          const decoded = decodeBinary(TracesData, encodeBinary(TracesData, message));
          expect(decoded.resourceSpans[0]!.scopeSpans[0]!.spans[0]!).toMatchObject({ name, startTimeUnixNano: time });
          expect(encodeBinary(TracesData, decodeOtlpJson(TracesData, encodeOtlpJson(TracesData, message)))).toEqual(
            encodeBinary(TracesData, message),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });
});

test("a full success is the empty message, a partial one counts and says why", () => {
  expect(exportResponse("traces", 0, "", "binary")).toHaveLength(0);
  expect(exportResponse("logs", 0, "", "json")).toBe("{}");
  expect(exportResponse("traces", 2, "why", "json")).toBe(
    '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"why"}}',
  );
  expect(exportResponse("logs", 1, "why", "json")).toBe(
    '{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"why"}}',
  );
});

const jsonKeys = [
  "resourceSpans",
  "scopeSpans",
  "spans",
  "traceId",
  "attributes",
  "value",
  "intValue",
  "arrayValue",
  "values",
  "resourceLogs",
  "scopeLogs",
  "logRecords",
  "body",
  "status",
  "kind",
  "__proto__",
];

const sample = {
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            {
              name: "n",
              startTimeUnixNano: 5n,
              attributes: [
                { key: "k", value: { arrayValue: { values: [{ doubleValue: 1.5 }, { stringValue: "é" }] } } },
              ],
              status: { code: 2 },
            },
          ],
        },
      ],
    },
  ],
};

const anyValue = fc.letrec<{ value: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ stringValue: fc.string({ unit: "binary" }) }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) }),
    fc.record({ doubleValue: fc.double() }),
    fc.record({ bytesValue: fc.uint8Array() }),
    fc.constant({}),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie("value"), { maxLength: 3 }) }) }),
    fc.record({
      kvlistValue: fc.record({
        values: fc.array(fc.record({ key: fc.string(), value: tie("value") }), { maxLength: 3 }),
      }),
    }),
  ),
})).value;

function onlyDecodeErrors(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(OtlpDecodeError);
  }
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

function nest(no: number, bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([(no << 3) | 2, ...varint(bytes.length), ...bytes]);
}
