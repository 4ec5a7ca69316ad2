import { randomBytes } from "node:crypto";
import { defaultPrices } from "@spanloom/conventions";
import { type FreshStore, freshStore } from "@spanloom/store/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Ingest } from "../ingest.ts";
import { type TestSpan, type TestValue, traceRequest } from "../testing.ts";
import type { Delivery } from "./source.ts";

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
beforeEach(async () => {
  await ingest.sources.flush();
  await fresh.store.ingestSources.dropBefore(Number.MAX_SAFE_INTEGER);
});

const overGrpc: Delivery = { signal: "traces", form: "grpc", agent: "OTel-OTLP-Exporter-Python/1.41.0" };
const shop = { "service.name": "shop", "telemetry.sdk.name": "opentelemetry", "telemetry.sdk.language": "python" };
const span = (more: Partial<TestSpan> = {}): TestSpan => ({
  traceId: randomBytes(16).toString("hex"),
  spanId: randomBytes(8).toString("hex"),
  ...more,
});

async function send(spans: readonly TestSpan[], resource: Record<string, TestValue> = shop, by = ingest) {
  return by.traces(traceRequest(spans, resource), {}, by.sources.receive(overGrpc));
}

async function listed() {
  await ingest.sources.flush();
  return (await fresh.store.ingestSources.list({ limit: 1_000 })).sources;
}

test("spans are counted as stored, sent again, changed and rejected, each with the sentence that was said", async () => {
  const good = span();
  await send([
    good,
    span({ start: 0n, end: 5n }),
    span({ spanId: "00", name: "first" }),
    span({ spanId: "0000", name: "last" }),
  ]);
  await send([good, span()]);
  const twice = span();
  await send([twice, twice]);
  const [source, ...others] = await listed();
  expect(others).toEqual([]);
  expect(source).toMatchObject({
    source: {
      signal: "traces",
      form: "grpc",
      service: "shop",
      sdk: "opentelemetry (python)",
      agent: "OTel-OTLP-Exporter-Python/1.41.0",
      isOther: false,
    },
    counts: { requests: 3, refused: 0, received: 8, stored: 4, resent: 2, changed: 1, rejected: 2 },
    stored: [4],
    rejected: [2],
    refused: [0],
  });
  expect(source?.faults.toSorted((a, b) => a.count - b.count)).toMatchObject([
    {
      outcome: "changed",
      status: 0,
      count: 1,
      sentence: "start_time_unix_nano is 0; the span is shown as starting when it ended",
    },
    {
      outcome: "rejected",
      count: 2,
      sentence: 'span_id must be 8 bytes, it has 1 (its name: "first")',
      last: 'span_id must be 8 bytes, it has 2 (its name: "last")',
    },
  ]);
});

test("a request that is refused counts for whoever sent it, and none of its spans as stored or rejected", async () => {
  const reception = ingest.sources.receive(overGrpc);
  const spans = [span(), span({ spanId: "00" })];
  await expect(ingest.traces(traceRequest(spans, shop), { experimentId: "999" }, reception)).rejects.toThrow("999");
  reception.refused(400, 'experiment "999" does not exist');
  ingest.sources.receive({ ...overGrpc, agent: "curl/8.1 (x86_64)" }).refused(413, "too large");
  const sources = await listed();
  expect(sources.find(({ source }) => source.service === "shop")).toMatchObject({
    counts: { requests: 1, refused: 1, received: 2, stored: 0, rejected: 0 },
    faults: [{ outcome: "refused", status: 400, sentence: 'experiment "999" does not exist', count: 1 }],
  });
  expect(sources.find(({ source }) => source.agent === "curl/8.1")).toMatchObject({
    source: { service: "", sdk: "" },
    counts: { requests: 1, refused: 1, received: 0 },
    faults: [{ status: 413, sentence: "too large" }],
  });
});

test("what comes with a call of MLflow's API is counted, also what it refuses", async () => {
  await ingest.traces(traceRequest([span()]));
  await expect(ingest.traces(Buffer.from([0xff]))).rejects.toThrow();
  const [first, second] = (await listed()).toSorted((a, b) => a.counts.refused - b.counts.refused);
  expect(first).toMatchObject({ source: { form: "api", sdk: "test-scope" }, counts: { requests: 1, stored: 1 } });
  expect(second).toMatchObject({ source: { form: "api", sdk: "" }, counts: { requests: 1, refused: 1 } });
});

test("replicas add to the same rows, at the same time", async () => {
  const replicas = [1, 2, 3].map(() => new Ingest({ store: fresh.store, prices: defaultPrices }));
  for (let round = 0; round < 5; round++) {
    for (const replica of replicas) {
      for (const service of ["a", "b", "c"])
        replica.sources.receive({ ...overGrpc, agent: service }).refused(503, `busy ${round}`);
    }
    await Promise.all(replicas.map((replica) => replica.sources.flush()));
  }
  const sources = await listed();
  expect(sources.map(({ source, counts }) => [source.agent, counts.refused]).toSorted()).toEqual([
    ["a", 15],
    ["b", 15],
    ["c", 15],
  ]);
  expect(sources[0]?.faults).toMatchObject([{ sentence: "busy 0", last: "busy 4", count: 15 }]);
  await Promise.all(replicas.map((replica) => replica.close()));
});

test("what is counted is stored when ingest closes", async () => {
  const other = new Ingest({ store: fresh.store, prices: defaultPrices });
  await send([span()], { "service.name": "leaving" }, other);
  await other.close();
  expect((await fresh.store.ingestSources.list({ limit: 10 })).sources).toMatchObject([
    { source: { service: "leaving" } },
  ]);
});

test.each([
  ["NUL", "a\0b"],
  ["half a surrogate pair", "\ud800"],
  ["a megabyte", "x".repeat(1 << 20)],
  ["a cut pair", `${"x".repeat(119)}💬`],
  ["SQL", "'); drop table ingest_sources; --"],
  ["a number", 7],
])("a service's name may be hostile: %s", async (_, name) => {
  await send([span({ name: String(name), spanId: "00" }), span()], { "service.name": name });
  ingest.sources.receive({ signal: "other", form: "http", agent: String(name) }).refused(404, String(name));
  const sources = await listed();
  expect(sources.map(({ counts }) => counts)).toMatchObject([{ requests: 1 }, { requests: 1 }]);
  for (const { source, faults } of sources) {
    for (const text of [source.service, source.agent]) expect(text.length).toBeLessThanOrEqual(120);
    for (const { sentence } of faults) expect(sentence.length).toBeLessThanOrEqual(500);
  }
});

test("a time shows the hours that it touches, of the sources that sent in it, and what is older is dropped", async () => {
  const hourMs = 3_600_000;
  const thisHour = Math.floor(Date.now() / hourMs) * hourMs;
  const at = (hour: number, service: string) => ({
    hourMs: thisHour + hour * hourMs,
    source: { signal: "traces", form: "grpc", service, sdk: "", agent: "", isOther: false },
    counts: { requests: 1, refused: 0, received: 2, stored: 2, resent: 0, changed: 0, rejected: 0 },
    lastMs: thisHour + hour * hourMs + hourMs / 2,
    faults: new Map(),
  });
  const { ingestSources } = fresh.store;
  await ingestSources.add([at(0, "new"), at(-1, "new"), at(-3, "new"), at(-3, "old"), at(-60 * 24, "ancient")]);
  const names = async (search: { fromMs?: number; toMs?: number; limit?: number }) => {
    const { sources, hasMore } = await ingestSources.list({ limit: 10, ...search });
    return [...sources.map(({ source }) => source.service), ...(hasMore ? ["…"] : [])];
  };
  expect(await names({})).toEqual(["new", "old", "ancient"]);
  expect(await names({ limit: 2 })).toEqual(["new", "old", "…"]);
  expect(await names({ fromMs: thisHour - 3 * hourMs })).toEqual(["new", "old"]);
  expect(await names({ fromMs: thisHour - 2.4 * hourMs })).toEqual(["new"]);
  expect(await names({ toMs: thisHour - 3 * hourMs })).toEqual(["ancient"]);
  const { sources, startMs, bucketMs } = await ingestSources.list({ fromMs: thisHour - 3 * hourMs, limit: 1 });
  expect({ startMs, bucketMs, stored: sources[0]?.stored }).toEqual({
    startMs: thisHour - 3 * hourMs,
    bucketMs: hourMs,
    stored: [2, 0, 2, 2],
  });
  const all = await ingestSources.list({ limit: 10 });
  expect(all.bucketMs).toBe(48 * hourMs);
  expect(all.bucketCount).toBeLessThanOrEqual(48);
  expect(await ingestSources.dropBefore(thisHour - 30 * 24 * hourMs)).toBe(1);
  expect(await names({})).toEqual(["new", "old"]);
});
