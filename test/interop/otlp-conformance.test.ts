import { deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalSpans } from "../harness/canonical.ts";
import { expectSample } from "../harness/expect-sample.ts";
import { newTraceId, spanWith, tracesOf } from "../harness/otlp.ts";
import { encodeTraces } from "../harness/otlp-binary.ts";
import { fields, textOf } from "../harness/protobuf-fields.ts";
import { readerOf } from "../harness/reader.ts";
import { sampleOtlp } from "../harness/sample-otlp.ts";
import { type Answer, sendRaw } from "../harness/send.ts";
import { startServer, type TestServer } from "../harness/server.ts";

let server: TestServer;
const listeners: Record<string, () => string> = {
  "the main port": () => server.url,
  "4318's listener": () => `http://127.0.0.1:${server.otlpHttpPort}`,
};

beforeAll(async () => {
  server = await startServer({ args: ["--max-body-bytes", String(4 * 1024 * 1024)] });
});
afterAll(() => server?.dispose());

describe.each(Object.keys(listeners))("on %s", (listener) => {
  const traces = () => `${listeners[listener]!()}/v1/traces`;

  test.each([
    ["protobuf", undefined],
    ["protobuf", "gzip"],
    ["protobuf", "deflate"],
    ["protobuf", "zstd"],
    ["JSON", undefined],
    ["JSON", "gzip"],
    ["JSON", "deflate"],
    ["JSON", "zstd"],
  ])("%s with content encoding %s keeps every value", async (encoding, compression) => {
    const { traces: message, sent } = sampleOtlp();
    const plain = encoding === "JSON" ? Buffer.from(JSON.stringify(message)) : encodeTraces(message);
    const answer = await sendRaw(traces(), compress(plain, compression), {
      "content-type": encoding === "JSON" ? "application/json" : "application/x-protobuf",
      ...(compression === undefined ? {} : { "content-encoding": compression }),
    });
    expectFullSuccess(answer, encoding === "JSON" ? "json" : "protobuf");
    const stored = await expectSample(readerOf(server.url), sent);
    expect(stored).toEqual(canonicalSpans(message));
  });

  test.each([
    ["application/json; charset=utf-8", "{}", "json"],
    ["Application/JSON", '{"resourceSpans":[]}', "json"],
    ["application/json", '{"resourceSpans":[{"scopeSpans":[{"spans":[]}]}],"unknown":{"key":1}}', "json"],
    ["application/x-protobuf", "", "protobuf"],
    ["application/x-protobuf", encodeTraces({ resourceSpans: [] }), "protobuf"],
    ["application/x-protobuf", encodeTraces(tracesOf([])), "protobuf"],
  ])("an empty request is a success: %s %s", async (type, body, encoding) => {
    expectFullSuccess(await sendRaw(traces(), body, { "content-type": type }), encoding as "json");
  });

  test.each([
    ["application/x-protobuf", Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f])],
    ["application/x-protobuf", Buffer.from("this is not protobuf")],
    ["application/json", Buffer.from('{"resourceSpans":')],
    ["application/json", Buffer.from('{"resourceSpans":{"a":1}}')],
    ["application/json", Buffer.from("[]")],
  ])("undecodable data is answered 400 with a Status in its encoding: %s %#", async (type, body) => {
    expectStatus(await sendRaw(traces(), body, { "content-type": type }), 400);
  });

  test("a body that is not what its content encoding says is answered 400", async () => {
    expectStatus(await sendRaw(traces(), Buffer.from("plain"), { "content-encoding": "gzip" }), 400);
  });

  test.each([
    ["content-type", "text/plain"],
    ["content-encoding", "br7"],
  ])("an unknown %s is answered 415", async (header, value) => {
    const answer = await sendRaw(traces(), encodeTraces(tracesOf([])), { [header]: value });
    expect(answer.status).toBe(415);
  });

  test("a body over the limit is answered 413, also when only the inflated one is", async () => {
    const large = encodeTraces(tracesOf([spanWith({ large: "x".repeat(5 * 1024 * 1024) })]));
    expectStatus(await sendRaw(traces(), large), 413);
    expectStatus(await sendRaw(traces(), gzipSync(large), { "content-encoding": "gzip" }), 413);
  });

  test.each(["protobuf", "JSON"])("a bad span is rejected by name and the good ones are kept: %s", async (encoding) => {
    const good = spanWith({ good: true });
    const bad = { ...spanWith({}), name: "the bad one", traceId: "00000000000000000000000000000000" };
    const message = tracesOf([good, bad]);
    const answer = await sendRaw(traces(), encoding === "JSON" ? JSON.stringify(message) : encodeTraces(message));
    expect(answer.status).toBe(200);
    const { rejected, text } = partialSuccess(answer);
    expect(rejected).toBe(1);
    expect(text).toContain("the bad one");
    expect((await readerOf(server.url).complete(good.traceId, 1)).span_count).toBe(1);
  });

  test("other methods are answered 405", async () => {
    expect((await fetch(traces())).status).toBe(405);
  });

  test("an unknown experiment is a client's error with a sentence", async () => {
    const answer = await sendRaw(traces(), encodeTraces(tracesOf([spanWith({})])), {
      "x-mlflow-experiment-id": "987654321",
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(statusMessage(answer)).toContain("987654321");
  });
});

describe("JSON as it is found in the wild", () => {
  const traceId = () => newTraceId();
  test.each([
    ["upper-case hex ids", (id: string) => id.toUpperCase()],
    ["base64 ids", (id: string) => Buffer.from(id, "hex").toString("base64")],
    ["unpadded base64 ids", (id: string) => Buffer.from(id, "hex").toString("base64").replace(/=+$/, "")],
  ])("%s", async (_, form) => {
    const span = { ...spanWith({}), traceId: traceId() };
    const body = JSON.stringify(tracesOf([{ ...span, traceId: form(span.traceId), spanId: form(span.spanId) }]));
    expectFullSuccess(await sendRaw(`${server.url}/v1/traces`, body), "json");
    const [stored] = canonicalSpans(await readerOf(server.url).otlp(span.traceId));
    expect(stored).toMatchObject({ traceId: span.traceId, spanId: span.spanId });
  });

  test("enum names, numbers for 64-bit integers, null and unknown keys", async () => {
    const span = spanWith({});
    const body = `{"resourceSpans":[{"resource":null,"extra":[],"scopeSpans":[{"scope":null,"spans":[{
      "traceId":"${span.traceId}","spanId":"${span.spanId}","parentSpanId":"","name":"wild","kind":"SPAN_KIND_CLIENT",
      "startTimeUnixNano":1767225600123456789,"endTimeUnixNano":1767225600123456999,"status":{"code":"STATUS_CODE_ERROR"},
      "attributes":[{"key":"n","value":{"intValue":9007199254740993}},{"key":"s","value":{"intValue":"-5"}},
      {"key":"d","value":{"doubleValue":1}},{"key":"nan","value":{"doubleValue":"NaN"}}],"links":null,"unknown":{}}]}]}]}`;
    expectFullSuccess(await sendRaw(`${server.url}/v1/traces`, body), "json");
    const [stored] = canonicalSpans(await readerOf(server.url).otlp(span.traceId));
    expect(stored).toMatchObject({
      kind: 3,
      status: { code: 2 },
      startTimeUnixNano: "1767225600123456789",
      endTimeUnixNano: "1767225600123456999",
      attributes: {
        n: { int: "9007199254740993" },
        s: { int: "-5" },
        d: { double: "1" },
        nan: { double: "NaN" },
      },
    });
  });
});

test("a logs payload on the traces path is rejected with a message that says so", async () => {
  // LogsData and TracesData share their field numbers: a log record decodes as a span without ids.
  const message = tracesOf([{ ...spanWith({}), traceId: "", spanId: "" }]);
  const answer = await sendRaw(`${server.url}/v1/traces`, encodeTraces(message));
  const text = answer.status === 200 ? partialSuccess(answer).text : statusMessage(answer);
  expect(text).toMatch(/log/i);
});

function compress(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === "gzip") return gzipSync(body);
  if (encoding === "deflate") return deflateSync(body);
  if (encoding === "zstd") return zstdCompressSync(body);
  return body;
}

function expectFullSuccess(answer: Answer, encoding: "json" | "protobuf"): void {
  expect({ status: answer.status, body: answer.body.toString("utf8") }).toEqual({
    status: 200,
    body: encoding === "json" ? "{}" : "",
  });
  expect(answer.contentType).toMatch(encoding === "json" ? /^application\/json\b/ : /^application\/x-protobuf\b/);
}

/** A failure: google.rpc.Status in the encoding of the request, with a message. */
function expectStatus(answer: Answer, status: number): void {
  expect(answer.status).toBe(status);
  expect(statusMessage(answer)).not.toBe("");
}

function statusMessage(answer: Answer): string {
  if (answer.contentType.startsWith("application/json")) {
    return (JSON.parse(answer.body.toString("utf8")) as { message?: string }).message ?? "";
  }
  expect(answer.contentType).toMatch(/^application\/x-protobuf\b/);
  return textOf(fields(answer.body).get(2));
}

function partialSuccess(answer: Answer): { rejected: number; text: string } {
  if (answer.contentType.startsWith("application/json")) {
    const { partialSuccess } = JSON.parse(answer.body.toString("utf8")) as {
      partialSuccess?: { rejectedSpans?: string | number; errorMessage?: string };
    };
    return { rejected: Number(partialSuccess?.rejectedSpans ?? 0), text: partialSuccess?.errorMessage ?? "" };
  }
  const partial = fields(fields(answer.body).get(1) as Buffer);
  return { rejected: Number(partial.get(1) ?? 0), text: textOf(partial.get(2)) };
}
