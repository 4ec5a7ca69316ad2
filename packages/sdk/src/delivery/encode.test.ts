import {
  type Attributes,
  trace as otelTrace,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  TraceFlags,
} from "@opentelemetry/api";
import { TraceState } from "@opentelemetry/core";
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { type ReadableSpan, TracerProvider } from "@opentelemetry/sdk-trace";
import { decodeBinary, ExportTraceServiceRequest } from "@spanloom/wire/otlp";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encode } from "./encode.ts";

const ended: ReadableSpan[] = [];
const provider = new TracerProvider({
  resource: resourceFromAttributes({ "service.name": "shop", "host.cores": 4 }, { schemaUrl: "https://schemas/1" }),
  spanLimits: { attributeCountLimit: 20, eventCountLimit: 2, linkCountLimit: 2 },
  spanProcessors: [
    {
      onStart: () => undefined,
      onEnd: (span) => void ended.push(span),
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    },
  ],
});
const tracer = provider.getTracer("agent", "1.2", { schemaUrl: "https://schemas/2" });
const other = provider.getTracer("other");

const decoded = (body: Uint8Array) => decodeBinary(ExportTraceServiceRequest, body);
const byOpenTelemetry = (spans: readonly ReadableSpan[]) =>
  decoded(ProtobufTraceSerializer.serializeRequest([...spans])!);

function spanWith(name: string, attributes: Attributes, parent?: SpanContext): ReadableSpan {
  const context = parent === undefined ? ROOT_CONTEXT : otelTrace.setSpanContext(ROOT_CONTEXT, parent);
  tracer.startSpan(name, { attributes }, context).end();
  return ended.pop()!;
}

const parent: SpanContext = {
  traceId: `00ff${"aB".repeat(14)}`,
  spanId: "0123456789abcdef",
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
  traceState: new TraceState("vendor=1,other=x"),
};

test("every field of a span is written as OpenTelemetry writes it", () => {
  const full = tracer.startSpan(
    "full",
    {
      kind: SpanKind.PRODUCER,
      startTime: [1_763_800_000, 999_999_999],
      links: [{ context: parent, attributes: { why: "retry" } }, { context: { ...parent, traceFlags: 0 } }],
    },
    otelTrace.setSpanContext(ROOT_CONTEXT, parent),
  );
  for (let count = 0; count < 3; count++) {
    full.addEvent(`event ${count}`, { count, list: ["a", "b"] }, [1_763_800_001, count]);
    full.addLink({ context: parent });
  }
  for (let count = 0; count < 25; count++) full.setAttribute(`key ${count}`, count);
  full.setStatus({ code: 2, message: "no ünlaut" });
  full.end([1_763_800_002, 0]);
  other.startSpan("plain").end([4_294_967_296, 7]);
  tracer.startSpan("times", { startTime: [0, 1] }).end([18_446_744_073, 709_551_615]);
  const spans = ended.splice(0);
  expect(decoded(encode(spans).body)).toEqual(byOpenTelemetry(spans));
  expect(decoded(encode(spans, 0).body)).toEqual(byOpenTelemetry(spans));
});

test("any attributes are written as OpenTelemetry writes them", () => {
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: "binary" }),
      fc.boolean(),
      fc.integer(),
      fc.double(),
      fc.constantFrom(2 ** 31, -(2 ** 31) - 1, 2 ** 53, -(2 ** 53), 2 ** 64, -0, Number.NaN, Number.POSITIVE_INFINITY),
      fc.constant(null),
      fc.uint8Array(),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.string({ minLength: 1 }), tie("value"), { maxKeys: 3 }),
    ),
  })).value;
  const attributes = fc.dictionary(fc.string({ minLength: 1, unit: "binary" }), value, { maxKeys: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), attributes), { minLength: 1, maxLength: 4 }), (given) => {
      const spans = given.map(([name, said], at) =>
        spanWith(name, said as Attributes, at % 2 === 0 ? undefined : parent),
      );
      expect(decoded(encode(spans).body)).toEqual(byOpenTelemetry(spans));
    }),
    { numRuns: 30 },
  );
});

test("a span, a scope or a resource that cannot be encoded leaves the others whole, and is counted", () => {
  const refuse = (): never => {
    throw new Error("no");
  };
  const throwing = { get: refuse, ownKeys: refuse };
  const sound = spanWith("sound", { a: 1 });
  const after = spanWith("after", { b: "x" });
  const broken = { ...sound, spanContext: sound.spanContext.bind(sound), attributes: new Proxy({}, throwing) };
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const endless = { ...broken, attributes: cyclic } as unknown as ReadableSpan;
  const scopeless = { ...broken, instrumentationScope: new Proxy({} as never, throwing) };
  const homeless = { ...broken, resource: new Proxy({} as never, throwing) };
  const encoded = encode([sound, broken, endless, scopeless, homeless, after]);
  expect(encoded.broken).toBe(4);
  expect(encoded.fault).toBeInstanceOf(Error);
  expect(decoded(encoded.body)).toEqual(byOpenTelemetry([sound, after]));
});
