import { afterEach, describe, expect, test } from "vitest";
import { registerOnSpanEndHook, registerOnSpanStartHook } from "../provider/span-hooks.ts";
import { recordSpans } from "../testing.ts";
import { trace } from "../trace/trace.ts";
import type { LiveSpan } from "./live-span.ts";
import { startSpan } from "./start-span.ts";
import { withSpan } from "./with-span.ts";

describe("a span says", () => {
  test.each<[what: string, say: (span: LiveSpan) => unknown, attributes: Record<string, unknown>]>([
    ["its type as JSON", (span) => span.setSpanType("LLM"), { "mlflow.spanType": '"LLM"' }],
    ["a text as JSON", (span) => span.setInputs("hi"), { "mlflow.spanInputs": '"hi"' }],
    [
      "simple attributes as they are",
      (span) => span.setAttributes({ a: "x", b: 1, c: [true] }),
      { a: "x", b: 1, c: [true] },
    ],
    [
      "others as JSON",
      (span) => span.setAttributes({ a: { b: [1n] }, c: [1, "x"], d: null }),
      { a: '{"b":[1]}', c: '[1,"x"]' },
    ],
    [
      "usage by OpenTelemetry's names",
      (span) =>
        span.setUsage({
          inputTokens: 9,
          outputTokens: 0,
          cacheReadTokens: 4,
          cacheWriteTokens: 2,
          reasoningTokens: Number.NaN,
        }),
      {
        "gen_ai.usage.input_tokens": 9,
        "gen_ai.usage.output_tokens": 0,
        "gen_ai.usage.cache_read.input_tokens": 4,
        "gen_ai.usage.cache_write.input_tokens": 2,
      },
    ],
    [
      "cost, and its sum",
      (span) => span.setCost({ inputUsd: 0.25, outputUsd: 0.5 }),
      { "mlflow.llm.cost": '{"input_cost":0.25,"output_cost":0.5,"total_cost":0.75}' },
    ],
  ])("%s", (_, say, attributes) => {
    const spans = recordSpans();
    const span = startSpan({ name: "span" });
    expect(say(span)).toBe(span);
    span.end();
    const { "mlflow.spanType": type, ...rest } = spans()[0]!.attributes;
    const { "mlflow.spanType": expected = '"UNKNOWN"', ...others } = attributes;
    expect(type).toBe(expected);
    expect(rest).toEqual(others);
  });

  test("how long its first token took, the first time", () => {
    const spans = recordSpans();
    const startTimeNs = BigInt(Date.now() - 60_000) * 1_000_000n;
    startSpan({ name: "span", startTimeNs }).setTimeToFirstToken().setTimeToFirstToken().end();
    const seconds = spans()[0]!.attributes["gen_ai.response.time_to_first_chunk"];
    expect(seconds).toBeGreaterThan(59.9); // spans have a clock of their own, some milliseconds beside the system's
    expect(seconds).toBeLessThan(120);
  });

  test("OK at its end, unless it was said to have failed", () => {
    const spans = recordSpans();
    startSpan({ name: "a" }).end();
    startSpan({ name: "b" }).setStatus("ERROR", "why").end();
    startSpan({ name: "c" }).end({ status: "STATUS_CODE_ERROR" });
    expect(spans().map(({ span }) => span.status)).toEqual([{ code: 1 }, { code: 2, message: "why" }, { code: 2 }]);
  });

  test("who it is, and what it was told", () => {
    recordSpans();
    const root = startSpan({ name: "root" });
    const child = startSpan({ name: "child", parent: root, inputs: { a: 1 }, spanType: "TOOL" });
    expect(child).toMatchObject({
      name: "child",
      spanType: "TOOL",
      inputs: { a: 1 },
      traceId: root.traceId,
      parentId: root.spanId,
      isRecording: true,
    });
    expect(root).toMatchObject({
      parentId: undefined,
      traceId: expect.stringMatching(/^tr-[0-9a-f]{32}$/),
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  test("siblings that take no time in their order", () => {
    const spans = recordSpans();
    withSpan(() => Array.from({ length: 50 }, (_, at) => startSpan({ name: `${at}` }).end()), { name: "root" });
    const times = spans().map(({ span }) => BigInt(span.startTime[0]) * 1_000_000_000n + BigInt(span.startTime[1]));
    const children = times.slice(0, 50);
    expect(children).toEqual(children.toSorted((a, b) => Number(a - b)));
    expect(times[50]).toBeLessThanOrEqual(children[0]!);
  });
});

describe("what is kept out", () => {
  test("content, on any side and under any name, where it is not captured", () => {
    const spans = recordSpans({ captureContent: false });
    trace((secret: string) => secret)("s3cret");
    startSpan({
      name: "chat",
      inputs: "s3cret",
      attributes: {
        "gen_ai.input.messages": "s3cret",
        "gen_ai.tool.call.result": { a: "s3cret" },
        "gen_ai.request.model": "m",
      },
    })
      .addEvent("e", { "gen_ai.output.messages": "s3cret" })
      .setUsage({ inputTokens: 1 })
      .end({ outputs: "s3cret" });
    const all = spans();
    expect(JSON.stringify(all.map(({ span }) => [span.attributes, span.events]))).not.toContain("s3cret");
    expect(all[1]!.attributes).toMatchObject({ "gen_ai.request.model": "m", "gen_ai.usage.input_tokens": 1 });
  });

  test("whatever redact takes out, of inputs, outputs, attributes and errors", () => {
    const paths: string[] = [];
    const spans = recordSpans({
      redact: (value, path) => {
        paths.push(path.join("."));
        return typeof value === "string" ? value.replaceAll("s3cret", "***") : value;
      },
    });
    expect(() =>
      trace({ name: "f", attributes: { note: "a s3cret", count: 1 } }, (given: { key: string }) => {
        throw new Error(`bad ${given.key}`);
      })({ key: "s3cret" }),
    ).toThrow("bad s3cret");
    const [{ span, inputs, attributes }] = spans() as [ReturnType<typeof spans>[number]];
    expect(inputs).toEqual({ given: { key: "***" } });
    expect(attributes).toMatchObject({ note: "a ***", count: 1 });
    expect(span.status.message).toBe("bad ***");
    expect(JSON.stringify(span.events)).not.toContain("s3cret");
    expect(paths).toEqual(expect.arrayContaining(["inputs.given.key", "note", "count", "exception.message"]));
  });

  test("what is longer than an attribute may be", () => {
    const spans = recordSpans({ maxAttributeBytes: 1_000 });
    startSpan({ name: "long", inputs: "ü".repeat(100_000), attributes: { long: "x".repeat(100_000) } }).end();
    const [{ attributes }] = spans() as [ReturnType<typeof spans>[number]];
    for (const key of ["mlflow.spanInputs", "long"]) {
      expect(Buffer.byteLength(String(attributes[key]))).toBeLessThanOrEqual(1_000);
    }
  });
});

describe("hooks", () => {
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });

  test("are told of each start and end, may change the span, and can be ended", () => {
    const spans = recordSpans();
    const told: string[] = [];
    stops.push(registerOnSpanStartHook((span) => void told.push(`start ${span.name}`)));
    stops.push(
      registerOnSpanEndHook((span) => void told.push(`end ${span.name} ${span.setAttribute("late", 1).status.code}`)),
    );
    withSpan(() => startSpan({ name: "child" }).end(), { name: "root" });
    for (const stop of stops.splice(0)) stop();
    startSpan({ name: "after" }).end();
    expect(told).toEqual(["start root", "start child", "end child OK", "end root OK"]);
    expect(spans().map(({ attributes }) => attributes.late)).toEqual([1, 1, undefined]);
  });
});
