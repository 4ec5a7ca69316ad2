import { Client, compressionAlgorithms, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { type IngestContext, IngestError, type IngestOutcome, Sources } from "@spanloom/ingest";
import type { IngestHour } from "@spanloom/store";
import {
  decodeBinary,
  ExportLogsServiceResponse,
  ExportTraceServiceResponse,
  RetryInfo,
  RpcStatus,
} from "@spanloom/wire";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { createAdmission } from "../otlp/admission.ts";
import { type GrpcServer, listenGrpc } from "./server.ts";

const maxBodyBytes = 64 * 1024;
const traces = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
const logs = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";

let server: GrpcServer;
let client: Client;
let received: { signal: string; body: Buffer; context: IngestContext }[] = [];
let outcome: () => Promise<IngestOutcome>;
let counted: IngestHour[] = [];
const sources = new Sources({ add: async (hours) => void counted.push(...hours) });
const take = (signal: string) => (body: Uint8Array, context: IngestContext) => {
  received.push({ signal, body: Buffer.from(body), context });
  return outcome();
};

beforeAll(async () => {
  const receiver = {
    sink: { traces: take("traces"), logs: take("logs"), sources },
    admission: createAdmission(2 * maxBodyBytes),
    limits: { maxBytes: maxBodyBytes },
    log: createLog("error", () => {}),
  };
  server = await listenGrpc(receiver, "127.0.0.1", 0);
  client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  await server.close(1000);
});
beforeEach(() => {
  received = [];
  outcome = async () => ({ accepted: 1, rejected: 0, message: "" });
});

function call(path: string, body: Buffer, metadata = new Metadata(), from = client): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const same = (bytes: Buffer) => bytes;
    from.makeUnaryRequest(path, same, same, body, metadata, (error, answer) =>
      error ? reject(error) : resolve(answer!),
    );
  });
}

const failure = (answer: Promise<unknown>): Promise<ServiceError> =>
  answer.then(
    () => expect.unreachable("the call should have failed"),
    (error) => error,
  );

test("full success is an empty response, and the ingest gets the bytes as they came", async () => {
  expect((await call(traces, Buffer.from([0x0a, 0x00]))).length).toBe(0);
  expect(received).toMatchObject([{ signal: "traces", body: Buffer.from([0x0a, 0x00]) }]);
});

test("an empty request is a success", async () => {
  expect((await call(traces, Buffer.alloc(0))).length).toBe(0);
});

test("partial success says how many and why, for spans and for log records", async () => {
  outcome = async () => ({ accepted: 1, rejected: 2, message: "spans[3]: no id" });
  expect(decodeBinary(ExportTraceServiceResponse, await call(traces, Buffer.alloc(0)))).toEqual({
    partialSuccess: { rejectedSpans: 2n, errorMessage: "spans[3]: no id" },
  });
  expect(decodeBinary(ExportLogsServiceResponse, await call(logs, Buffer.alloc(0)))).toEqual({
    partialSuccess: { rejectedLogRecords: 2n, errorMessage: "spans[3]: no id" },
  });
  expect(received.map(({ signal }) => signal)).toEqual(["traces", "logs"]);
});

test("metadata say where the spans belong", async () => {
  const metadata = new Metadata();
  metadata.set("x-mlflow-experiment-id", "7");
  metadata.set("x-mlflow-run-id", "r1");
  await call(traces, Buffer.alloc(0), metadata);
  expect(received[0]!.context).toMatchObject({ experimentId: "7", runId: "r1" });
});

test("another workspace than the one there is: INVALID_ARGUMENT, and nothing lands in this one", async () => {
  const metadata = new Metadata();
  metadata.set("x-mlflow-workspace", "team-a");
  expect(await failure(call(traces, Buffer.from([0x0a, 0x00]), metadata))).toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: "There is no workspace 'team-a': everything is in the one named default.",
  });
  expect(received).toEqual([]);
});

test("gzip is understood, and limited after decompression", async () => {
  const zipping = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure(), {
    "grpc.default_compression_algorithm": compressionAlgorithms.gzip,
  });
  try {
    await call(traces, Buffer.alloc(maxBodyBytes, 1), new Metadata(), zipping);
    expect(received[0]!.body.length).toBe(maxBodyBytes);
    const error = await failure(call(traces, Buffer.alloc(maxBodyBytes + 1), new Metadata(), zipping));
    expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
  } finally {
    zipping.close();
  }
});

test("too large: RESOURCE_EXHAUSTED without RetryInfo, so that it is not sent again", async () => {
  const error = await failure(call(traces, Buffer.alloc(maxBodyBytes + 1)));
  expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
  expect(error.metadata.get("grpc-status-details-bin")).toEqual([]);
  expect(received).toEqual([]);
});

test.each([
  ["undecodable", status.INVALID_ARGUMENT],
  ["unknown-experiment", status.INVALID_ARGUMENT],
  ["overloaded", status.UNAVAILABLE],
  ["unavailable", status.UNAVAILABLE],
  ["storage-full", status.UNAVAILABLE],
] as const)("an ingest that says %s", async (reason, code) => {
  outcome = () => Promise.reject(new IngestError(reason, `because – ${reason}`));
  const error = await failure(call(traces, Buffer.alloc(0)));
  expect(error.code).toBe(code);
  expect(error.details).toBe(`because – ${reason}`);
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  const details = decodeBinary(RpcStatus, bytes as Buffer);
  expect(details).toMatchObject({ code, message: `because – ${reason}` });
  const retry = details.details.find(({ typeUrl }) => typeUrl.endsWith("RetryInfo"));
  expect(retry !== undefined).toBe(code === status.UNAVAILABLE);
  if (retry) expect(decodeBinary(RetryInfo, retry.value).retryDelay!.seconds).toBeGreaterThan(0n);
});

test("a fault that nobody foresaw is never answered as permanent", async () => {
  outcome = () => Promise.reject(new TypeError("x is not a function"));
  expect((await failure(call(traces, Buffer.alloc(0)))).code).toBe(status.UNAVAILABLE);
});

test("past the bound on bytes in memory calls are sent away", async () => {
  let finish = () => {};
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  outcome = () => held.then(() => ({ accepted: 1, rejected: 0, message: "" }));
  const full = [call(traces, Buffer.alloc(maxBodyBytes)), call(traces, Buffer.alloc(maxBodyBytes))];
  while (received.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await failure(call(traces, Buffer.alloc(10)))).code).toBe(status.UNAVAILABLE);
  finish();
  await Promise.all(full);
});

test("what is refused is counted for its sender, also what the library refuses by itself", async () => {
  await sources.flush();
  counted = [];
  outcome = () => Promise.reject(new IngestError("unknown-experiment", "no such experiment"));
  await failure(call(traces, Buffer.alloc(10)));
  expect((await failure(call(logs, Buffer.alloc(maxBodyBytes + 1)))).code).toBe(status.RESOURCE_EXHAUSTED);
  await sources.flush();
  const said = counted.map(({ source, faults }) => [source.signal, source.agent, [...faults.values()]]);
  expect(said).toMatchObject([
    ["traces", expect.stringMatching(/^grpc-node-js/), [{ status: 400, sentence: "no such experiment" }]],
    [
      "logs",
      expect.stringMatching(/^grpc-node-js/),
      [{ status: 413, sentence: expect.stringContaining("--max-body-bytes") }],
    ],
  ]);
});

test("other services are UNIMPLEMENTED", async () => {
  const metrics = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
  expect((await failure(call(metrics, Buffer.alloc(0)))).code).toBe(status.UNIMPLEMENTED);
});

test("a taken port is an error that can be told from others", async () => {
  const receiver = {
    sink: { traces: take("t"), logs: take("l"), sources },
    admission: createAdmission(1),
    limits: { maxBytes: 1 },
    log: createLog("error"),
  };
  await expect(listenGrpc(receiver, "127.0.0.1", server.port)).rejects.toThrow(/EADDRINUSE/);
});
