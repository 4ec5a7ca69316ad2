import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalSpans } from "../harness/canonical.ts";
import { attributes, newSpanId, newTraceId, type OtlpSpan, tracesOf } from "../harness/otlp.ts";
import { encodeTraces } from "../harness/otlp-binary.ts";
import { readerOf } from "../harness/reader.ts";
import { sendRaw } from "../harness/send.ts";
import { startServer, type TestServer } from "../harness/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.dispose());

const now = () => BigInt(Date.now()) * 1_000_000n;
const year = 365n * 86_400n * 1_000_000_000n;

/** Spans that are wrong in one way each. All are stored and found; `noted` ones carry a note of what was changed. */
const hostile: Record<string, { span: () => Partial<OtlpSpan>; noted: boolean }> = {
  "NUL in the name": { span: () => ({ name: "a\u0000b" }), noted: true },
  "NUL in an attribute's key and value": {
    span: () => ({ attributes: attributes({ "k\u0000": "v\u0000w" }) }),
    noted: false,
  },
  "text that is not UTF-8 in the name": { span: () => ({ name: badUtf8 }), noted: true },
  "text that is not UTF-8 in a value": {
    span: () => ({ attributes: [{ key: "bad", value: { stringValue: badUtf8 } }] }),
    noted: true,
  },
  "a 10 MB attribute": { span: () => ({ attributes: attributes({ large: "word ".repeat(2_000_000) }) }), noted: false },
  "a 10 MB name": { span: () => ({ name: "n".repeat(10_000_000) }), noted: true },
  "zero times": { span: () => ({ startTimeUnixNano: "0", endTimeUnixNano: "0" }), noted: true },
  "a start in the year 2500": {
    span: () => ({ startTimeUnixNano: "16725225600000000000", endTimeUnixNano: "16725225600000000001" }),
    noted: true,
  },
  "a start in a hundred years": {
    span: () => ({ startTimeUnixNano: String(now() + 100n * year), endTimeUnixNano: String(now() + 100n * year) }),
    noted: false,
  },
  "a start in 1971": {
    span: () => ({ startTimeUnixNano: String(year), endTimeUnixNano: String(year + 1n) }),
    noted: false,
  },
  "the largest times": {
    span: () => ({ startTimeUnixNano: "18446744073709551615", endTimeUnixNano: "18446744073709551615" }),
    noted: true,
  },
  "an end before its start": {
    span: () => ({ startTimeUnixNano: String(now()), endTimeUnixNano: String(now() - 1_000_000n) }),
    noted: true,
  },
  "an end of zero": { span: () => ({ endTimeUnixNano: "0" }), noted: false },
  "a missing parent": { span: () => ({ parentSpanId: newSpanId() }), noted: false },
  "an unknown kind and status": { span: () => ({ kind: 99, status: { code: 77 } }), noted: false },
  "no name": { span: () => ({ name: "" }), noted: false },
  "10,000 attributes": {
    span: () => ({
      attributes: attributes(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]))),
    }),
    noted: false,
  },
  "a key twice": {
    span: () => ({ attributes: [...attributes({ twice: "first" }), ...attributes({ twice: "second" })] }),
    noted: false,
  },
  "values nested 60 deep": { span: () => ({ attributes: attributes({ deep: nested(60) }) }), noted: false },
  "SQL and JSON paths in names": {
    span: () => ({ name: `'; drop table spans; --`, attributes: attributes({ "a\"].b'": "$.x ? (@ == 1)" }) }),
    noted: false,
  },
  "numbers that JSON does not know": {
    span: () => ({ attributes: attributes({ nan: Number.NaN, infinite: Number.NEGATIVE_INFINITY }) }),
    noted: false,
  },
  "GenAI attributes of wrong types": {
    span: () => ({
      attributes: attributes({
        "gen_ai.operation.name": 5,
        "gen_ai.request.model": ["a", 1],
        "gen_ai.usage.input_tokens": "many",
        "gen_ai.usage.output_tokens": -9_223_372_036_854_775_808n,
        "gen_ai.input.messages": '{"not": "a list"',
        "llm.token_count.prompt": 1e300,
        "mlflow.spanInputs": "{broken",
        "session.id": { nested: true },
        "user.id": "\u0000",
      }),
    }),
    noted: false,
  },
};

describe.each(Object.keys(hostile))("a span with %s", (name) => {
  test("is stored beside a good one, found, and says what was changed", async () => {
    const traceId = newTraceId();
    const good = spanOf(traceId, { name: "good" });
    const marker = crypto.randomUUID();
    const { attributes: own = [], ...rest } = hostile[name]!.span();
    const bad = spanOf(traceId, { ...rest, attributes: [...attributes({ "interop.marker": marker }), ...own] });
    const answer = await sendRaw(`${server.url}/v1/traces`, encodeTraces(tracesOf([bad, good])));
    expect([answer.status, answer.body.toString("utf8")]).toEqual([200, ""]);

    const reader = readerOf(server.url);
    expect((await reader.summary(traceId)).span_count).toBe(2);
    expect((await reader.skeleton(traceId)).id).toEqual(expect.arrayContaining([good.spanId, bad.spanId]));
    expect(await reader.find(`span.attributes.interop.marker = '${marker}'`)).toEqual([traceId]);
    const stored = canonicalSpans(await reader.otlp(traceId));
    expect(stored.map(({ spanId }) => spanId).sort()).toEqual([good.spanId, bad.spanId].sort());

    const { notes = [] } = await reader.spans(traceId, [bad.spanId, good.spanId]);
    const notesOf = (spanId: string) => notes.filter((note) => note.span_id === spanId).flatMap((note) => note.notes);
    expect(notesOf(good.spanId)).toEqual([]);
    if (hostile[name]!.noted) expect(notesOf(bad.spanId).length).toBeGreaterThan(0);
  });
});

test.each([100, 1_000])("a value nested %i deep is rejected alone, so that its trace can be read", async (depth) => {
  const traceId = newTraceId();
  const good = spanOf(traceId, {});
  const deep = (level: number): unknown => {
    let value: unknown = "bottom";
    for (let i = 0; i < level; i++) value = [value];
    return value;
  };
  const bad = spanOf(traceId, { name: "too deep", attributes: attributes({ deep: deep(depth) }) });
  const answer = await sendRaw(`${server.url}/v1/traces`, encodeTraces(tracesOf([bad, good])));
  expect(answer.status).toBe(200);
  expect(answer.body.toString("utf8")).toMatch(/nested deeper/);
  expect(canonicalSpans(await readerOf(server.url).otlp(traceId))).toHaveLength(1);
});

test("a span that comes twice in one request counts once", async () => {
  const traceId = newTraceId();
  const span = spanOf(traceId, {});
  const answer = await sendRaw(
    `${server.url}/v1/traces`,
    encodeTraces(tracesOf([span, span, { ...span, name: "other" }])),
  );
  expect(answer.status).toBe(200);
  expect((await readerOf(server.url).summary(traceId)).span_count).toBe(1);
});

test("parents in a circle are all shown", async () => {
  const traceId = newTraceId();
  const [a, b, c] = [newSpanId(), newSpanId(), newSpanId()];
  const circle = [
    spanOf(traceId, { spanId: a, parentSpanId: b }),
    spanOf(traceId, { spanId: b, parentSpanId: c }),
    spanOf(traceId, { spanId: c, parentSpanId: a }),
    spanOf(traceId, { parentSpanId: undefined, name: "its own parent" }),
  ];
  circle[3]!.parentSpanId = circle[3]!.spanId;
  expect((await sendRaw(`${server.url}/v1/traces`, encodeTraces(tracesOf(circle)))).status).toBe(200);
  const skeleton = await readerOf(server.url).skeleton(traceId);
  expect(skeleton.id).toEqual(expect.arrayContaining(circle.map(({ spanId }) => spanId)));
  expect(skeleton.trace.span_count).toBe(4);
});

test("a trace of 50,000 spans in a chain, each the child of the one before, is read", async () => {
  const traceId = newTraceId();
  const chain: OtlpSpan[] = [];
  for (let i = 0; i < 50_000; i++) chain.push(spanOf(traceId, { parentSpanId: chain[i - 1]?.spanId, attributes: [] }));
  expect((await sendRaw(`${server.url}/v1/traces`, encodeTraces(tracesOf(chain)))).status).toBe(200);
  const skeleton = await readerOf(server.url).skeleton(traceId);
  expect(skeleton.count).toBe(50_000);
  expect(skeleton.depth.at(-1)).toBe(49_999);
});

/** Latin-1's ü, a lone continuation byte, and an overlong slash. */
const badUtf8 = Buffer.from([0x67, 0x72, 0xfc, 0x80, 0xc0, 0xaf]) as unknown as string;

function nested(depth: number): unknown {
  return depth === 0 ? "bottom" : depth % 2 === 0 ? [nested(depth - 1)] : { in: nested(depth - 1) };
}

function spanOf(traceId: string, parts: Partial<OtlpSpan>): OtlpSpan {
  return {
    traceId,
    spanId: newSpanId(),
    name: "span",
    kind: 1,
    startTimeUnixNano: String(now()),
    endTimeUnixNano: String(now() + 1_000_000n),
    ...parts,
  };
}
