import { type DiagLogger, DiagLogLevel, diag } from "@opentelemetry/api";
import { ExportTraceServiceResponse, encodeBinary, RpcStatus } from "@spanloom/wire/otlp";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { DeliveryError } from "./delivery-error.ts";
import { deliveryTo, type ReceivedRequest, type Receiver, type Reply, startReceiver } from "./testing.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0)) await part.close();
  diag.disable();
});

async function receiver(
  reply: (request: ReceivedRequest, count: number) => Reply | Promise<Reply> = () => ({}),
): Promise<Receiver> {
  const started = await startReceiver(reply);
  open.push(started);
  return started;
}

/** What `diag` was told, by level. */
function diagnoses(): string[] {
  const said: string[] = [];
  const logger = Object.fromEntries(
    ["error", "warn", "info", "debug", "verbose"].map((level) => [
      level,
      (text: string) => said.push(`${level}: ${text}`),
    ]),
  ) as unknown as DiagLogger;
  diag.setLogger(logger, { logLevel: DiagLogLevel.INFO, suppressOverrideMessage: true });
  return said;
}

async function rejection(promise: Promise<unknown>): Promise<DeliveryError> {
  const error = await promise.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

const names = (count: number) => Array.from({ length: count }, (_, i) => `span ${i}`);
const failure = (status: number, message: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: encodeBinary(RpcStatus, { code: 0, message, details: [] }),
});

test("spans go in batches, each once, without a flush", async () => {
  const { url, taken, requests } = await receiver();
  const { delivery, end } = deliveryTo(url, { batchSize: 10 });
  for (const name of names(25)) end(name);
  await expect.poll(() => delivery.stats).toMatchObject({ delivered: 25, waiting: 0, running: 0 });
  expect(new Set(taken())).toEqual(new Set(names(25)));
  expect(Math.max(...requests.map(({ spans }) => spans.length))).toBe(10);
});

test("a batch is limited in bytes, too", async () => {
  const { url, requests } = await receiver();
  const { delivery, end } = deliveryTo(url, { batchBytes: 5_000 });
  for (const name of names(10)) end(name, { text: "x".repeat(2_000) });
  await delivery.flush();
  expect(requests.map(({ spans }) => spans.length)).toEqual([2, 2, 2, 2, 2]);
});

test("flush resolves when what ended before it is delivered", async () => {
  const { url, taken } = await receiver();
  const { delivery, end } = deliveryTo(url, { delayMs: 60_000 });
  await delivery.flush();
  for (const name of names(3)) end(name);
  await delivery.flush();
  expect(taken()).toEqual(names(3));
});

test.each([429, 502, 503, 504])("%i is tried again until it is taken", async (status) => {
  const { url, taken, requests } = await receiver((_, count) => (count < 4 ? failure(status, "busy") : {}));
  const { delivery, end } = deliveryTo(url);
  end("kept");
  await delivery.flush();
  expect(taken()).toEqual(["kept"]);
  expect(requests).toHaveLength(4);
});

test("a connection that closes without an answer is tried again", async () => {
  const { url, taken } = await receiver((_, count) => ({ cut: count < 3 }));
  const { delivery, end } = deliveryTo(url);
  end("kept");
  await delivery.flush();
  expect(taken()).toEqual(["kept"]);
});

test("an answer that does not come in time counts as none", async () => {
  let release = () => {};
  const { url, taken } = await receiver(async (_, count) => {
    if (count === 1) await new Promise<void>((resolve) => (release = resolve));
    return {};
  });
  const { delivery, end } = deliveryTo(url, { timeoutMs: 50 });
  end("kept");
  await delivery.flush();
  expect(taken()).toEqual(["kept"]);
  release();
});

test("a flush that is shorter than Retry-After asks no second time and says that the spans still wait", async () => {
  const { url, requests } = await receiver(() => failure(503, "the database is away", { "retry-after": "60" }));
  const { delivery, end } = deliveryTo(url);
  for (const name of names(3)) end(name);
  const error = await rejection(delivery.flush({ timeoutMs: 1_000 }));
  expect(error).toMatchObject({ waiting: 3, dropped: 0, refused: 0, rejected: 0 });
  expect(error.message).toBe(
    `Not everything was delivered to ${url}: 3 spans still waiting (last answer: 503 Service Unavailable: the database is away)`,
  );
  expect(requests).toHaveLength(1);
});

test("what a flush gave up on is delivered when the server is back", async () => {
  let away = true;
  const { url, taken } = await receiver(() => (away ? failure(503, "away") : {}));
  const { delivery, end } = deliveryTo(url);
  for (const name of names(3)) end(name);
  await rejection(delivery.flush({ timeoutMs: 50 }));
  away = false;
  await expect.poll(taken).toEqual(names(3));
  await delivery.flush();
});

const refusals: readonly [string, Reply, string][] = [
  ["400", failure(400, "not a protobuf"), "400 Bad Request: not a protobuf"],
  [
    "401 in JSON",
    { status: 401, headers: { "content-type": "application/json" }, body: '{"error":{"message":"who are you"}}' },
    "401 Unauthorized: who are you",
  ],
  [
    "404 in HTML",
    { status: 404, headers: { "content-type": "text/html" }, body: "<title>Not\n found</title>" },
    "404 Not Found: Not found",
  ],
  ["500", { status: 500, headers: { "content-type": "text/plain" }, body: "oops" }, "500 Internal Server Error: oops"],
  [
    "a redirect",
    { status: 301, headers: { location: "https://elsewhere" } },
    "301 Moved Permanently: redirected to https://elsewhere",
  ],
  [
    "a login page",
    { status: 200, headers: { "content-type": "text/html" }, body: "<form>" },
    "200 OK with a web page: is this an OTLP endpoint?",
  ],
];

test.each(refusals)("%s is not tried again, and flush says what the server said", async (_, reply, said) => {
  const { url, requests } = await receiver(() => reply);
  const { delivery, end } = deliveryTo(url);
  for (const name of names(2)) end(name);
  const error = await rejection(delivery.flush());
  expect(error).toMatchObject({ waiting: 0, refused: 2, lastAnswer: said });
  expect(error.message).toContain(`2 spans refused: ${said}`);
  expect(requests).toHaveLength(1);
  await delivery.flush(); // said once
  expect(delivery.stats.refused).toBe(2);
});

test("spans that a server rejects are counted, with its message, and are not sent again", async () => {
  const partialSuccess = { rejectedSpans: 2n, errorMessage: "trace_id must be 16 bytes" };
  const { url, requests } = await receiver(() => ({
    body: encodeBinary(ExportTraceServiceResponse, { partialSuccess }),
  }));
  const { delivery, end } = deliveryTo(url);
  for (const name of names(3)) end(name);
  const error = await rejection(delivery.flush());
  expect(error).toMatchObject({ rejected: 2 });
  expect(error.message).toContain("2 spans rejected: trace_id must be 16 bytes");
  expect(delivery.stats).toMatchObject({ delivered: 1, rejected: 2 });
  expect(requests).toHaveLength(1);
});

test("a batch that is too large is halved until its parts are taken; a span too large alone is refused", async () => {
  const { url, taken, requests } = await receiver(({ bytes }) => (bytes > 3_000 ? failure(413, "at most 3000") : {}));
  const { delivery, end } = deliveryTo(url);
  for (const name of names(7)) end(name, { text: "x".repeat(1_000) });
  end("huge", { text: "x".repeat(10_000) });
  const error = await rejection(delivery.flush());
  expect(new Set(taken())).toEqual(new Set(names(7)));
  expect(error).toMatchObject({ refused: 1, waiting: 0 });
  expect(error.message).toContain("413");
  expect(requests.length).toBeLessThan(20);
});

test("a full queue drops the oldest spans, counts them, and says so once an interval", async () => {
  const said = diagnoses();
  let away = true;
  const { url, taken } = await receiver(() => (away ? failure(503, "away") : {}));
  const { delivery, end } = deliveryTo(url, {
    queueSize: 10,
    reportIntervalMs: 60_000,
    backoff: { initialMs: 60_000, maxMs: 60_000 }, // nothing is under way while more comes
  });
  for (const name of names(10)) end(name);
  await expect.poll(() => said.some((line) => line.includes("does not take spans"))).toBe(true);
  for (const name of names(15).slice(10)) end(name);
  await expect.poll(() => delivery.stats.dropped).toBe(5);
  away = false;
  const error = await rejection(delivery.flush());
  expect(error).toMatchObject({ dropped: 5, waiting: 0 });
  expect(new Set(taken())).toEqual(new Set(names(15).slice(5)));
  expect(said.filter((line) => line.includes("dropped"))).toHaveLength(1);
  expect(delivery.stats).toMatchObject({ delivered: 10, dropped: 5 });
});

test("bytes bound the queue as spans do, and a span larger than it is dropped alone", async () => {
  const { url, taken } = await receiver();
  const { delivery, end } = deliveryTo(url, { queueBytes: 5_000, delayMs: 60_000 });
  for (const name of names(3)) end(name, { text: "x".repeat(2_000) });
  end("huge", { text: "x".repeat(6_000) });
  expect(await rejection(delivery.flush())).toMatchObject({ dropped: 2 });
  expect(taken()).toEqual(["span 1", "span 2"]);
});

test("large requests are compressed where asked", async () => {
  const { url, requests, taken } = await receiver();
  const { delivery, end } = deliveryTo(url, { compression: "gzip" });
  end("large", { text: "x".repeat(5_000) });
  await delivery.flush();
  end("small");
  await delivery.flush();
  expect(requests.map(({ headers }) => headers["content-encoding"])).toEqual(["gzip", undefined]);
  expect(taken()).toEqual(["large", "small"]);
});

test("headers may be asked for, and their failure is tried again", async () => {
  const { url, requests } = await receiver();
  let asked = 0;
  const headers = async () => {
    asked++;
    if (asked === 1) throw new Error("no token yet");
    return { authorization: `token ${asked}` };
  };
  const { delivery, end } = deliveryTo(url, { headers });
  end("kept");
  await delivery.flush();
  expect(requests.map((request) => request.headers.authorization)).toEqual(["token 2"]);
});

test("a span that runs long is sent once as unfinished to a server that merges, and again when it ends", async () => {
  const { url, requests } = await receiver(() => ({ headers: { "spanloom-accepts": "unfinished-spans" } }));
  const { delivery, start } = deliveryTo(url, { runningSpanAfterMs: 20 });
  const span = start("long");
  await expect
    .poll(() => requests.flatMap(({ spans }) => spans.map(({ endTimeUnixNano }) => endTimeUnixNano)))
    .toEqual([0n]);
  span.end();
  await delivery.flush();
  const [unfinished, finished] = requests.flatMap(({ spans }) => spans);
  expect(finished).toMatchObject({ spanId: unfinished!.spanId, startTimeUnixNano: unfinished!.startTimeUnixNano });
  expect(finished!.endTimeUnixNano).toBeGreaterThan(0n);
  expect(delivery.stats).toMatchObject({ delivered: 1, running: 0 });
});

test("a server that does not say that it merges gets no unfinished spans", async () => {
  const { url, requests, taken } = await receiver();
  const { delivery, start } = deliveryTo(url, { runningSpanAfterMs: 20 });
  const span = start("long");
  await expect.poll(() => requests.length).toBe(1); // the question: an empty request
  span.end();
  await delivery.flush();
  expect(taken()).toEqual(["long"]);
});

test("flushWhenIdle waits for the spans that run", async () => {
  const { url, taken } = await receiver();
  const { delivery, start, end } = deliveryTo(url, { delayMs: 60_000 });
  const span = start("stream");
  end("before");
  const flushed = delivery.flushWhenIdle();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(taken()).toEqual([]);
  span.end();
  await flushed;
  expect(new Set(taken())).toEqual(new Set(["before", "stream"]));
});

test("shutdown delivers, counts what it could not deliver as dropped, and takes nothing afterwards", async () => {
  const said = diagnoses();
  const { url, requests } = await receiver(() => failure(503, "away"));
  const { delivery, end } = deliveryTo(url);
  end("lost");
  await expect.poll(async () => (await rejection(delivery.flush({ timeoutMs: 30 }))).message).toContain("503");
  const error = await rejection(delivery.shutdown({ timeoutMs: 30 }));
  expect(error).toMatchObject({ dropped: 1, waiting: 0 });
  expect(error.message).toContain("still waiting at shutdown (last answer: 503 Service Unavailable: away)");
  const asked = requests.length;
  end("later");
  await rejection(delivery.shutdown());
  expect(requests).toHaveLength(asked);
  expect(said.filter((line) => line.startsWith("error"))).toHaveLength(1);
});

test("a span that cannot be encoded does not take others along", async () => {
  const { url, taken } = await receiver();
  const { delivery, end, start } = deliveryTo(url, { delayMs: 60_000 });
  end("sound");
  const broken = start("broken") as unknown as { attributes: object; end(): void };
  broken.end();
  Object.defineProperty(broken.attributes, "mine", {
    enumerable: true,
    get: () => {
      throw new Error("no");
    },
  });
  const error = await rejection(delivery.flush());
  expect(error).toMatchObject({ dropped: 1 });
  expect(taken()).toEqual(["sound"]);
});

test.each(["not a url", "ftp://host/v1/traces", ""])("%j is no address", (url) => {
  expect(() => deliveryTo(url)).toThrow(TypeError);
});

test("many flushes at a time each resolve, and nothing is sent twice", async () => {
  const { url, taken } = await receiver();
  const { delivery, end } = deliveryTo(url, { batchSize: 7 });
  const flushes: Promise<void>[] = [];
  for (const [i, name] of names(100).entries()) {
    end(name);
    if (i % 9 === 0) flushes.push(delivery.flush());
  }
  await Promise.all([...flushes, delivery.flush()]);
  expect(taken().sort()).toEqual(names(100).sort());
  onTestFinished(() => delivery.shutdown());
});
