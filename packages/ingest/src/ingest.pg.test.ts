import { randomBytes } from "node:crypto";
import { zstdDecompressSync } from "node:zlib";
import { defaultPrices } from "@spanloom/conventions";
import type { Store } from "@spanloom/store";
import { type FreshStore, freshStore } from "@spanloom/store/testing";
import { otlpJsonToBinary } from "@spanloom/wire/otlp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Ingest } from "./ingest.ts";
import { remap } from "./remap.ts";
import { type TestSpan, traceRequest } from "./testing.ts";

let fresh: FreshStore;
let ingest: Ingest;
beforeAll(async () => {
  fresh = await freshStore();
  ingest = new Ingest({ store: fresh.store, prices: defaultPrices });
});
afterAll(async () => {
  await ingest.close();
  await fresh.drop();
});

const newTraceId = () => randomBytes(16).toString("hex");
const newSpanId = () => randomBytes(8).toString("hex");

async function rows<Row extends object>(store: Store, text: string): Promise<readonly Row[]> {
  return store.db.query<Row>({ text, values: [] });
}

/** A trace's row without its revision, which only tells writes apart. */
async function trace(traceId: string) {
  const [row] = await rows<Record<string, unknown>>(fresh.store, `select * from traces where trace_id = '${traceId}'`);
  const { revision, ...rest } = row ?? {};
  return rest;
}

async function spanRows(traceId: string) {
  return rows<Record<string, never>>(
    fresh.store,
    `select * from spans where trace_id = '${traceId}' order by start_ns, span_id`,
  );
}

function family(traceId = newTraceId()): TestSpan[] {
  const root = newSpanId();
  return [
    { traceId, spanId: root, name: "agent", start: 1_000n, end: 9_000n, attributes: { "session.id": "s-1" } },
    {
      traceId,
      spanId: newSpanId(),
      parentId: root,
      name: "chat gpt-4o-mini",
      start: 2_000n,
      end: 5_000n,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.usage.input_tokens": 1000,
        "gen_ai.usage.output_tokens": 100,
        "gen_ai.input.messages": JSON.stringify([
          { role: "user", parts: [{ type: "text", content: "What is the weather in Oslo?" }] },
        ]),
        "gen_ai.output.messages": JSON.stringify([
          { role: "assistant", parts: [{ type: "text", content: "It rains." }] },
        ]),
      },
    },
    { traceId, spanId: newSpanId(), parentId: root, name: "tool", start: 5_500n, end: 6_000n, status: 2 },
  ];
}

test("chunks of a burst are stored without a word filter, unless the content index is behind already", async () => {
  const { store } = fresh;
  const busy = new Ingest({ store, prices: defaultPrices, busyBytesPerSecond: 0 });
  const first = newTraceId();
  const isFiltered = async (traceId = newTraceId()) => {
    const spans = [{ traceId, spanId: newSpanId(), attributes: { text: "words of a burst" } }];
    await busy.traces(traceRequest(spans));
    const [chunk] = await rows<{ filtered: boolean }>(
      store,
      `select words is not null as filtered from chunks where trace_id = '${traceId}'`,
    );
    return chunk?.filtered;
  };
  const waitingBytes = async (bytes: number) => {
    await rows(store, `update chunks set raw_bytes = ${bytes} where trace_id = '${first}'`);
    await store.contentIndex.look();
  };
  expect(await isFiltered(first)).toBe(false);
  await waitingBytes(500_000_000);
  expect(await isFiltered()).toBe(true);
  await waitingBytes(100);
  expect(await isFiltered()).toBe(false);
  await busy.close();
});

describe("a batch", () => {
  test("is stored whole and summed up in its trace's row", async () => {
    const spans = family();
    const outcome = await ingest.traces(traceRequest(spans, { "service.name": "shop" }));
    expect(outcome).toEqual({ accepted: 3, rejected: 0, message: "" });
    expect(await trace(spans[0]!.traceId)).toMatchObject({
      name: "agent",
      span_count: 3,
      error_count: 1,
      root_status: 0,
      start_ns: 1_000n,
      end_ns: 9_000n,
      session: "s-1",
      input_tokens: 1000n,
      output_tokens: 100n,
      input_preview: "What is the weather in Oslo?",
      output_preview: "It rains.",
      models: ["gpt-4o-mini"],
      experiment_id: 0n,
    });
    expect(await spanRows(spans[0]!.traceId)).toMatchObject([
      { name: "agent" },
      { name: "chat gpt-4o-mini" },
      { name: "tool" },
    ]);
  });

  test("sent again changes nothing", async () => {
    const spans = family();
    const body = traceRequest(spans);
    await ingest.traces(body);
    const before = await trace(spans[0]!.traceId);
    await Promise.all([ingest.traces(body), ingest.traces(body)]);
    expect(await trace(spans[0]!.traceId)).toEqual(before);
    expect(await spanRows(spans[0]!.traceId)).toHaveLength(3);
    const chunks = await rows(fresh.store, `select 1 from chunks where trace_id = '${spans[0]!.traceId}'`);
    expect(chunks).toHaveLength(1);
  });

  test("gives the same row in whatever order its spans arrive", async () => {
    const seen = new Set<string>();
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [1, 0, 2],
      [2, 0, 1],
    ]) {
      const spans = family();
      for (const index of order) await ingest.traces(traceRequest([spans[index]!]));
      const { trace_id, root_span_id, updated_at, ...row } = (await trace(spans[0]!.traceId)) ?? {};
      seen.add(JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value)));
    }
    expect([...seen]).toHaveLength(1);
  });

  test("of 32 writers on one trace ends with every span counted once", async () => {
    const traceId = newTraceId();
    const root = newSpanId();
    const bodies = Array.from({ length: 32 }, (_, i) =>
      traceRequest(
        Array.from({ length: 10 }, (_, j) => ({
          traceId,
          spanId: i === 7 && j === 3 ? root : newSpanId(),
          ...(i === 7 && j === 3 ? {} : { parentId: root }),
          status: j === 0 ? 2 : 0,
        })),
      ),
    );
    const others = await Promise.all([1, 2, 3].map(() => new Ingest({ store: fresh.store, prices: defaultPrices })));
    await Promise.all(bodies.map((body, i) => [ingest, ...others][i % 4]!.traces(body)));
    expect(await trace(traceId)).toMatchObject({ span_count: 320, error_count: 32 });
    expect(await spanRows(traceId)).toHaveLength(320);
  });
});

describe("a span", () => {
  test("that is sent again when it has ended replaces its running version", async () => {
    const traceId = newTraceId();
    const spanId = newSpanId();
    await ingest.traces(traceRequest([{ traceId, spanId, end: 0n }]));
    expect(await trace(traceId)).toMatchObject({ root_status: null, end_ns: null, span_count: 1 });
    await ingest.traces(traceRequest([{ traceId, spanId, status: 2 }]));
    expect(await trace(traceId)).toMatchObject({ root_status: 2, span_count: 1, error_count: 1 });
    await ingest.traces(traceRequest([{ traceId, spanId, end: 0n }]));
    expect(await trace(traceId)).toMatchObject({ root_status: 2, span_count: 1, error_count: 1 });
  });

  test("keeps its bytes exactly, whatever had to be changed to search it", async () => {
    const traceId = newTraceId();
    const attributes = {
      "nul\0key": "a\0b",
      big: 9_007_199_254_740_993n,
      bytes: new Uint8Array([0, 255]),
      $name: "mine",
    };
    const body = traceRequest([{ traceId, spanId: newSpanId(), name: "bad\0name", start: 0n, end: 5n, attributes }]);
    expect(await ingest.traces(body)).toMatchObject({ accepted: 1 });
    const [row] = await spanRows(traceId);
    expect(row).toMatchObject({ name: "bad\uFFFDname", start_ns: 5n });
    expect(row!.notes).toEqual([
      expect.stringContaining("start_time_unix_nano is 0"),
      expect.stringContaining("the name has NUL"),
    ]);
    const [chunk] = await rows<{ data: Buffer }>(fresh.store, `select data from chunks where trace_id = '${traceId}'`);
    expect(zstdDecompressSync(chunk!.data).equals(body)).toBe(true);
  });

  test("without usable ids is rejected alone, and the answer names it", async () => {
    const traceId = newTraceId();
    const outcome = await ingest.traces(
      traceRequest([
        { traceId, spanId: newSpanId() },
        { traceId: "00".repeat(16), spanId: newSpanId() },
        { traceId, spanId: "abcd" },
      ]),
    );
    expect(outcome).toEqual({
      accepted: 1,
      rejected: 2,
      message: 'span 1 was not stored: trace_id must not be all zeros (its name: "a span") (and 1 more)',
    });
  });

  test("with hostile times, ids and names is stored and found", async () => {
    const traceId = newTraceId();
    const spanId = newSpanId();
    const hostile: TestSpan[] = [
      { traceId, spanId: newSpanId(), start: 2n ** 64n - 1n, end: 2n ** 64n - 1n },
      { traceId, spanId: newSpanId(), start: 5_000n, end: 1n },
      { traceId, spanId: newSpanId(), start: 4_102_444_800_000_000_000n },
      { traceId, spanId, parentId: spanId },
      { traceId, spanId: newSpanId(), parentId: "ab" },
      { traceId, spanId: newSpanId(), name: "x".repeat(10_000) },
      { traceId, spanId: newSpanId(), attributes: { huge: "y".repeat(10_000_000), "'; drop table spans; --": "\\" } },
    ];
    expect(await ingest.traces(traceRequest(hostile))).toMatchObject({ accepted: 7, rejected: 0 });
    expect(await spanRows(traceId)).toHaveLength(7);
  });
});

test("a trace whose root has not come is running, after a while without a span incomplete, and healed by late ones", async () => {
  const [root, ...below] = family();
  const { traceId } = root!;
  const state = async () => (await fresh.store.traces.get(traceId))?.state;
  await ingest.traces(traceRequest(below.slice(0, 1)));
  expect(await state()).toBe("running");
  await rows(fresh.store, `update traces set updated_at = now() - interval '1 day' where trace_id = '${traceId}'`);
  expect(await state()).toBe("incomplete");
  await ingest.traces(traceRequest(below.slice(1)));
  expect(await state()).toBe("running");
  await ingest.traces(traceRequest([root!]));
  expect(await state()).toBe("ok");
});

describe("run, logged model, session and user of a trace", () => {
  const said = { "mlflow.sourceRun": "r-1", "mlflow.modelId": "m-1", "session.id": "s-1", "user.id": "u-1" };
  const links = { run_id: "r-1", model_id: "m-1", session: "s-1", end_user: "u-1" };

  const others = { "mlflow.sourceRun": "r-2", "mlflow.modelId": "m-2", "session.id": "s-2", "user.id": "u-2" };

  test.each([
    ["the root", said, others, {}],
    ["a span below the root", {}, said, {}],
    ["the resource", {}, {}, said],
    ["the span, where the resource says another", said, {}, others],
  ])("are read from %s", async (_, attributes, below, resource) => {
    const [traceId, root] = [newTraceId(), newSpanId()];
    const child = { traceId, spanId: newSpanId(), parentId: root, attributes: below };
    await ingest.traces(traceRequest([child, { traceId, spanId: root, attributes }], resource));
    expect(await trace(traceId)).toMatchObject(links);
  });

  test("the run is read from a header too, which wins", async () => {
    const traceId = newTraceId();
    await ingest.traces(traceRequest([{ traceId, spanId: newSpanId(), attributes: said }]), { runId: "r-9" });
    expect(await trace(traceId)).toMatchObject({ ...links, run_id: "r-9" });
  });
});

describe("an experiment", () => {
  test("is taken from the header, else from the span, else from its resource, else it is the default", async () => {
    const experiments = await Promise.all(
      (
        [
          [{ experimentName: "by header" }, { "spanloom.experiment.name": "by span" }, {}],
          [{}, { "spanloom.experiment.name": "by span" }, { "spanloom.experiment.name": "by resource" }],
          [{}, {}, { "spanloom.experiment.name": "by resource" }],
          [{}, {}, {}],
        ] as const
      ).map(async ([context, attributes, resource]) => {
        const traceId = newTraceId();
        await ingest.traces(traceRequest([{ traceId, spanId: newSpanId(), attributes }], resource), context);
        const [row] = await rows<{ name: string }>(
          fresh.store,
          `select e.name from traces join experiments e using (experiment_id) where trace_id = '${traceId}'`,
        );
        return row?.name;
      }),
    );
    expect(experiments).toEqual(["by header", "by span", "by resource", "Default"]);
  });

  test("that there is not is refused with a sentence", async () => {
    const body = traceRequest(family());
    await expect(ingest.traces(body, { experimentId: "4711" })).rejects.toMatchObject({
      reason: "unknown-experiment",
      message: expect.stringContaining('"4711"'),
    });
  });
});

test("a body that is no protobuf is undecodable", async () => {
  await expect(ingest.traces(Buffer.from("{}"))).rejects.toMatchObject({ reason: "undecodable" });
});

describe("a trace that arrived in many pieces", () => {
  test("is settled into one chunk, with every span as it was", async () => {
    const traceId = newTraceId();
    const root = newSpanId();
    const spans: TestSpan[] = Array.from({ length: 20 }, (_, i) => ({
      traceId,
      spanId: i === 0 ? root : newSpanId(),
      ...(i === 0 ? {} : { parentId: root }),
      name: `step ${i}`,
      start: 1_000n + BigInt(i),
      attributes: { "gen_ai.usage.input_tokens": i, "gen_ai.operation.name": "chat", n: i },
    }));
    await ingest.traces(traceRequest([{ ...spans[0]!, end: 0n }]));
    for (const span of spans) await ingest.traces(traceRequest([span]));
    const columns = `select span_id, parent_id, start_ns, end_ns, name, type, flags, input_tokens from spans where trace_id = '${traceId}' order by start_ns`;
    const before = await rows(fresh.store, columns);
    const summary = await trace(traceId);
    while ((await ingest.settle(0)) > 0);
    expect(await rows(fresh.store, columns)).toEqual(before);
    expect(before).toHaveLength(20);
    expect(await rows(fresh.store, `select 1 from chunks where trace_id = '${traceId}'`)).toHaveLength(1);
    expect(await trace(traceId)).toEqual({ ...summary, chunk_count: 1, settled: true });
    await ingest.traces(traceRequest(spans));
    expect(await rows(fresh.store, columns)).toEqual(before);
  });
});

test("reading all spans again changes what another reader made of them, and nothing else", async () => {
  const spans = family();
  const { traceId } = spans[0]!;
  await ingest.traces(traceRequest(spans));
  const columns = `select * from spans where trace_id = '${traceId}' order by start_ns`;
  const without = (all: readonly object[]) => all.map((row) => ({ ...row, chunk_id: 0n }));
  const [before, summary] = [await rows(fresh.store, columns), await trace(traceId)];
  expect(await remap({ store: fresh.store, prices: defaultPrices })).toMatchObject({ changed: 0 });
  await fresh.store.db.query({
    text: `update chunks set reader_version = 0, traits = array_fill(0, array[3]), models = null where trace_id = '${traceId}'`,
    values: [],
  });
  await fresh.store.db.query({
    text: `update traces set input_tokens = null, session = null where trace_id = '${traceId}'`,
    values: [],
  });
  await fresh.store.db.query({
    text: `update chunks set traits = array[0, 0, 16] where trace_id = '${traceId}'`,
    values: [],
  });
  const { changed } = await remap({ store: fresh.store, prices: defaultPrices });
  expect(changed).toBeGreaterThan(0);
  const after = await rows<Record<string, unknown>>(fresh.store, columns);
  expect(without(after).map((row) => ({ ...row, kind: 0 }))).toEqual(
    without(before).map((row) => ({ ...row, kind: 0 })),
  );
  expect(await trace(traceId)).toEqual(summary);
});

describe("log records that name a span", () => {
  const logsOf = (traceId: string, spanId: string, firstNs = 2_000n) =>
    otlpJsonToBinary(
      JSON.stringify({
        resourceLogs: [
          {
            scopeLogs: [
              {
                logRecords: [
                  ["gen_ai.user.message", { key: "content", value: { stringValue: "What is the capital of France?" } }],
                  [
                    "gen_ai.choice",
                    {
                      key: "message",
                      value: { kvlistValue: { values: [{ key: "content", value: { stringValue: "Paris." } }] } },
                    },
                  ],
                ].map(([eventName, body], i) => ({
                  traceId,
                  spanId,
                  eventName,
                  timeUnixNano: String(firstNs + BigInt(i)),
                  body: { kvlistValue: { values: [body] } },
                })),
              },
            ],
          },
        ],
      }),
      "logs",
    );

  test.each(["before", "after"])("give its trace the question and the answer, %s the span came", async (order) => {
    const traceId = newTraceId();
    const spanId = newSpanId();
    const attributes = {
      "gen_ai.operation.name": "chat",
      "gen_ai.usage.input_tokens": 5,
      "gen_ai.usage.output_tokens": 1,
    };
    const sends = [
      () => ingest.traces(traceRequest([{ traceId, spanId, attributes }])),
      () => ingest.logs(logsOf(traceId, spanId)),
    ];
    for (const send of order === "after" ? sends : sends.reverse()) await send();
    await ingest.logs(logsOf(traceId, spanId));
    expect(await trace(traceId)).toMatchObject({
      input_preview: "What is the capital of France?",
      output_preview: "Paris.",
      input_tokens: 5n,
      span_count: 1,
      start_ns: 1_760_000_000_000_000_000n,
    });
    expect(
      await rows(fresh.store, `select event_name from log_records where trace_id = '${traceId}' order by time_ns`),
    ).toEqual([{ event_name: "gen_ai.user.message" }, { event_name: "gen_ai.choice" }]);
  });

  test.each([2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 2n])("are kept with a time of %s ns", async (firstNs) => {
    const traceId = newTraceId();
    const before = BigInt(Date.now()) * 1_000_000n;
    expect(await ingest.logs(logsOf(traceId, newSpanId(), firstNs))).toMatchObject({ accepted: 2, rejected: 0 });
    expect(await trace(traceId)).toMatchObject({ input_preview: "What is the capital of France?" });
    const [last] = await rows(fresh.store, `select max(time_ns) as ns from log_records where trace_id = '${traceId}'`);
    expect((last as { ns: bigint }).ns).toBeGreaterThanOrEqual(before);
  });
});
