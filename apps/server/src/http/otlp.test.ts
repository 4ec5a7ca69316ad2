import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { type IngestContext, IngestError, type IngestOutcome, Sources } from "@spanloom/ingest";
import type { IngestHour } from "@spanloom/store";
import { BadRequest, decodeBinary, ExportTraceServiceResponse, RetryInfo, RpcStatus } from "@spanloom/wire";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { createAdmission } from "../otlp/admission.ts";
import { type HttpServer, listenHttp } from "./listen.ts";
import { createOtlpHandler } from "./otlp.ts";

const protobuf = "application/x-protobuf";
const json = "application/json";
const maxBytes = 64 * 1024;
/** An export request with one empty ResourceSpans. */
const body = Buffer.from([0x0a, 0x00]);

let server: HttpServer;
let received: { signal: string; body: Buffer; context: IngestContext }[] = [];
let outcome: () => Promise<IngestOutcome>;
let counted: IngestHour[] = [];
const sources = new Sources({ add: async (hours) => void counted.push(...hours) });
const take = (signal: string) => (body: Uint8Array, context: IngestContext) => {
  received.push({ signal, body: Buffer.from(body), context });
  return outcome();
};

beforeAll(async () => {
  const handle = createOtlpHandler({
    sink: { traces: take("traces"), logs: take("logs"), sources },
    admission: createAdmission(2 * maxBytes),
    limits: { maxBytes, timeoutMs: 400 },
    log: createLog("error", () => {}),
  });
  server = await listenHttp({
    host: "127.0.0.1",
    port: 0,
    requestTimeoutMs: 10_000,
    handle: (request, response) => {
      if (!handle(request, response)) response.writeHead(404).end("not OTLP");
    },
  });
});
afterAll(() => server.close(1000));
beforeEach(() => {
  received = [];
  outcome = async () => ({ accepted: 1, rejected: 0, message: "" });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** `parts` are sent one by one, without a Content-Length when there are several. */
async function send(
  path: string,
  headers: Record<string, string>,
  parts: Buffer[] = [body],
  method = "POST",
): Promise<Answer> {
  const request = httpRequest({ port: server.port, path, method, headers, agent: false });
  request.on("error", () => {});
  const answered = once(request, "response");
  if (parts.length > 1) for (const part of parts) request.write(part);
  request.end(parts.length === 1 ? parts[0] : undefined);
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

const post = (contentType: string, parts?: Buffer[], headers: Record<string, string> = {}) =>
  send("/v1/traces", { "content-type": contentType, ...headers }, parts);

const statusOf = (answer: Answer) =>
  answer.headers["content-type"] === json ? JSON.parse(answer.body.toString()) : decodeBinary(RpcStatus, answer.body);

describe("what is accepted", () => {
  test("full success over protobuf is an empty body of the same type", async () => {
    const answer = await post(`${protobuf}; charset=utf-8`);
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": protobuf, "content-length": "0" } });
    expect(received[0]).toMatchObject({ signal: "traces", body });
  });

  test("full success over JSON is an empty object, and the ingest sees protobuf", async () => {
    const answer = await post(`${json};charset=UTF-8`, [Buffer.from('{"resourceSpans":[{}]}')]);
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": json } });
    expect(answer.body.toString()).toBe("{}");
    expect(received[0]!.body).toEqual(body);
  });

  test.each([
    ["no spans at all, protobuf", protobuf, Buffer.alloc(0)],
    ["no spans at all, JSON", json, Buffer.from("{}")],
  ])("%s: success", async (_name, type, empty) => {
    expect((await post(type, [empty])).status).toBe(200);
  });

  test.each([
    ["gzip", gzipSync(body)],
    ["deflate", deflateSync(body)],
    ["deflate", deflateRawSync(body)],
    ["zstd", zstdCompressSync(body)],
    ["GZIP", gzipSync(body)],
    ["identity", body],
  ])("a body in %s", async (encoding, packed) => {
    const answer = await post(protobuf, [packed], { "content-encoding": encoding });
    expect(answer.status).toBe(200);
    expect(received[0]!.body).toEqual(body);
  });

  test("a chunked body without length, split anywhere", async () => {
    const packed = gzipSync(Buffer.alloc(maxBytes, 7));
    const parts = [packed.subarray(0, 1), packed.subarray(1, 40), packed.subarray(40)];
    expect((await post(protobuf, parts, { "content-encoding": "gzip" })).status).toBe(200);
    expect(received[0]!.body.equals(Buffer.alloc(maxBytes, 7))).toBe(true);
  });

  test.each(["//v1/traces", "/v1/traces/", "/v1/traces?token=x"])("the path %s", async (path) => {
    expect((await send(path, { "content-type": protobuf })).status).toBe(200);
  });

  test("log records go to the ingest's logs", async () => {
    expect((await send("/v1/logs", { "content-type": protobuf })).status).toBe(200);
    expect(received[0]!.signal).toBe("logs");
  });

  test("the headers say where the spans belong, names in UTF-8", async () => {
    await post(protobuf, [body], {
      "x-mlflow-experiment-id": "7",
      "x-mlflow-run-id": "r1",
      "x-mlflow-experiment-name": Buffer.from("Prüfung ✓").toString("latin1"),
    });
    expect(received[0]!.context).toMatchObject({ experimentId: "7", runId: "r1", experimentName: "Prüfung ✓" });
  });

  test.each(["", "default"])("the workspace %j is the one that there is", async (name) => {
    expect((await post(protobuf, [body], { "x-mlflow-workspace": name })).status).toBe(200);
  });

  test("partial success says how many and why", async () => {
    outcome = async () => ({ accepted: 1, rejected: 2, message: "spans[3]: trace_id is empty" });
    const binary = await post(protobuf);
    expect(binary.status).toBe(200);
    expect(decodeBinary(ExportTraceServiceResponse, binary.body)).toEqual({
      partialSuccess: { rejectedSpans: 2n, errorMessage: "spans[3]: trace_id is empty" },
    });
    const text = await post(json, [Buffer.from("{}")]);
    expect(JSON.parse(text.body.toString())).toEqual({
      partialSuccess: { rejectedSpans: "2", errorMessage: "spans[3]: trace_id is empty" },
    });
  });
});

describe("what is refused", () => {
  test.each([
    ["undecodable", 400, 3, undefined],
    ["unknown-experiment", 400, 3, undefined],
    ["overloaded", 503, 14, "1"],
    ["unavailable", 503, 14, "2"],
    ["storage-full", 503, 14, "30"],
  ] as const)("an ingest that says %s", async (reason, http, code, retryAfter) => {
    outcome = () => Promise.reject(new IngestError(reason, `because ${reason}`));
    for (const type of [protobuf, json]) {
      const answer = await post(type, [type === json ? Buffer.from("{}") : body]);
      expect(answer.status).toBe(http);
      expect(answer.headers["content-type"]).toBe(type);
      expect(answer.headers["retry-after"]).toBe(retryAfter);
      expect(statusOf(answer)).toMatchObject({ code, message: `because ${reason}` });
    }
  });

  test("details are BadRequest for what is wrong and RetryInfo for what may come again", async () => {
    outcome = () => Promise.reject(new IngestError("undecodable", "no"));
    const bad = decodeBinary(RpcStatus, (await post(protobuf)).body).details[0]!;
    expect(bad.typeUrl).toBe("type.googleapis.com/google.rpc.BadRequest");
    expect(decodeBinary(BadRequest, bad.value).fieldViolations).toEqual([{ field: "body", description: "no" }]);
    outcome = () => Promise.reject(new IngestError("unavailable", "later", { retryAfterSeconds: 3 }));
    const retry = decodeBinary(RpcStatus, (await post(protobuf)).body).details[0]!;
    expect(retry.typeUrl).toBe("type.googleapis.com/google.rpc.RetryInfo");
    expect(decodeBinary(RetryInfo, retry.value).retryDelay).toMatchObject({ seconds: 3n });
    expect(JSON.parse((await post(json, [Buffer.from("{}")])).body.toString()).details).toEqual([
      { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "3s" },
    ]);
  });

  test("a fault that nobody foresaw is never answered as permanent", async () => {
    outcome = () => Promise.reject(new TypeError("x is not a function"));
    const answer = await post(protobuf);
    expect(answer.status).toBe(503);
    expect(answer.headers["retry-after"]).toBeDefined();
    expect(answer.body.toString()).not.toContain("x is not a function");
  });

  test.each([
    ["JSON that is not", json, Buffer.from('{"resourceSpans":'), {}, /not JSON/],
    ["JSON of another shape", json, Buffer.from('{"resourceSpans":7}'), {}, /resourceSpans/],
    ["a JSON body without a byte", json, Buffer.alloc(0), {}, /not JSON/],
    ["gzip that is not", protobuf, Buffer.from("hello"), { "content-encoding": "gzip" }, /not valid gzip/],
    [
      "gzip that ends early",
      protobuf,
      gzipSync(Buffer.alloc(999)).subarray(0, 15),
      { "content-encoding": "gzip" },
      /gzip/,
    ],
    ["zstd that is not", protobuf, Buffer.from("hello"), { "content-encoding": "zstd" }, /not valid zstd/],
  ])("%s: 400", async (_name, type, sent, headers, message) => {
    const answer = await post(type, [sent], headers);
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toBe(type);
    expect(statusOf(answer)).toMatchObject({ code: 3, message: expect.stringMatching(message) });
    expect(received).toEqual([]);
  });

  test.each([
    ["by its length", [Buffer.alloc(maxBytes + 1)], {}],
    ["chunked", [Buffer.alloc(maxBytes), Buffer.alloc(1)], {}],
    ["after gzip", [gzipSync(Buffer.alloc(maxBytes + 1))], { "content-encoding": "gzip" }],
    ["after deflate", [deflateSync(Buffer.alloc(50_000_000))], { "content-encoding": "deflate" }],
    ["after raw deflate", [deflateRawSync(Buffer.alloc(50_000_000))], { "content-encoding": "deflate" }],
    ["after zstd", [zstdCompressSync(Buffer.alloc(50_000_000))], { "content-encoding": "zstd" }],
    ["gzip that goes on without unpacking to anything", Array(5000).fill(gzipSync("")), { "content-encoding": "gzip" }],
    ["far larger than the limit", Array(200).fill(Buffer.alloc(maxBytes)), {}],
  ] as [string, Buffer[], Record<string, string>][])("too large, %s: 413", async (_name, parts, headers) => {
    const answer = await post(protobuf, parts, headers);
    expect(answer.status).toBe(413);
    expect(statusOf(answer)).toMatchObject({ code: 8, message: expect.stringContaining("--max-body-bytes") });
  });

  test.each([
    ["text/plain", {}],
    ["application/grpc", {}],
    [protobuf, { "content-encoding": "br" }],
    [protobuf, { "content-encoding": "gzip, zstd" }],
  ])("Content-Type %s with %j: 415", async (type, headers) => {
    const answer = await post(type, [body], headers as Record<string, string>);
    expect(answer.status).toBe(415);
    expect(answer.headers["accept-encoding"]).toBe("gzip, deflate, zstd");
    expect(statusOf(answer).message).toMatch(/is not/);
  });

  test.each([protobuf, json])("another workspace, in %s: 400, and nothing lands in this one", async (type) => {
    const answer = await post(type, [type === json ? Buffer.from("{}") : body], { "x-mlflow-workspace": "team-a" });
    expect(answer).toMatchObject({ status: 400, headers: { "content-type": type } });
    expect(statusOf(answer)).toMatchObject({
      code: 3,
      message: "There is no workspace 'team-a': everything is in the one named default.",
    });
    expect(received).toEqual([]);
  });

  test("no Content-Type: 415 in JSON", async () => {
    const answer = await send("/v1/traces", {});
    expect(answer.status).toBe(415);
    expect(statusOf(answer).message).toMatch(/no Content-Type/);
  });

  test("GET: 405 with Allow", async () => {
    const answer = await send("/v1/traces", {}, [], "GET");
    expect(answer).toMatchObject({ status: 405, headers: { allow: "POST" } });
    expect(statusOf(answer).message).toMatch(/takes POST/);
  });

  test.each(["/v1/metrics", "/v1development/profiles"])("%s: 404 with a Status that says what to do", async (path) => {
    const answer = await send(path, { "content-type": protobuf });
    expect(answer.status).toBe(404);
    expect(statusOf(answer).message).toContain("/v1/traces");
  });

  test("a body that does not arrive in time: come again", async () => {
    const request = httpRequest({
      port: server.port,
      path: "/v1/traces",
      method: "POST",
      headers: { "content-type": protobuf },
    });
    request.on("error", () => {});
    request.write(body);
    const [response] = await once(request, "response");
    expect(response.statusCode).toBe(503);
    expect(response.headers["retry-after"]).toBe("1");
    request.destroy();
  });

  test("past the bound on bytes in memory requests are sent away, and let in again once it is free", async () => {
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    outcome = () => held.then(() => ({ accepted: 1, rejected: 0, message: "" }));
    const full = [post(protobuf, [Buffer.alloc(maxBytes)]), post(protobuf, [Buffer.alloc(maxBytes)])];
    while (received.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const announced = await post(protobuf, [Buffer.alloc(10)]);
    expect(announced.status).toBe(503);
    const chunked = await post(protobuf, [Buffer.alloc(10), Buffer.alloc(10)]);
    expect(chunked.status).toBe(503);
    expect(statusOf(chunked)).toMatchObject({ code: 14, message: expect.stringContaining("--max-pending-bytes") });
    finish();
    expect((await Promise.all(full)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await post(protobuf, [Buffer.alloc(10)])).status).toBe(200);
  });

  test("a path that is not OTLP's is left to others", async () => {
    expect((await send("/v2/traces", {})).body.toString()).toBe("not OTLP");
  });
});

test("every answer says that spans without an end are merged, so that an SDK may send them", async () => {
  const taken = await send("/v1/traces", { "content-type": protobuf });
  const refused = await send("/v1/traces", { "content-type": "text/plain" });
  for (const { headers } of [taken, refused]) expect(headers["spanloom-accepts"]).toBe("unfinished-spans");
});

test("what is refused is counted for its sender, with the answer's status and sentence", async () => {
  const agent = { "user-agent": "OTel-OTLP-Exporter-JavaScript/0.210.0" };
  await sources.flush();
  counted = [];
  await send("/v1/traces", { ...agent, "content-type": "text/plain" });
  await send("/v1/logs", { ...agent, "content-type": json }, [Buffer.from("{")]);
  await send("/v1/metrics", { ...agent, "content-type": protobuf });
  await send("/v1/traces", { ...agent, "content-type": protobuf }, [Buffer.alloc(maxBytes + 1)]);
  await sources.flush();
  const said = counted.map(({ source, counts, faults }) => {
    const [fault] = faults.values();
    return [source.signal, source.form, source.agent, counts.refused, fault?.status];
  });
  expect(said).toEqual([
    ["traces", "http", "OTel-OTLP-Exporter-JavaScript/0.210.0", 1, 415],
    ["logs", "http/json", "OTel-OTLP-Exporter-JavaScript/0.210.0", 1, 400],
    ["other", "http/protobuf", "OTel-OTLP-Exporter-JavaScript/0.210.0", 1, 404],
    ["traces", "http/protobuf", "OTel-OTLP-Exporter-JavaScript/0.210.0", 1, 413],
  ]);
});
