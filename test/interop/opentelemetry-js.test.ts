import { type Context, type HrTime, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter as GrpcExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSample, type SentSample } from "../harness/expect-sample.ts";
import { readerOf } from "../harness/reader.ts";
import { sampleAttributes, sampleTimes } from "../harness/sample-trace.ts";
import { startServer, type TestServer } from "../harness/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.dispose());

const gzip = "gzip" as NonNullable<ConstructorParameters<typeof ProtobufExporter>[0]>["compression"];

const exporters: Record<string, () => SpanExporter> = {
  "protobuf over HTTP": () => new ProtobufExporter({ url: `${server.url}/v1/traces` }),
  "protobuf over HTTP on 4318's listener, gzip": () =>
    new ProtobufExporter({ url: `http://127.0.0.1:${server.otlpHttpPort}/v1/traces`, compression: gzip }),
  "JSON over HTTP": () => new JsonExporter({ url: `${server.url}/v1/traces` }),
  "JSON over HTTP, gzip": () => new JsonExporter({ url: `${server.url}/v1/traces`, compression: gzip }),
  gRPC: () => new GrpcExporter({ url: `http://127.0.0.1:${server.otlpGrpcPort}` }),
  "gRPC, gzip": () => new GrpcExporter({ url: `http://127.0.0.1:${server.otlpGrpcPort}`, compression: gzip }),
};

test.each(Object.keys(exporters))("OpenTelemetry JS delivers every value: %s", async (name) => {
  const sent = await sendSample(exporters[name]!());
  const [first] = await expectSample(readerOf(server.url), sent);
  expect(first?.resource).toMatchObject({ "telemetry.sdk.language": "nodejs", "telemetry.sdk.name": "opentelemetry" });
  expect(first?.scope).toMatchObject({ name: "interop", version: "1.2.3" });
});

test("a BatchSpanProcessor delivers every one of 5,000 spans", async () => {
  const exporter = new ProtobufExporter({ url: `${server.url}/v1/traces` });
  const provider = providerOf(exporter);
  const tracer = provider.getTracer("interop");
  const root = tracer.startSpan("many", { startTime: hrTime(sampleTimes.rootStart) }, ROOT_CONTEXT);
  const context = trace.setSpan(ROOT_CONTEXT, root);
  for (let i = 1; i < 5_000; i++) {
    tracer.startSpan(`step ${i}`, { attributes: { i } }, context).end();
    if (i % 500 === 0) await provider.forceFlush();
  }
  root.end();
  await provider.shutdown();
  const summary = await readerOf(server.url).complete(root.spanContext().traceId, 5_000);
  expect(summary.span_count).toBe(5_000);
});

async function sendSample(exporter: SpanExporter): Promise<SentSample> {
  const marker = crypto.randomUUID();
  const provider = providerOf(exporter);
  const tracer = provider.getTracer("interop", "1.2.3");
  const root = tracer.startSpan(
    "invoke_agent planner",
    {
      kind: SpanKind.INTERNAL,
      startTime: hrTime(sampleTimes.rootStart),
      attributes: sampleAttributes(marker),
    },
    ROOT_CONTEXT,
  );
  const inRoot: Context = trace.setSpan(ROOT_CONTEXT, root);
  const chat = tracer.startSpan(
    "chat gpt-4o-mini",
    {
      kind: SpanKind.CLIENT,
      startTime: hrTime(sampleTimes.chatStart),
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.usage.input_tokens": 12,
        "gen_ai.usage.output_tokens": 5,
      },
      links: [
        {
          context: { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", traceFlags: 1 },
          attributes: { reason: "cached answer" },
        },
      ],
    },
    inRoot,
  );
  chat.addEvent("first token", { index: 0 }, hrTime(sampleTimes.firstToken));
  chat.end(hrTime(sampleTimes.chatEnd));
  const tool = tracer.startSpan(
    "execute_tool weather",
    {
      startTime: hrTime(sampleTimes.toolStart),
      attributes: {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "weather",
        "interop.tool": marker,
      },
    },
    inRoot,
  );
  tool.addEvent(
    "exception",
    { "exception.type": "ValueError", "exception.message": "no such city" },
    hrTime(sampleTimes.failure),
  );
  tool.setStatus({ code: SpanStatusCode.ERROR, message: "no such city" });
  tool.end(hrTime(sampleTimes.toolEnd));
  root.setStatus({ code: SpanStatusCode.OK });
  root.end(hrTime(sampleTimes.rootEnd));
  await provider.shutdown();
  return {
    marker,
    traceId: root.spanContext().traceId,
    rootSpanId: root.spanContext().spanId,
    chatSpanId: chat.spanContext().spanId,
    toolSpanId: tool.spanContext().spanId,
  };
}

function providerOf(exporter: SpanExporter): BasicTracerProvider {
  return new BasicTracerProvider({
    spanProcessors: [new BatchSpanProcessor(exporter, { maxQueueSize: 8_192, maxExportBatchSize: 512 })],
  });
}

/** OpenTelemetry's [seconds, nanoseconds]: the only form of a time that keeps every nanosecond. */
function hrTime(unixNano: bigint): HrTime {
  return [Number(unixNano / 1_000_000_000n), Number(unixNano % 1_000_000_000n)];
}
