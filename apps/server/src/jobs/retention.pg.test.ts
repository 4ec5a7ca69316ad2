import { defaultPrices } from "@spanloom/conventions";
import { Ingest } from "@spanloom/ingest";
import { type FreshStore, freshStore } from "@spanloom/store/testing";
import { ExportTraceServiceRequest, encodeBinary } from "@spanloom/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { retention } from "./retention.ts";

const dayMs = 86_400_000;
const traceId = (letter: string): string => letter.repeat(32);

let database: FreshStore;
let ingest: Ingest;

beforeAll(async () => {
  database = await freshStore();
  ingest = new Ingest({ store: database.store, prices: defaultPrices });
});
afterAll(async () => {
  await ingest.close();
  await database.drop();
});

async function send(id: string, daysAgo: number): Promise<void> {
  const start = BigInt(Date.now() - daysAgo * dayMs) * 1_000_000n;
  const span = {
    traceId: Buffer.from(id, "hex"),
    spanId: Buffer.from("0102030405060708", "hex"),
    name: "chat",
    startTimeUnixNano: start,
    endTimeUnixNano: start + 1_000_000n,
  };
  await ingest.traces(
    encodeBinary(ExportTraceServiceRequest, { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  );
}

test("whole days further back than the retention go, the others stay, and 0 keeps everything", async () => {
  const { store } = database;
  await send(traceId("a"), 9);
  await send(traceId("b"), 6);
  await send(traceId("c"), 0);
  for (const id of [traceId("a"), traceId("b")]) {
    const said = { kind: "feedback", value: true } as const;
    await store.assessments.create(id, { said, assessment: { assessment_name: "q", metadata: {} } });
  }
  expect(await retention(0).run(store)).toBeUndefined();
  expect(await store.traces.get(traceId("a"))).toBeDefined();

  const done = await retention(7).run(store);
  expect(done).toEqual({ days: [new Date(Date.now() - 9 * dayMs).toISOString().slice(0, 10)] });
  expect(await store.traces.get(traceId("a"))).toBeUndefined();
  expect(await store.traces.get(traceId("b"))).toBeDefined();
  expect(await store.traces.get(traceId("c"))).toBeDefined();
  const assessed = await store.assessments.ofTraces([traceId("a"), traceId("b")]);
  expect([...assessed.keys()]).toEqual([traceId("b")]);
  expect(await retention(7).run(store)).toBeUndefined();
});

test("a trace of a day that was dropped can come again", async () => {
  await send(traceId("a"), 9);
  expect(await database.store.traces.get(traceId("a"))).toBeDefined();
});
