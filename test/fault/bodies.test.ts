import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attributes, newSpanId, newTraceId, type OtlpSpan, tracesOf } from "../harness/otlp.ts";
import { encodeTraces } from "../harness/otlp-binary.ts";
import { readerOf } from "../harness/reader.ts";
import { send, sendRaw } from "../harness/send.ts";
import { startServer, type TestServer } from "../harness/server.ts";

const bodyTimeoutSeconds = 3;
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ args: ["--body-timeout-seconds", String(bodyTimeoutSeconds)] });
});
afterAll(() => server?.dispose());

test("200 bodies that trickle in are cut off, and others are served meanwhile", async () => {
  const slow = Array.from({ length: 200 }, () => trickle(server.port));
  await sleep(200);
  const span = spanOf({});
  await send(server.url, tracesOf([span]));
  expect((await readerOf(server.url).summary(span.traceId)).span_count).toBe(1);
  const began = performance.now();
  await Promise.all(slow.map(({ closed }) => closed));
  expect(performance.now() - began).toBeLessThan(60_000);
});

test("a body of 60 MB of many spans is taken", async () => {
  const spans = Array.from({ length: 300 }, (_, i) =>
    spanOf({ text: `${i} `.repeat(200_000 / (String(i).length + 1)) }),
  );
  const traceId = newTraceId();
  for (const span of spans) span.traceId = traceId;
  const body = encodeTraces(tracesOf(spans));
  expect(body.length).toBeGreaterThan(50_000_000);
  expect(body.length).toBeLessThan(64 * 1024 * 1024);
  const answer = await sendRaw(`${server.url}/v1/traces`, body);
  expect([answer.status, answer.body.toString("utf8")]).toEqual([200, ""]);
  expect((await readerOf(server.url).summary(traceId)).span_count).toBe(300);
});

test("a body over 64 MiB is refused with 413, announced or not", async () => {
  const large = Buffer.alloc(65 * 1024 * 1024);
  expect((await sendRaw(`${server.url}/v1/traces`, large)).status).toBe(413);
});

test("a small body that inflates to a gigabyte is refused without holding it", async () => {
  const megabyte = gzipSync(Buffer.alloc(1024 * 1024));
  const bomb = Buffer.concat(Array.from({ length: 1024 }, () => megabyte));
  const before = residentBytes(server.pid);
  const answer = await sendRaw(`${server.url}/v1/traces`, bomb, { "content-encoding": "gzip" });
  expect(answer.status).toBe(413);
  expect(residentBytes(server.pid) - before).toBeLessThan(400 * 1024 * 1024);
});

test("24 bodies of 30 MB at once: each is taken or told to come again, and memory stays bounded", async () => {
  const body = encodeTraces(tracesOf(Array.from({ length: 30 }, () => spanOf({ text: "x".repeat(1_000_000) }))));
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentBytes(server.pid));
  }, 50);
  const answers = await Promise.all(
    Array.from({ length: 24 }, () => sendRaw(`${server.url}/v1/traces`, body).catch(() => undefined)),
  );
  clearInterval(watch);
  for (const answer of answers) {
    expect(answer, "an answer").toBeDefined();
    expect([200, 429, 503]).toContain(answer!.status);
    if (answer!.status !== 200) expect(Number(answer!.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  expect(answers.some((answer) => answer?.status === 200)).toBe(true);
  expect(peak).toBeLessThan(1.5 * 1024 ** 3);
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
});

/** One byte every half second of a body that was announced as a million. */
function trickle(port: number): { closed: Promise<void> } {
  const socket = connect(port, "127.0.0.1");
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("error", () => undefined);
  socket.resume();
  socket.write(
    "POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-protobuf\r\nContent-Length: 1000000\r\n\r\n",
  );
  const timer = setInterval(() => socket.write("\n"), 500);
  void closed.then(() => clearInterval(timer));
  return { closed };
}

function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
}

function spanOf(values: Record<string, unknown>): OtlpSpan {
  return {
    traceId: newTraceId(),
    spanId: newSpanId(),
    name: "span",
    startTimeUnixNano: "1767225600000000000",
    endTimeUnixNano: "1767225601000000000",
    attributes: attributes(values),
  };
}
