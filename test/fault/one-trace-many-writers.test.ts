import { afterAll, beforeAll, expect, test } from "vitest";
import { attributes, newSpanId, newTraceId, type OtlpSpan, tracesOf } from "../harness/otlp.ts";
import { encodeTraces } from "../harness/otlp-binary.ts";
import { readerOf } from "../harness/reader.ts";
import { send, sendRaw } from "../harness/send.ts";
import { startServer, type TestServer } from "../harness/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.dispose());

const writers = 32;
const requestsEach = 10;
const spansEach = 20;
const start = 1_767_225_600_000_000_000n;

test("32 writers on one trace: every span once, totals right, no deadlock", async () => {
  const traceId = newTraceId();
  const root = span(traceId, 0);
  const writer = async (index: number): Promise<void> => {
    for (let request = 0; request < requestsEach; request++) {
      const first = 1 + (index * requestsEach + request) * spansEach;
      const spans = Array.from({ length: spansEach }, (_, i) => span(traceId, first + i, root.spanId));
      const body = encodeTraces(tracesOf(shuffled(spans)));
      // Every third request is sent twice at once, as a sender does that lost the answer.
      const copies = request % 3 === 0 ? 2 : 1;
      const answers = await Promise.all(Array.from({ length: copies }, () => sendRaw(`${server.url}/v1/traces`, body)));
      for (const { status, body: text } of answers) expect([status, text.toString("utf8")]).toEqual([200, ""]);
    }
  };
  await Promise.all([
    ...Array.from({ length: writers }, (_, index) => writer(index)),
    send(server.url, tracesOf([root])),
  ]);

  const spans = writers * requestsEach * spansEach + 1;
  const summary = await readerOf(server.url).complete(traceId, spans);
  expect(summary).toMatchObject({
    span_count: spans,
    error_count: Math.floor((spans - 1) / 10),
    start_time_unix_nano: String(start),
    duration_ns: spans * 1_000,
    state: "OK",
    root_span_id: root.spanId,
  });
  expect(summary.usage).toMatchObject({ input_tokens: 3 * (spans - 1), output_tokens: spans - 1 });
  const skeleton = await readerOf(server.url).skeleton(traceId);
  expect(skeleton.count).toBe(spans);
  expect(new Set(skeleton.id).size).toBe(spans);
  expect(server.output()).not.toMatch(/deadlock/i);
});

test("a batch that is sent again, and again at once, changes nothing", async () => {
  const traceId = newTraceId();
  const root = span(traceId, 0);
  const batch = tracesOf([root, ...Array.from({ length: 50 }, (_, i) => span(traceId, i + 1, root.spanId))]);
  const reader = readerOf(server.url);
  const read = async () => ({
    summary: { ...(await reader.summary(traceId)), updated_at_ms: 0 },
    skeleton: { ...(await reader.skeleton(traceId)), trace: undefined, as_of_ms: undefined },
    otlp: (await reader.otlp(traceId)).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((s) => s.spans))
      .length,
  });
  await send(server.url, batch);
  const once = await read();
  await send(server.url, batch);
  await Promise.all(Array.from({ length: 8 }, () => send(server.url, batch)));
  expect(await read()).toEqual(once);
  expect(once.otlp).toBe(51);
});

/** Each takes 1 µs after the one before it; every tenth fails; each reports tokens. */
function span(traceId: string, index: number, parentSpanId?: string): OtlpSpan {
  const at = start + BigInt(index) * 1_000n;
  return {
    traceId,
    spanId: newSpanId(),
    parentSpanId,
    name: `span ${index}`,
    kind: 1,
    startTimeUnixNano: String(at),
    endTimeUnixNano: String(at + 1_000n),
    attributes:
      parentSpanId === undefined
        ? []
        : attributes({
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": "gpt-4o-mini",
            "gen_ai.usage.input_tokens": 3,
            "gen_ai.usage.output_tokens": 1,
          }),
    status: index > 0 && index % 10 === 0 ? { code: 2 } : {},
  };
}

function shuffled<T>(values: T[]): T[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
