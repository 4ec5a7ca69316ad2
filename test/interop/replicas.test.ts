import { afterAll, beforeAll, expect, test } from "vitest";
import { openChanges } from "../harness/changes.ts";
import { smallTrace, spansPerTrace } from "../harness/load.ts";
import { tracesOf } from "../harness/otlp.ts";
import { type ExternalPostgres, startPostgres } from "../harness/postgres.ts";
import { readerOf } from "../harness/reader.ts";
import { send } from "../harness/send.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { until } from "../harness/wait.ts";

let postgres: ExternalPostgres;
let servers: TestServer[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  // At once: both find an empty database, and only one may make the schema.
  servers = await Promise.all([
    startServer({ backendStoreUri: postgres.uri }),
    startServer({ backendStoreUri: postgres.uri }),
  ]);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.dispose()));
  await postgres?.dispose();
});

test("what one replica takes, the other serves", async () => {
  const [a, b] = servers;
  const spans = smallTrace();
  await send(a!.url, tracesOf(spans.slice(1)));
  await send(b!.url, tracesOf(spans.slice(0, 1)));
  const [one, other] = await Promise.all(servers.map(({ url }) => readerOf(url).summary(spans[0]!.traceId)));
  expect(one!.span_count).toBe(spansPerTrace);
  expect(other).toEqual(one);
});

test("a new trace is named on the event stream of every replica within two seconds", async () => {
  const streams = await Promise.all(servers.map(({ url }) => openChanges(url)));
  try {
    const [root, ...children] = smallTrace();
    for (const batch of [children, [root!]]) {
      const before = streams.map(({ traceIds }) => traceIds.length);
      await send(servers[0]!.url, tracesOf(batch));
      for (const [i, stream] of streams.entries()) {
        await until("the change", () => (stream.traceIds.slice(before[i]).includes(root!.traceId) ? true : undefined), {
          timeoutMs: 2_000,
        });
      }
    }
  } finally {
    for (const stream of streams) stream.close();
  }
});

test("a stream of one trace names no other", async () => {
  const [watched, other] = [smallTrace(), smallTrace()];
  const stream = await openChanges(servers[1]!.url, `?trace_id=${watched[0]!.traceId}`);
  try {
    await send(servers[0]!.url, tracesOf(other));
    await send(servers[0]!.url, tracesOf(watched));
    await until("the change", () => (stream.traceIds.length > 0 ? true : undefined), { timeoutMs: 5_000 });
    expect(new Set(stream.traceIds)).toEqual(new Set([watched[0]!.traceId]));
  } finally {
    stream.close();
  }
});
