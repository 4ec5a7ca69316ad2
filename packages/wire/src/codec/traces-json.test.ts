import { describe, expect, test } from "vitest";
import { OtlpDecodeError } from "../errors.ts";
import { hexToBytes } from "../ids.ts";
import { TracesData } from "../messages/otlp/trace.ts";
import { decodeBinary } from "./binary.ts";
import { type FileForm, fileFormOf, printTracesJson, tracesJsonToBinary } from "./traces-json.ts";

const spansOf = (text: string) =>
  decodeBinary(TracesData, tracesJsonToBinary(text)).resourceSpans[0]!.scopeSpans[0]!.spans;

const span = (more: object = {}) => ({
  trace_id: "W47/95gDgQPSabYzgT/GDA==",
  span_id: "7uGbfsPBsXQ=",
  parent_span_id: "",
  name: "root",
  start_time_unix_nano: 1,
  end_time_unix_nano: 2,
  attributes: {},
  status: { code: "STATUS_CODE_OK", message: "" },
  ...more,
});
const file = (...spans: object[]) => JSON.stringify({ spans });

describe("traces.json", () => {
  test("of TypeScript has plain values", () => {
    const [read] = spansOf(
      file(
        span({
          attributes: {
            "mlflow.spanType": "LLM",
            n: 3,
            d: 0.5,
            ok: true,
            none: null,
            inputs: { q: ["a", 1] },
            digits: "123",
          },
        }),
      ),
    );
    expect(Object.fromEntries(read!.attributes.map(({ key, value }) => [key, value]))).toMatchObject({
      "mlflow.spanType": { stringValue: "LLM" },
      n: { intValue: 3n },
      d: { doubleValue: 0.5 },
      ok: { boolValue: true },
      none: {},
      inputs: {
        kvlistValue: {
          values: [{ key: "q", value: { arrayValue: { values: [{ stringValue: "a" }, { intValue: 1n }] } } }],
        },
      },
      digits: { stringValue: "123" },
    });
  });

  test("of Python has JSON texts, and they become the values that they say", () => {
    const [read] = spansOf(file(span({ attributes: { "mlflow.spanType": '"LLM"', n: "3", inputs: '{"q": "a"}' } })));
    expect(Object.fromEntries(read!.attributes.map(({ key, value }) => [key, value]))).toMatchObject({
      "mlflow.spanType": { stringValue: "LLM" },
      n: { intValue: 3n },
      inputs: { kvlistValue: { values: [{ key: "q", value: { stringValue: "a" } }] } },
    });
  });

  test("of Python keeps integers and doubles apart, and whoever reads it back gets the same", () => {
    const attributes = { one: "1.0", int: "1", deep: '{"a":[1.0,-2.0,1.5,3],"b":{"c":1e+16}}', nan: "NaN" };
    const text = tracesJsonToBinary(file(span({ attributes })));
    const [read] = decodeBinary(TracesData, text).resourceSpans[0]!.scopeSpans[0]!.spans;
    expect(Object.fromEntries(read!.attributes.map(({ key, value }) => [key, value]))).toMatchObject({
      one: { doubleValue: 1 },
      int: { intValue: 1n },
    });
    expect(JSON.parse(printTracesJson([read!])).spans[0].attributes).toEqual({
      one: "1.0",
      int: "1",
      deep: '{"a":[1.0,-2.0,1.5,3],"b":{"c":10000000000000000.0}}',
      nan: "null",
    });
  });

  test.each([
    ["plain", '{"one":1.0,"int":1,"deep":{"a":[2.0,-0.5,1e3]}}'],
    ["json-texts", '{"one":"1.0"}'],
  ])("of the form %s keeps integers and doubles apart in what is no text, too", (form, attributes) => {
    const things = '{"score":1.0,"n":1,"far":9007199254740993,"deep":{"list":[2.0,3]}}';
    const event = `{"name":"e","time_unix_nano":1544712660000000001,"attributes":${things}}`;
    const link = `{"trace_id":"W47/95gDgQPSabYzgT/GDA==","span_id":"7uGbfsPBsXQ=","attributes":${things}}`;
    const text = file(span({ attributes: "@a", events: ["@e"], links: ["@l"] }))
      .replace('"@a"', attributes)
      .replace('"@e"', event)
      .replace('"@l"', link);
    const printed = printTracesJson(spansOf(text), form as FileForm);
    for (const part of [attributes.replace("1e3", "1000.0"), event, link]) expect(printed).toContain(part);
  });

  test("keeps every digit of its times", () => {
    const text = file(span({ start_time_unix_nano: "@" })).replace('"@"', "1544712660000000001");
    expect(spansOf(text)[0]!.startTimeUnixNano).toBe(1544712660000000001n);
  });

  test.each([
    ["STATUS_CODE_ERROR", 2],
    ["ERROR", 2],
    ["OK", 1],
    ["STATUS_CODE_UNSET", 0],
    [2, 2],
  ])("status %s", (code, expected) => {
    expect(spansOf(file(span({ status: { code, message: "m" } })))[0]!.status).toEqual({
      code: expected,
      message: "m",
    });
  });

  test.each([
    ["plain", { a: "x", b: { c: [1, null] } }],
    ["json-texts", { a: '"x"', b: '{"c":[1,null]}' }],
  ])("of the form %s is written as it was read", (form, attributes) => {
    const text = file(
      span({ attributes, events: [{ name: "e", time_unix_nano: 5, attributes: { k: "v" } }], links: [] }),
    );
    const data = decodeBinary(TracesData, tracesJsonToBinary(text));
    expect(fileFormOf(data)).toBe(form);
    expect(JSON.parse(printTracesJson(spansOf(text), fileFormOf(data)))).toEqual(JSON.parse(text));
  });

  test("of MLflow 2 is written as it was read, with the id of the trace that it belongs to", () => {
    const old = {
      name: "agent",
      context: { span_id: "00f067aa0ba902b7", trace_id: "0x4bf92f3577b34da6a3ce929d0e0e4736" },
      parent_id: null,
      start_time: 1_700_000_000_000_000,
      end_time: 1_700_000_000_000_100,
      status_code: "OK",
      status_message: "",
      attributes: { "mlflow.spanInputs": '{"q":"hi"}' },
      events: [{ name: "e", timestamp: 1_700_000_000_000_000, attributes: { k: "v" } }],
    };
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const data = decodeBinary(TracesData, tracesJsonToBinary(file(old), traceId));
    const { spans } = data.resourceSpans[0]!.scopeSpans[0]!;
    expect(fileFormOf(data)).toBe("version-2");
    expect(spans[0]!.traceId).toEqual(hexToBytes(traceId));
    expect(spans[0]!.events[0]!.timeUnixNano).toBe(1_700_000_000_000_000_000n);
    expect(JSON.parse(printTracesJson(spans, "version-2"))).toEqual({
      spans: [{ ...old, context: { ...old.context, trace_id: `0x${traceId}` } }],
    });
    expect(() => tracesJsonToBinary(file(old))).toThrow(OtlpDecodeError);
    const broken = { ...old, context: { span_id: "xyz" } };
    expect(() => tracesJsonToBinary(file(broken), traceId)).toThrow("spans[0].span_id: must be 8 bytes");
  });

  test("of spans that came by OTLP has Python's form", () => {
    expect(fileFormOf({ resourceSpans: [] })).toBe("json-texts");
  });

  test.each([
    ["{", "traces.json is not JSON"],
    ["[]", 'must be an object with a list "spans"'],
    [file(span({ trace_id: "xyz" })), 'spans[0].trace_id: must be 16 bytes in base64, got "xyz"'],
    [file(span(), span({ span_id: 5 })), "spans[1].span_id: must be an id in base64, got 5"],
    [
      file(span({ start_time_unix_nano: 1.5 })),
      "spans[0].start_time_unix_nano: must be nanoseconds since 1970, got 1.5",
    ],
    [file(span({ status: { code: "BAD" } })), "spans[0].status.code: must be one of STATUS_CODE_UNSET"],
    [file(span({ events: {} })), "spans[0].events: must be an array"],
    [file(span({ attributes: [] })), "spans[0].attributes: must be an object"],
  ])("%.40s is refused, and the message says where", (text, message) => {
    expect(() => tracesJsonToBinary(text)).toThrow(OtlpDecodeError);
    expect(() => tracesJsonToBinary(text)).toThrow(message);
  });
});
