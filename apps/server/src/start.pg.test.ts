import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { type FreshStore, freePort, freshStore } from "@spanloom/store/testing";
import { ExportTraceServiceRequest, encodeBinary } from "@spanloom/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, start } from "./start.ts";

let database: FreshStore;
let server: RunningServer;
let taken: Server;

beforeAll(async () => {
  database = await freshStore();
  taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  server = await start({
    port: 0,
    otlpHttpPort: (taken.address() as AddressInfo).port,
    otlpGrpcPort: await freePort(),
    backendStoreUri: database.connectionString,
  });
});
afterAll(async () => {
  await server.close();
  taken.close();
  await database.drop();
});

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function exportOf(traceId: string, spanIds: string[]): Buffer {
  const now = BigInt(Date.now()) * 1_000_000n;
  const spans = spanIds.map((spanId) => ({
    traceId: Buffer.from(traceId, "hex"),
    spanId: Buffer.from(spanId, "hex"),
    name: "chat",
    startTimeUnixNano: now,
    endTimeUnixNano: now + 1_000_000n,
  }));
  return Buffer.from(encodeBinary(ExportTraceServiceRequest, { resourceSpans: [{ scopeSpans: [{ spans }] }] }));
}

const newId = (bytes: number): string => hex(crypto.getRandomValues(new Uint8Array(bytes)));

async function spansOf(traceId: string): Promise<number> {
  const answer = await fetch(`${server.url}/api/spanloom/v1/traces/${traceId}`);
  if (answer.status === 404) return 0;
  const { trace } = (await answer.json()) as { trace: { span_count: number } };
  return trace.span_count;
}

const post = (body: Buffer, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf", ...headers },
    body: new Uint8Array(body),
  });

describe("a started server", () => {
  test("a span is found as soon as its request was answered, and counts once when it comes twice", async () => {
    const traceId = newId(16);
    const body = exportOf(traceId, [newId(8), newId(8)]);
    for (let time = 0; time < 2; time++) {
      const answer = await post(body);
      expect(answer.status).toBe(200);
      expect((await answer.arrayBuffer()).byteLength).toBe(0);
      expect(await spansOf(traceId)).toBe(2);
    }
  });

  test("a bad span does not keep the good ones out", async () => {
    const traceId = newId(16);
    const answer = await post(exportOf(traceId, [newId(8), "0000000000000000"]));
    expect(answer.status).toBe(200);
    expect(hex(new Uint8Array(await answer.arrayBuffer()))).not.toBe("");
    expect(await spansOf(traceId)).toBe(1);
  });

  test("an experiment that does not exist is refused for good", async () => {
    const answer = await post(exportOf(newId(16), [newId(8)]), { "x-mlflow-experiment-id": "987654" });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("987654");
  });

  test("gRPC takes spans as well", async () => {
    const traceId = newId(16);
    const client = new Client(server.otlp.grpc!.replace("http://", ""), credentials.createInsecure());
    const same = (bytes: Buffer) => bytes;
    const path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    await new Promise<void>((resolve, reject) => {
      client.makeUnaryRequest(path, same, same, exportOf(traceId, [newId(8)]), new Metadata(), (error) =>
        error ? reject(error) : resolve(),
      );
    });
    client.close();
    expect(await spansOf(traceId)).toBe(1);
  });

  test("a taken OTLP port is said in one sentence, and nothing else fails", () => {
    expect(server.notices).toContainEqual(expect.stringMatching(/^--otlp-http-port \d+ cannot be used .*main port/));
    expect(server.otlp.http).toEqual([server.url]);
  });

  test("a page hears of a new trace", async () => {
    const traceId = newId(16);
    const stream = await fetch(`${server.url}/api/spanloom/v1/changes?trace_id=tr-${traceId}`);
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = "";
    const sending = setInterval(() => void post(exportOf(traceId, [newId(8)])), 300);
    while (!heard.includes(traceId)) heard += (await reader.read()).value;
    clearInterval(sending);
    await reader.cancel();
  });

  test.each([
    ["/health", 200, /^OK$/],
    ["/version", 200, /^\d+\.\d+\.\d+/],
    ["/api/3.0/mlflow/nothing", 404, /"error_code":"ENDPOINT_NOT_FOUND"/],
    ["/nothing.txt", 404, /^There is nothing at GET \/nothing\.txt/],
  ])("GET %s: %i", async (path, status, text) => {
    const answer = await fetch(server.url + path);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(text);
  });

  test("a second server on the same main port stops with Node's error and leaves nothing open", async () => {
    const port = Number(new URL(server.url).port);
    const again = start({ port, otlpHttpPort: 0, otlpGrpcPort: 0, backendStoreUri: database.connectionString });
    await expect(again).rejects.toMatchObject({ code: "EADDRINUSE", port });
  });
});
