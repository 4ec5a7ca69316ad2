import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { openPool, openStore, upgradeSchema } from "@spanloom/store";
import type pg from "pg";
import { readOptions } from "./options.ts";
import { throwawayPostgres } from "./postgres/throwaway.ts";
import { ms, note, percentile, printTable, whole } from "./report.ts";
import { RecycledSpans } from "./sender/recycled.ts";
import { Exporter } from "./sender/send.ts";
import { startSender } from "./sender/sender.ts";
import { Reader } from "./server/reader.ts";
import { spawnServer } from "./server/spawned-server.ts";
import { type BenchSpan, customerAttribute } from "./workloads/bench-span.ts";
import { largeTrace } from "./workloads/large-trace.ts";
import { exportRequest } from "./workloads/otlp.ts";
import { Random } from "./workloads/random.ts";
import { randomText } from "./workloads/random-text.ts";

/** With a data directory what was stored stays there, and the next run with as many spans reads it again. */
const defaults = { spans: 200_000, reads: 100, senders: 4, batch: 512, dataDir: "" } as const;
const largeTraceSpans = 10_000;
/** What a server that has just started compiles with its first requests is no part of a read. */
const warmUps = 5;

/** Reads over HTTP from a server that holds so many spans of random text, one request at a time. */
export const read = {
  summary: `reads over HTTP: --spans ${defaults.spans} --reads 100 --data-dir <kept between runs>`,
  async run(args: readonly string[]): Promise<void> {
    const options = readOptions(args, defaults);
    const postgres = await throwawayPostgres(options.dataDir || undefined);
    try {
      const requests = Math.ceil(options.spans / options.batch);
      if (options.dataDir) await upgrade(postgres.connectionString);
      const server = await spawnServer(postgres.connectionString);
      const client = await postgres.connect();
      try {
        if (!(await isStored(client, requests * options.batch))) {
          note(`storing ${whole(requests * options.batch)} spans`);
          await store(server.url, options, requests);
          // Autovacuum does this within a minute; the bench does not wait for it, nor for the content index.
          await client.query("vacuum analyze");
        }
        await indexContent(postgres.connectionString);
        const samples = someSpans(new RecycledSpans(randomText, options.batch, seed), requests, options.reads);
        await report(new Reader(server.url), client, samples, requests * options.batch);
      } finally {
        await server.stop();
      }
    } finally {
      await postgres.drop();
    }
  },
};

const seed = 1;

/** What an earlier version stored is read too. */
async function upgrade(connectionString: string): Promise<void> {
  const pool = openPool({ connectionString, maxConnections: 1, onError: () => {} });
  for (const name of await upgradeSchema(pool).finally(() => pool.close())) note(`${name} was applied`);
}

async function isStored(client: pg.Client, spans: number): Promise<boolean> {
  const { rows } = await client.query<{ spans: string }>("select coalesce(sum(span_count), 0) as spans from traces");
  if (rows[0]?.spans === "0") return false;
  const stored = spans + largeTraceSpans;
  if (Number(rows[0]?.spans) !== stored)
    throw new Error(`the data directory has ${rows[0]?.spans} spans, and these options make ${stored}`);
  return true;
}

async function store(url: string, { senders, batch }: { senders: number; batch: number }, requests: number) {
  const sender = await startSender({ url, workload: randomText.name, senders, batch, seed });
  try {
    await sender.send(requests);
    await sendLargeTrace(url, batch);
  } finally {
    sender.stop();
  }
}

/** What the server does in turns of some seconds, to its end, which comes a minute after the last span. */
async function indexContent(connectionString: string): Promise<void> {
  const { contentIndex, close } = await openStore({ connectionString });
  note("making the content index");
  for (; (await contentIndex.look()).isEnough; await sleep(1_000)) await contentIndex.build(3_600_000);
  await close();
}

async function sendLargeTrace(url: string, batch: number): Promise<void> {
  const spans = largeTrace(largeTraceSpans);
  const exporter = new Exporter(url, 1);
  for (let at = 0; at < spans.length; at += batch) await exporter.send(exportRequest(spans.slice(at, at + batch)));
  exporter.close();
}

/** Spans from all over what was stored, old and new; from the middle of a batch, so that their traces are whole. */
function someSpans(recycled: RecycledSpans, requests: number, count: number): BenchSpan[] {
  const random = new Random(4);
  return Array.from({ length: count }, () => recycled.batch(random.below(requests))[256]!);
}

async function report(reader: Reader, client: pg.Client, samples: readonly BenchSpan[], spans: number): Promise<void> {
  const attribute = (key: string) => (span: BenchSpan) =>
    reader.list(`span.attributes.${key} = '${span.attributes[key]}'`);
  const cases: [name: string, read: (span: BenchSpan) => Promise<unknown>][] = [
    [
      "yardstick: one row of Postgres by its key",
      (span) => client.query("select * from traces where trace_id = $1", [span.traceId]),
    ],
    ["yardstick: all traces of Postgres counted", () => client.query("select count(*) from traces where name <> 'x'")],
    ["trace list, 100 newest", () => reader.list("")],
    ["a 10-span trace: tree and all payloads", (span) => reader.trace(span.traceId)],
    ["a 10-span trace: MLflow's traces/get", (span) => reader.mlflowTrace(span.traceId)],
    ["filter by session", (span) => reader.list(`session = '${span.attributes["gen_ai.conversation.id"]}'`)],
    ["filter by an attribute of one trace", attribute("gen_ai.conversation.id")],
    ["filter by an attribute of 1 in 1,000", attribute(customerAttribute)],
    ["filter by an attribute of every third", attribute("deployment.environment.name")],
    ["filter by a number", () => reader.list("span.attributes.gen_ai.usage.input_tokens > 205")],
    [
      "filter by two attributes of one span",
      (span) =>
        reader.list(
          `span.attributes.${customerAttribute} = '${span.attributes[customerAttribute]}' and span.type = 'TOOL'`,
        ),
    ],
    ["content search, a phrase of one span", (span) => reader.list(`span.content ilike '%${phraseOf(span, 4)}%'`)],
    ["content search, eight words", (span) => reader.list(`span.content ilike '%${phraseOf(span, 8)}%'`)],
    ["content search, nothing found", () => reader.list("span.content ilike '%nothing of this kind%'", 0)],
  ];
  const rows: string[][] = [];
  for (const [name, readOne] of cases) {
    note(name);
    for (const span of samples.slice(0, warmUps)) await readOne(span);
    const times: number[] = [];
    for (const span of samples) {
      const start = performance.now();
      await readOne(span);
      times.push(performance.now() - start);
    }
    rows.push([name, ms(percentile(times, 0.5)), ms(percentile(times, 0.95)), ms(Math.max(...times))]);
  }
  process.stdout.write(
    `\n${whole(spans)} spans, ${whole(spans / randomText.spansPerTrace)} traces, ${samples.length} reads each\n`,
  );
  printTable(["read", "p50 ms", "p95 ms", "max ms"], rows);

  const skeleton = await reader.skeletonBytes(largeTrace(1)[0]!.traceId);
  process.stdout.write(
    `skeleton of a ${whole(largeTraceSpans)}-span trace: ${whole(skeleton.length)} bytes on the wire, ${whole(gunzipSync(skeleton).length)} unpacked\n`,
  );
}

/** Some words in the middle of the span's longest text. */
function phraseOf(span: BenchSpan, count: number): string {
  const texts = Object.values(span.attributes).filter((value) => typeof value === "string");
  const longest = texts.reduce((a, b) => (a.length >= b.length ? a : b));
  const words = longest.match(new RegExp(`[a-z]+(?: [a-z]+){${count - 1}}`, "g")) ?? [];
  const phrase = words[words.length >> 1];
  if (phrase === undefined) throw new Error("a span without words");
  return phrase;
}
