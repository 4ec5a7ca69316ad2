import { afterAll, beforeAll, expect, test } from "vitest";
import { listTraces } from "../harness/list.ts";
import { runProgram } from "../harness/process.ts";
import { describeWith, pathOf } from "../harness/requires.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { until } from "../harness/wait.ts";

const workers = 2;
const tracesEach = 150;
const childSpans = 4;

describeWith(["telemetrygen"], "telemetrygen", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.dispose());

  test.each(["grpc", "http"])("delivers all of 1,500 spans over %s", async (protocol) => {
    const marker = crypto.randomUUID();
    const endpoint =
      protocol === "grpc"
        ? ["--otlp-endpoint", `127.0.0.1:${server.otlpGrpcPort}`]
        : ["--otlp-http", "--otlp-endpoint", `127.0.0.1:${server.otlpHttpPort}`];
    await runProgram(pathOf("telemetrygen"), [
      "traces",
      ...endpoint,
      "--otlp-insecure",
      ...["--workers", String(workers), "--traces", String(tracesEach), "--child-spans", String(childSpans)],
      ...["--rate", "0", "--status-code", "Error", "--telemetry-attributes", `interop.marker="${marker}"`],
    ]);
    const found = await until(
      "all traces of telemetrygen",
      async () => {
        const traces = await listTraces(server.url, `span.attributes.interop.marker = '${marker}'`);
        return traces.length >= workers * tracesEach ? traces : undefined;
      },
      { timeoutMs: 20_000 },
    );
    expect(found).toHaveLength(workers * tracesEach);
    expect(new Set(found.map(({ span_count }) => span_count))).toEqual(new Set([1 + childSpans]));
    expect(new Set(found.map(({ state }) => state))).toEqual(new Set(["ERROR"]));
    expect(new Set(found.map(({ name }) => name))).toEqual(new Set(["lets-go"]));
  });
});
