import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from "node:http2";
import { deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { status as grpc } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listTraces } from "../harness/list.ts";
import { anyValueOf, attributes, newSpanId, newTraceId, type OtlpLogs } from "../harness/otlp.ts";
import { encodeLogs, encodeTraces } from "../harness/otlp-binary.ts";
import { newRandom, type Random } from "../harness/random.ts";
import { readerOf } from "../harness/reader.ts";
import { sampleOtlp } from "../harness/sample-otlp.ts";
import { type Answer, sendRaw } from "../harness/send.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/** Bounded in time; a failure names the seed that repeats it (SPANLOOM_FUZZ_SEED). */
const secondsEach = 8;
const random = newRandom();
const maxBodyBytes = 4 * 1024 * 1024;

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ args: ["--max-body-bytes", String(maxBodyBytes)] });
});
afterAll(() => server?.dispose());

const payloads = {
  "/v1/traces": { binary: () => encodeTraces(sampleOtlp().traces), json: () => sampleOtlp().traces },
  "/v1/logs": { binary: () => encodeLogs(sampleLogs()), json: sampleLogs },
} as const;
const packers = { gzip: gzipSync, deflate: deflateSync, zstd: zstdCompressSync } as const;

test.each([
  ["/v1/traces", "application/x-protobuf"],
  ["/v1/traces", "application/json"],
  ["/v1/logs", "application/x-protobuf"],
  ["/v1/logs", "application/json"],
] as const)("damaged OTLP on %s as %s is never the server's fault", async (path, type) => {
  const { binary, json } = payloads[path];
  await forSeconds(secondsEach / 4, async () => {
    const body = type === "application/json" ? damagedJson(json()) : damagedBinary(binary());
    const headers: Record<string, string> = { "content-type": type };
    if (random.below(8) > 0) return expectSensible(await sendRaw(`${server.url}${path}`, body, headers), body);
    const encoding = random.pick(Object.keys(packers) as (keyof typeof packers)[]);
    const packed = packers[encoding](body);
    const sent = random.below(2) === 0 ? packed : damaged(packed);
    const answer = await sendRaw(`${server.url}${path}`, sent, { ...headers, "content-encoding": encoding });
    expectSensible(answer, sent);
  });
  await expectWell();
});

test.each(Object.entries(packers))("what %s blows up beyond the limit is answered 413", async (encoding, pack) => {
  const headers = { "content-type": "application/x-protobuf", "content-encoding": encoding };
  await forSeconds(1, async () => {
    // Ends in damage or not, in a valid message or not: only its size counts.
    const bomb = pack(Buffer.concat([Buffer.alloc(maxBodyBytes + 1 + random.below(maxBodyBytes)), random.bytes(40)]));
    const answer = await sendRaw(`${server.url}/v1/traces`, bomb, headers);
    expect(answer.status, `seed ${random.seed}`).toBe(413);
  });
  await expectWell();
});

test("damaged messages over gRPC are INVALID_ARGUMENT or taken, and damaged frames take nothing down", async () => {
  const session = connect(`http://127.0.0.1:${server.otlpGrpcPort}`);
  await forSeconds(secondsEach / 4, async () => {
    const [service, binary] = random.pick([
      ["trace.v1.TraceService", payloads["/v1/traces"].binary],
      ["logs.v1.LogsService", payloads["/v1/logs"].binary],
    ] as const);
    const message = damagedBinary(binary());
    const whole = Buffer.concat([Buffer.alloc(5), message]);
    whole.writeUInt32BE(message.length, 1);
    const broken = random.below(3) === 0;
    const frame = broken ? damaged(whole) : whole;
    const status = await grpcStatus(session, `/opentelemetry.proto.collector.${service}/Export`, frame);
    const context = `seed ${random.seed}: ${status} for ${frame.toString("base64").slice(0, 2_000)}`;
    // A frame that cannot be read is the library's to answer, or to cut off.
    if (!broken) expect([grpc.OK, grpc.INVALID_ARGUMENT], context).toContain(status);
    else expect(status, context).not.toBe(grpc.UNAVAILABLE);
  });
  session.close();
  await expectWell();
});

test("what was taken of all that can be read: no damaged span spoils its trace", async () => {
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

async function expectWell(): Promise<void> {
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
}

/** The status that a call ends with; undefined where the stream is cut off without one. */
function grpcStatus(session: ClientHttp2Session, path: string, frame: Buffer): Promise<number | undefined> {
  return new Promise((resolve) => {
    const headers = { ":method": "POST", ":path": path, "content-type": "application/grpc", te: "trailers" };
    let status: number | undefined;
    const take = (given: IncomingHttpHeaders) => {
      if (given["grpc-status"] !== undefined) status = Number(given["grpc-status"]);
    };
    const stream = session.request(headers);
    stream
      .on("response", take)
      .on("trailers", take)
      .on("error", () => {})
      .on("close", () => resolve(status));
    stream.resume().end(frame);
  });
}

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

function damagedBinary(whole: Buffer): Buffer {
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

function damagedJson(payload: object): Buffer {
  const text = JSON.stringify(payload);
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

/** GenAI events as log records of a span that was never sent. */
function sampleLogs(): OtlpLogs {
  const [traceId, spanId] = [newTraceId(), newSpanId()];
  const timeUnixNano = `${Date.now()}000000`;
  return {
    resourceLogs: [
      {
        resource: { attributes: attributes({ "service.name": "fuzz" }) },
        scopeLogs: [
          {
            scope: { name: "fuzz", version: "1" },
            logRecords: [
              {
                timeUnixNano,
                traceId,
                spanId,
                eventName: "gen_ai.user.message",
                body: anyValueOf({ content: "What is the weather?", role: "user" }),
                attributes: attributes({ "gen_ai.system": "openai" }),
              },
              {
                timeUnixNano,
                traceId,
                spanId,
                eventName: "gen_ai.evaluation.result",
                attributes: attributes({ "gen_ai.evaluation.name": "Brevity", "gen_ai.evaluation.score.value": 0.75 }),
              },
            ],
          },
        ],
      },
    ],
  };
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
