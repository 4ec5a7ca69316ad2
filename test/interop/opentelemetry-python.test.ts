import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSample, type SentSample } from "../harness/expect-sample.ts";
import { runProgram } from "../harness/process.ts";
import { readerOf } from "../harness/reader.ts";
import { describeWith, pathOf } from "../harness/requires.ts";
import { sampleAttributes, sampleTimes } from "../harness/sample-trace.ts";
import { startServer, type TestServer } from "../harness/server.ts";

const script = fileURLToPath(new URL("python/send_sample.py", import.meta.url));

describeWith(["python"], "OpenTelemetry Python", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.dispose());

  test.each([
    ["http", "none"],
    ["http", "gzip"],
    ["http", "deflate"],
    ["grpc", "none"],
    ["grpc", "gzip"],
  ])("delivers every value over %s, compression %s", async (protocol, compression) => {
    const marker = crypto.randomUUID();
    const endpoint =
      protocol === "grpc"
        ? `http://127.0.0.1:${server.otlpGrpcPort}`
        : `http://127.0.0.1:${server.otlpHttpPort}/v1/traces`;
    const output = await runProgram(pathOf("python"), [
      script,
      protocol,
      endpoint,
      compression,
      marker,
      JSON.stringify(sampleAttributes(marker)),
      JSON.stringify(sampleTimes, (_, value) => (typeof value === "bigint" ? String(value) : value)),
    ]);
    const sent = JSON.parse(output) as SentSample;
    const int64 = { int64: { int: "9007199254740993" }, "int64.minimum": { int: "-9223372036854775808" } };
    const [first] = await expectSample(readerOf(server.url), { ...sent, rootExtras: int64 });
    expect(first?.resource).toMatchObject({
      "service.name": "interop-python",
      "telemetry.sdk.language": "python",
      int64: { int: "9223372036854775807" },
    });
  });
});
