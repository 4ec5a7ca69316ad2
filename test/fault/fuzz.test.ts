import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listTraces } from "../harness/list.ts";
import { encodeTraces } from "../harness/otlp-binary.ts";
import { newRandom, type Random } from "../harness/random.ts";
import { readerOf } from "../harness/reader.ts";
import { sampleOtlp } from "../harness/sample-otlp.ts";
import { type Answer, sendRaw } from "../harness/send.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/** Bounded in time; a failure names the seed that repeats it (SPANLOOM_FUZZ_SEED). */
const secondsEach = 8;
const random = newRandom();

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.dispose());

test.each([
  ["/v1/traces", "application/x-protobuf"],
  ["/v1/traces", "application/json"],
  ["/v1/logs", "application/x-protobuf"],
  ["/v1/logs", "application/json"],
])("damaged OTLP on %s as %s is never the server's fault", async (path, type) => {
  await forSeconds(secondsEach / 4, async () => {
    const body = type === "application/json" ? damagedJson() : damagedBinary();
    const encoded = random.below(10) === 0;
    const answer = await sendRaw(`${server.url}${path}`, encoded ? damaged(gzipSync(body)) : body, {
      "content-type": type,
      ...(encoded ? { "content-encoding": "gzip" } : {}),
    });
    expectSensible(answer, body);
  });
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  expect(await unreadable()).toEqual([]);
});

test("damaged filters are answered with rows, or 400 and a position", async () => {
  await forSeconds(secondsEach, async () => {
    const filter = randomFilter(random);
    const query = new URLSearchParams({ filter, max_results: "1" });
    const response = await fetch(`${server.url}/api/spanloom/v1/traces?${query}`);
    const body = (await response.json()) as { message?: string; position?: number };
    if (response.status === 200) return;
    const context = `seed ${random.seed}, filter ${JSON.stringify(filter)}: ${JSON.stringify(body)}`;
    expect(response.status, context).toBe(400);
    expect(body.position, context).toBeGreaterThanOrEqual(0);
    expect(body.position, context).toBeLessThanOrEqual(filter.length);
  });
});

/** What was taken must be readable: one damaged span may not spoil its trace. */
async function unreadable(): Promise<string[]> {
  const reader = readerOf(server.url);
  const failures: string[] = [];
  for (const { trace_id } of await listTraces(server.url)) {
    const reads = [reader.skeleton(trace_id), reader.otlp(trace_id)];
    for (const read of await Promise.allSettled(reads)) {
      if (read.status === "rejected") failures.push(`seed ${random.seed}: ${read.reason}`);
    }
  }
  return failures.slice(0, 3);
}

function expectSensible(answer: Answer, body: Buffer): void {
  const context = `seed ${random.seed}: ${answer.status} ${answer.body.toString("utf8").slice(0, 200)} for ${body.toString("base64").slice(0, 2_000)}`;
  expect([200, 400, 413], context).toContain(answer.status);
}

function damagedBinary(): Buffer {
  const whole = encodeTraces(sampleOtlp().traces);
  return random.below(20) === 0 ? random.bytes(random.below(400)) : damaged(whole);
}

/** A few bytes changed, taken out, doubled or put in, or the end cut off. */
function damaged(whole: Buffer): Buffer {
  let bytes = Buffer.from(whole);
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(bytes.length);
    const length = 1 + random.below(8);
    const [before, middle, after] = [
      bytes.subarray(0, at),
      bytes.subarray(at, at + length),
      bytes.subarray(at + length),
    ];
    bytes = random.pick([
      () => Buffer.concat([before, random.bytes(middle.length), after]),
      () => Buffer.concat([before, after]),
      () => Buffer.concat([before, middle, middle, after]),
      () => Buffer.concat([before, random.bytes(length), middle, after]),
      () => before,
    ])();
  }
  return bytes;
}

function damagedJson(): Buffer {
  const text = JSON.stringify(sampleOtlp().traces);
  if (random.below(2) === 0) return damaged(Buffer.from(text));
  const odd = [
    "null",
    "[]",
    "{}",
    "-1",
    "1e999",
    '""',
    '"\\u0000"',
    '"\\ud800"',
    "true",
    "99999999999999999999",
    '[[[["x"]]]]',
  ];
  let count = 0;
  const target = random.below(120);
  return Buffer.from(
    text.replace(/"(?:[^"\\]|\\.)*"(?=[,}\]])|\d+(?=[,}\]])|\[\]|\{\}/g, (value) =>
      count++ === target || random.below(60) === 0 ? random.pick(odd) : value,
    ),
  );
}

function randomFilter(random: Random): string {
  const words = [
    ...'span. span.name span.attributes. trace. tags. tags.`a b` metadata."x" resource.attributes.a attributes.status'.split(
      " ",
    ),
    ..."state duration tokens cost text start_time session = != < <= > >= LIKE ILIKE RLIKE IN NOT EXISTS IS NULL AND OR ( ) ,".split(
      " ",
    ),
    ..."'ok' 'it''s' \"q\" `b` 1 -2.5 1e400 10s 5ms $3 2026-01-01 now-1h * : error:true name:x \\ ; -- /* '\u0000' 'ü🌍' % _ ~".split(
      " ",
    ),
    "'",
    '"',
    "`",
    "(".repeat(200),
    "'%".repeat(50),
    "a".repeat(3_000),
  ];
  const length = 1 + random.below(9);
  return Array.from({ length }, () => random.pick(words)).join(random.pick([" ", " ", " ", ""]));
}

async function forSeconds(seconds: number, once: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + seconds * 1_000;
  const worker = async (): Promise<void> => {
    while (performance.now() < deadline) await once();
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}
