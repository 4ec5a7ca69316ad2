import type { SentSample } from "./expect-sample.ts";
import { anyValueOf, attributes, newSpanId, newTraceId, type OtlpTraces } from "./otlp.ts";
import { sampleAttributes, sampleTimes } from "./sample-trace.ts";

/** The sample trace as an OTLP message, with the values on top that only the protocol itself can carry. */
export function sampleOtlp(): { traces: OtlpTraces; sent: SentSample } {
  const marker = crypto.randomUUID();
  const traceId = newTraceId();
  const [rootSpanId, chatSpanId, toolSpanId] = [newSpanId(), newSpanId(), newSpanId()];
  const traces: OtlpTraces = {
    resourceSpans: [
      {
        resource: { attributes: attributes({ "service.name": "interop-raw", nested: { a: [1, { b: "c" }] } }) },
        scopeSpans: [
          {
            scope: { name: "interop", version: "1.2.3", attributes: attributes({ scoped: true }) },
            spans: [
              {
                traceId,
                spanId: rootSpanId,
                name: "invoke_agent planner",
                kind: 1,
                startTimeUnixNano: String(sampleTimes.rootStart),
                endTimeUnixNano: String(sampleTimes.rootEnd),
                attributes: attributes({ ...sampleAttributes(marker), ...rawExtras }),
                status: { code: 1 },
              },
              {
                traceId,
                spanId: chatSpanId,
                parentSpanId: rootSpanId,
                name: "chat gpt-4o-mini",
                kind: 3,
                startTimeUnixNano: String(sampleTimes.chatStart),
                endTimeUnixNano: String(sampleTimes.chatEnd),
                attributes: attributes({
                  "gen_ai.operation.name": "chat",
                  "gen_ai.provider.name": "openai",
                  "gen_ai.request.model": "gpt-4o-mini",
                  "gen_ai.usage.input_tokens": 12,
                  "gen_ai.usage.output_tokens": 5,
                }),
                events: [
                  {
                    name: "first token",
                    timeUnixNano: String(sampleTimes.firstToken),
                    attributes: [{ key: "index", value: anyValueOf(0) }],
                  },
                ],
                links: [
                  {
                    traceId: "0af7651916cd43dd8448eb211c80319c",
                    spanId: "b7ad6b7169203331",
                    attributes: attributes({ reason: "cached answer" }),
                  },
                ],
              },
              {
                traceId,
                spanId: toolSpanId,
                parentSpanId: rootSpanId,
                name: "execute_tool weather",
                kind: 1,
                startTimeUnixNano: String(sampleTimes.toolStart),
                endTimeUnixNano: String(sampleTimes.toolEnd),
                attributes: attributes({
                  "gen_ai.operation.name": "execute_tool",
                  "gen_ai.tool.name": "weather",
                  "interop.tool": marker,
                }),
                events: [
                  {
                    name: "exception",
                    timeUnixNano: String(sampleTimes.failure),
                    attributes: attributes({
                      "exception.type": "ValueError",
                      "exception.message": "no such city",
                    }),
                  },
                ],
                status: { code: 2, message: "no such city" },
              },
            ],
          },
        ],
      },
    ],
  };
  return { traces, sent: { marker, traceId, rootSpanId, chatSpanId, toolSpanId, rootExtras: canonicalExtras } };
}

const rawExtras = {
  int64: 9_007_199_254_740_993n,
  "int64.minimum": -9_223_372_036_854_775_808n,
  nothing: null,
  bytes: new Uint8Array([0, 255, 1]),
  nested: { list: [{ deep: { deeper: 1n } }, "x", null], empty: {} },
};

const canonicalExtras = {
  int64: { int: "9007199254740993" },
  "int64.minimum": { int: "-9223372036854775808" },
  nothing: null,
  bytes: { bytes: "AP8B" },
  nested: {
    kvlist: {
      list: [{ kvlist: { deep: { kvlist: { deeper: { int: "1" } } } } }, "x", null],
      empty: { kvlist: {} },
    },
  },
};
