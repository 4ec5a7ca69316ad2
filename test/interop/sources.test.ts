import type { Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter as GrpcExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import type { IngestSource, ListIngestSourcesResponse } from "@spanloom/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../harness/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ args: ["--max-attribute-bytes", "2KiB", "--max-body-bytes", "64KiB"] });
});
afterAll(() => server?.dispose());

type Headers = Record<string, string>;

/** Each has an option for headers; that of gRPC takes its own class, which is made here of the environment as people do it. */
const forms: readonly [form: string, url: () => string, exporter: (url: string, headers: Headers) => SpanExporter][] = [
  ["http/protobuf", () => `${server.url}/v1/traces`, (url, headers) => new ProtobufExporter({ url, headers })],
  ["http/json", () => `${server.url}/v1/traces`, (url, headers) => new JsonExporter({ url, headers })],
  [
    "grpc",
    () => `http://127.0.0.1:${server.otlpGrpcPort}`,
    (url, headers) => withHeaders(headers, () => new GrpcExporter({ url })),
  ],
];

function withHeaders<T>(headers: Headers, make: () => T): T {
  process.env.OTEL_EXPORTER_OTLP_HEADERS = Object.entries(headers)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
  try {
    return make();
  } finally {
    delete process.env.OTEL_EXPORTER_OTLP_HEADERS;
  }
}

describe.each(forms)("an unmodified exporter over %s", (form, url, exporter) => {
  async function send(headers: Headers, make: (tracer: Tracer) => void, to = url()) {
    const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter(to, headers))] });
    make(provider.getTracer("interop"));
    await provider.shutdown().catch(() => {});
  }

  async function source(): Promise<IngestSource | undefined> {
    const answer = await fetch(`${server.url}/api/spanloom/v1/sources`);
    const { sources } = (await answer.json()) as ListIngestSourcesResponse;
    return sources.find(
      (one) => one.form === form && one.service.startsWith("unknown_service") && one.signal === "traces",
    );
  }

  test("finds its spans stored, changed and rejected, under its name", async () => {
    await send({}, (tracer) => {
      tracer.startSpan("good").end();
      tracer.startSpan("without a start", { startTime: [0, 0] }).end();
      tracer.startSpan("too large", { attributes: { prompt: "x".repeat(3_000) } }).end();
    });
    expect(await source()).toMatchObject({
      sdk: "opentelemetry (nodejs)",
      agent: expect.stringMatching(/^OTel-OTLP-Exporter-JavaScript\//),
      requests: 1,
      refused_requests: 0,
      received: 3,
      stored: 2,
      changed: 1,
      rejected: 1,
      resent: 0,
    });
    const { faults = [] } = (await source()) ?? {};
    expect(faults.map(({ outcome, sentence }) => `${outcome}: ${sentence}`).toSorted()).toEqual([
      expect.stringMatching(/^changed: start_time_unix_nano is 0/),
      expect.stringMatching(/^rejected: attribute "prompt" has 3000 bytes.*--max-attribute-bytes/),
    ]);
  });

  test("finds why a request was refused: an experiment that there is not, and a body that is too large", async () => {
    await send({ "x-mlflow-experiment-id": "4711" }, (tracer) => tracer.startSpan("lost").end());
    const refused = await source();
    expect(refused).toMatchObject({ refused_requests: 1, received: 4, stored: 2 });
    expect(refused?.faults.find(({ outcome }) => outcome === "refused")).toMatchObject({
      status: 400,
      sentence: expect.stringContaining('"4711"'),
    });
    await send({}, (tracer) => {
      for (let at = 0; at < 100; at++) tracer.startSpan("many", { attributes: { prompt: "x".repeat(1_500) } }).end();
    });
    const answer = await fetch(`${server.url}/api/spanloom/v1/sources`);
    const { sources } = (await answer.json()) as ListIngestSourcesResponse;
    const unread = sources.find((one) => one.form === form && one.service === "");
    expect(unread).toMatchObject({
      agent: refused?.agent,
      refused_requests: 1,
      faults: [{ status: 413, sentence: expect.stringContaining("--max-body-bytes") }],
    });
  });
});

test("an address without a path, and the port of the other protocol, are told as what they are", async () => {
  const send = async (exporter: SpanExporter) => {
    const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
    provider.getTracer("interop").startSpan("astray").end();
    await provider.shutdown().catch(() => {});
  };
  await send(new ProtobufExporter({ url: `http://127.0.0.1:${server.otlpHttpPort}` }));
  await send(new GrpcExporter({ url: `http://127.0.0.1:${server.otlpHttpPort}`, timeoutMillis: 2_000 }));
  const answer = await fetch(`${server.url}/api/spanloom/v1/sources`);
  const { sources } = (await answer.json()) as ListIngestSourcesResponse;
  const astray = sources.filter(({ signal }) => signal === "other").toSorted((a, b) => a.form.localeCompare(b.form));
  expect(astray.map(({ form, faults }) => [form, faults[0]?.status])).toEqual([
    ["grpc", 400],
    ["http/protobuf", 404],
  ]);
  expect(astray[0]?.faults[0]?.sentence).toContain("http/protobuf");
  expect(astray[1]?.faults[0]?.sentence).toContain("/v1/traces");
}, 30_000);
