import { Readable } from "node:stream";
import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace";
import { afterEach, beforeEach, expect, test } from "vitest";
import { init, startSpan, trace, withSpan } from "../index.ts";
import { abandonAll } from "../streams/followers.ts";

const ended: ReadableSpan[] = [];
const collector: SpanProcessor = {
  onStart() {},
  onEnd: (span) => void ended.push(span),
  forceFlush: async () => {},
  shutdown: async () => {},
};
// Nobody listens there: these tests look at spans before they are delivered.
beforeEach(() => init({ url: "http://127.0.0.1:9", spanProcessors: [collector], exitTimeoutMs: 0 }));
afterEach(() => ended.splice(0));

const child = (name: string) => startSpan({ name }).end();
const spanOf = (name: string) => ended.find((span) => span.name === name)!;
const outputsOf = (name: string) => JSON.parse(String(spanOf(name).attributes["mlflow.spanOutputs"] ?? "null"));
const namesOf = () => ended.map((span) => span.name);
const drain = async (source: AsyncIterable<unknown>) => {
  for await (const _ of source);
};

test("a traced generator is one span until it is consumed; what it does nests below it, what its consumer does does not", async () => {
  const answer = trace(async function* answer(question: string) {
    child("retrieve");
    yield `About ${question}: `;
    await Promise.resolve();
    child("generate");
    yield "42";
  });
  await withSpan(async () => {
    for await (const _ of answer("life")) child("send");
  }, { name: "request" }); // biome-ignore format: reads better
  expect(namesOf()).toEqual(["retrieve", "send", "generate", "send", "answer", "request"]);
  const parentOf = (name: string) => spanOf(name).parentSpanContext?.spanId;
  expect(parentOf("retrieve")).toBe(spanOf("answer").spanContext().spanId);
  expect(parentOf("generate")).toBe(spanOf("answer").spanContext().spanId);
  expect(parentOf("send")).toBe(spanOf("request").spanContext().spanId);
  expect(outputsOf("answer")).toBe("About life: 42");
  expect(JSON.parse(String(spanOf("answer").attributes["mlflow.spanInputs"]))).toEqual({ question: "life" });
  expect(spanOf("answer").attributes["gen_ai.response.time_to_first_chunk"]).toBeGreaterThanOrEqual(0);
});

test.each<[string, () => unknown, unknown]>([
  [
    "texts are joined",
    function* () {
      yield "a";
      yield "b";
    },
    "ab",
  ],
  [
    "others are a list",
    function* () {
      yield { a: 1 };
      yield 2;
    },
    [{ a: 1 }, 2],
  ],
  [
    "bytes are text, also where a letter is cut in two",
    () => Readable.from([Buffer.from("é").subarray(0, 1), Buffer.from("é").subarray(1)]),
    "é",
  ],
  ["bytes that are no text are counted", () => Readable.from([Buffer.from([0xff, 0xfe])]), "[2 bytes]"],
  ["nothing is nothing", function* () {}, null],
])("chunks as outputs: %s", async (_what, fn, outputs) => {
  await drain(trace({ name: "stream" }, fn)() as AsyncIterable<unknown>);
  expect(outputsOf("stream")).toEqual(outputs);
});

test("gather makes the outputs of the chunks", async () => {
  const words = trace({ name: "words", gather: (chunks: string[]) => ({ words: chunks.length }) }, function* () {
    yield* ["a", "b", "c"];
  });
  expect([...words()]).toEqual(["a", "b", "c"]);
  expect(outputsOf("words")).toEqual({ words: 3 });
});

test("a long stream is kept in part, and says so", () => {
  init({ url: "http://127.0.0.1:9", spanProcessors: [collector], exitTimeoutMs: 0, maxAttributeBytes: 10_000 });
  const long = trace({ name: "long" }, function* () {
    for (let index = 0; index < 100; index++) yield { text: "x".repeat(1_000) };
  });
  expect([...long()]).toHaveLength(100);
  const outputs = outputsOf("long");
  expect(outputs.length).toBeLessThan(12);
  expect(outputs.at(-1)).toBe(`[${100 - (outputs.length - 1)} more chunks]`);
});

test("a function's own outputs stay; without capture no chunk is kept", async () => {
  await withSpan(function* (span) { span.setOutputs("own"); yield 1; }, { name: "own" }).next(); // biome-ignore format: short
  const secret = trace({ name: "secret", capture: false }, function* () { yield "hidden"; }); // biome-ignore format: short
  expect([...secret()]).toEqual(["hidden"]);
  expect(spanOf("secret").attributes).not.toHaveProperty(["mlflow.spanOutputs"]);
  expect(spanOf("secret").attributes["gen_ai.response.time_to_first_chunk"]).toBeDefined();
});

test("how a stream ended that was not consumed to its end", async () => {
  const count = trace({ name: "count" }, function* () { yield 1; yield 2; }); // biome-ignore format: short
  for (const _ of count()) break;
  expect(outputsOf("count")).toEqual([1]);
  expect(spanOf("count").events).toMatchObject([{ name: "stream.cancelled", attributes: { "stream.chunk_count": 1 } }]);
  expect(spanOf("count").status.code).toBe(1);

  const broken = trace({ name: "broken" }, async function* () { yield "a"; throw new TypeError("no"); }); // biome-ignore format: short
  await expect(drain(broken())).rejects.toThrow("no");
  expect(spanOf("broken")).toMatchObject({ status: { code: 2, message: "no" }, events: [{ name: "exception" }] });
  expect(outputsOf("broken")).toBe("a");

  const left = trace({ name: "left" }, async function* () { yield 1; })(); // biome-ignore format: short
  expect(namesOf()).not.toContain("left");
  abandonAll();
  expect(spanOf("left").events).toMatchObject([{ name: "stream.abandoned", attributes: { reason: "shutdown" } }]);
  await drain(left);
});
