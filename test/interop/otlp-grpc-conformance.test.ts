import { Client, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSample } from "../harness/expect-sample.ts";
import { spanWith, tracesOf } from "../harness/otlp.ts";
import { encodeTraces } from "../harness/otlp-binary.ts";
import { fields, textOf } from "../harness/protobuf-fields.ts";
import { readerOf } from "../harness/reader.ts";
import { sampleOtlp } from "../harness/sample-otlp.ts";
import { startServer, type TestServer } from "../harness/server.ts";

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startServer({ args: ["--max-body-bytes", String(8 * 1024 * 1024)] });
  client = new Client(`127.0.0.1:${server.otlpGrpcPort}`, credentials.createInsecure());
});
afterAll(async () => {
  client?.close();
  await server?.dispose();
});

test("every value of a trace arrives, and full success is an empty answer", async () => {
  const { traces, sent } = sampleOtlp();
  expect(await exportTraces(encodeTraces(traces))).toEqual(Buffer.alloc(0));
  await expectSample(readerOf(server.url), sent);
});

test("an empty request is a success", async () => {
  expect(await exportTraces(Buffer.alloc(0))).toEqual(Buffer.alloc(0));
});

test("a message of more than gRPC's usual 4 MiB is taken", async () => {
  const span = spanWith({ large: "x".repeat(6 * 1024 * 1024) });
  expect(await exportTraces(encodeTraces(tracesOf([span])))).toEqual(Buffer.alloc(0));
  expect((await readerOf(server.url).summary(span.traceId)).span_count).toBe(1);
});

test("a message over the limit is RESOURCE_EXHAUSTED, which is not retried without RetryInfo", async () => {
  const error = await failure(encodeTraces(tracesOf([spanWith({ large: "x".repeat(9 * 1024 * 1024) })])));
  expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
  expect(error.metadata.get("grpc-status-details-bin")).toEqual([]);
});

test("undecodable data is INVALID_ARGUMENT", async () => {
  expect((await failure(Buffer.from([0x0a, 0xff, 0xff, 0xff]))).code).toBe(status.INVALID_ARGUMENT);
});

test("a bad span is rejected by name, the good one is kept", async () => {
  const good = spanWith({});
  const bad = { ...spanWith({}), spanId: "0000000000000000", name: "the bad one" };
  const partial = fields(fields(await exportTraces(encodeTraces(tracesOf([bad, good])))).get(1) as Buffer);
  expect(partial.get(1)).toBe(1n);
  expect(textOf(partial.get(2))).toContain("the bad one");
  expect((await readerOf(server.url).summary(good.traceId)).span_count).toBe(1);
});

test("an unknown experiment in the metadata is a client's error with a sentence", async () => {
  const metadata = new Metadata();
  metadata.set("x-mlflow-experiment-id", "987654321");
  const error = await failure(encodeTraces(tracesOf([spanWith({})])), metadata);
  expect([status.INVALID_ARGUMENT, status.NOT_FOUND]).toContain(error.code);
  expect(error.details).toContain("987654321");
});

test("metrics are UNIMPLEMENTED", async () => {
  const error = await failure(
    Buffer.alloc(0),
    new Metadata(),
    "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
  );
  expect(error.code).toBe(status.UNIMPLEMENTED);
});

const traceExport = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

function exportTraces(body: Buffer, metadata = new Metadata(), method = traceExport): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      method,
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => bytes,
      body,
      metadata,
      (error, answer) => (error === null ? resolve(answer ?? Buffer.alloc(0)) : reject(error)),
    );
  });
}

function failure(body: Buffer, metadata?: Metadata, method?: string): Promise<ServiceError> {
  return exportTraces(body, metadata, method).then(
    (answer) => {
      throw new Error(`answered with success: ${answer.toString("base64")}`);
    },
    (error: ServiceError) => error,
  );
}
