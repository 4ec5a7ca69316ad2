import type { ChangeListener } from "@spanloom/store";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ChangeFeed, type ChangeFilter, createChangeFeed } from "./changes.ts";
import { type HttpServer, listenHttp } from "./listen.ts";

let publish: ChangeListener;
let subscribers = 0;
let feed: ChangeFeed;
let filter: ChangeFilter;
let sinceMs: number;
let server: HttpServer;

beforeEach(async () => {
  filter = { experimentIds: [], traceIds: [] };
  sinceMs = Number.NaN;
  const listeners = new Set<ChangeListener>();
  publish = (changes) => {
    for (const listener of listeners) listener(changes);
  };
  feed = createChangeFeed({
    subscribe(listener) {
      listeners.add(listener);
      subscribers = listeners.size;
      return () => {
        listeners.delete(listener);
        subscribers = listeners.size;
      };
    },
  });
  server = await listenHttp({
    host: "127.0.0.1",
    port: 0,
    requestTimeoutMs: 5000,
    handle: (_request, response) => feed.serve(response, filter, sinceMs),
  });
});
afterEach(() => server.close(500));

async function open(): Promise<{ read: () => Promise<string>; body: ReadableStreamDefaultReader<Uint8Array> }> {
  const answer = await fetch(`http://127.0.0.1:${server.port}/`);
  expect(answer.headers.get("content-type")).toBe("text/event-stream");
  const body = answer.body!.getReader();
  let text = "";
  /** What ends with an empty line: an event. */
  const read = async () => {
    while (!text.includes("\n\n")) text += new TextDecoder().decode((await body.read()).value);
    const end = text.indexOf("\n\n") + 2;
    const event = text.slice(0, end);
    text = text.slice(end);
    return event;
  };
  expect(await read()).toBe("retry: 1000\n\n");
  return { read, body };
}

test("an open page hears of changed traces, each once a message", async () => {
  const { read } = await open();
  publish([
    { traceId: "a", experimentId: "0" },
    { traceId: "a", experimentId: "0" },
  ]);
  expect(await read()).toBe('event: traces\ndata: {"traces":[{"trace_id":"a","experiment_id":"0"}]}\n\n');
  feed.close();
});

test("it hears only of the traces and experiments that it asked for", async () => {
  filter = { experimentIds: ["1"], traceIds: ["a", "b"] };
  const { read } = await open();
  publish([
    { traceId: "a", experimentId: "0" },
    { traceId: "c", experimentId: "1" },
  ]);
  publish([{ traceId: "b", experimentId: "1" }]);
  expect(await read()).toContain('[{"trace_id":"b","experiment_id":"1"}]');
  feed.close();
});

test("a page that was read before its stream is open is told first what changed between", async () => {
  filter = { experimentIds: ["1"], traceIds: [] };
  sinceMs = Date.now();
  publish([
    { traceId: "a", experimentId: "1" },
    { traceId: "b", experimentId: "2" },
  ]);
  const { read } = await open();
  expect(await read()).toContain('{"traces":[{"trace_id":"a","experiment_id":"1"}]}');
  feed.close();
});

test("one that was read too long ago is told that it has missed something, another nothing", async () => {
  sinceMs = Date.now() - 3_600_000;
  const { read } = await open();
  expect(await read()).toBe("event: missed\ndata: {}\n\n");
  sinceMs = Date.now() + 1_000;
  publish([{ traceId: "a", experimentId: "1" }]);
  expect(await read()).toContain('"a"');
  const later = await open();
  publish([{ traceId: "b", experimentId: "1" }]);
  expect(await later.read()).toContain('[{"trace_id":"b"');
  feed.close();
});

test("closing the feed ends every page's stream", async () => {
  const { body } = await open();
  feed.close();
  expect((await body.read()).done).toBe(true);
});

test("a page that leaves is forgotten", async () => {
  const { body } = await open();
  expect(subscribers).toBe(2);
  await body.cancel();
  while (subscribers > 1) await new Promise((resolve) => setTimeout(resolve, 5));
});

test("a client that does not read holds back a bounded number of changes", async () => {
  const { body } = await open();
  for (let batch = 0; batch < 300; batch++) {
    publish(
      Array.from({ length: 1000 }, (_, index) => ({ traceId: `${batch}-${index}`.padEnd(32, "0"), experimentId: "0" })),
    );
  }
  let bytes = 0;
  feed.close();
  for (let part = await body.read(); !part.done; part = await body.read()) bytes += part.value.length;
  // All of it would be 21 MB; what arrives is what the sockets held, and one last message.
  expect(bytes).toBeLessThan(10_000_000);
});
