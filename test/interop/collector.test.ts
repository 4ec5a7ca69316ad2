import { afterAll, beforeAll, expect, test } from "vitest";
import { type CollectorOptions, startCollector } from "../harness/collector.ts";
import { expectSample } from "../harness/expect-sample.ts";
import { encodeTraces } from "../harness/otlp-binary.ts";
import { readerOf } from "../harness/reader.ts";
import { describeWith } from "../harness/requires.ts";
import { sampleOtlp } from "../harness/sample-otlp.ts";
import { sendRaw } from "../harness/send.ts";
import { startServer, type TestServer } from "../harness/server.ts";

describeWith(["collector"], "OpenTelemetry Collector", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.dispose());

  const http = (settings: object): CollectorOptions["exporter"] => ({
    kind: "otlp_http",
    settings: { endpoint: `http://127.0.0.1:${server.otlpHttpPort}`, ...settings },
  });
  const grpc = (settings: object): CollectorOptions["exporter"] => ({
    kind: "otlp_grpc",
    settings: { endpoint: `127.0.0.1:${server.otlpGrpcPort}`, tls: { insecure: true }, ...settings },
  });

  const exporters: Record<string, () => CollectorOptions["exporter"]> = {
    "otlp_http, protobuf, gzip": () => http({ compression: "gzip" }),
    "otlp_http, protobuf, zstd": () => http({ compression: "zstd" }),
    "otlp_http, protobuf, deflate": () => http({ compression: "deflate" }),
    "otlp_http, JSON, uncompressed": () => http({ encoding: "json", compression: "none" }),
    "otlp_http, JSON, zstd": () => http({ encoding: "json", compression: "zstd" }),
    "otlp_grpc, uncompressed": () => grpc({ compression: "none" }),
    "otlp_grpc, gzip": () => grpc({ compression: "gzip" }),
  };

  test.each(Object.keys(exporters))("delivers every value through %s", async (name) => {
    const collector = await startCollector({ exporter: exporters[name]!() });
    try {
      const { traces, sent } = sampleOtlp();
      const answer = await sendRaw(`${collector.url}/v1/traces`, encodeTraces(traces));
      expect(answer.status).toBe(200);
      await expectSample(readerOf(server.url), sent);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}\nCollector:\n${collector.output()}`, {
        cause: error,
      });
    } finally {
      await collector.dispose();
    }
  });
});
