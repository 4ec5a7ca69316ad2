import { gunzipSync } from "node:zlib";
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

const defaults = { spans: 200_000, reads: 100, senders: 4, batch: 512 } as const;
const largeTraceSpans = 10_000;

/** Reads over HTTP from a server that holds so many spans of random text, one request at a time. */
export const read = {
  summary: `reads over HTTP: --spans ${defaults.spans} --reads 100`,
  async run(args: readonly string[]): Promise<void> {
    const { spans, reads, senders, batch } = readOptions(args, defaults);
    const postgres = await throwawayPostgres();
    try {
      const server = await spawnServer(postgres.connectionString);
      const setup = { url: server.url, workload: randomText.name, senders, batch, seed: 1 };
      const sender = await startSender(setup);
      try {
        const requests = Math.ceil(spans / batch);
        note(`storing ${whole(requests * batch)} spans`);
        await sender.send(requests);
        const large = await sendLargeTrace(server.url, batch);
        // Autovacuum does this within a minute; the bench does not wait for it.
        await (await postgres.connect()).query("vacuum analyze");
        const samples = someSpans(new RecycledSpans(randomText, batch, setup.seed), requests, reads);
        await report(new Reader(server.url), samples, large, requests * batch);
      } finally {
        sender.stop();
        await server.stop();
      }
    } finally {
      await postgres.drop();
    }
  },
};

async function sendLargeTrace(url: string, batch: number): Promise<string> {
  const spans = largeTrace(largeTraceSpans);
  const exporter = new Exporter(url, 1);
  for (let at = 0; at < spans.length; at += batch) await exporter.send(exportRequest(spans.slice(at, at + batch)));
  exporter.close();
  return spans[0]!.traceId;
}

/** Spans from all over what was stored, old and new; from the middle of a batch, so that their traces are whole. */
function someSpans(recycled: RecycledSpans, requests: number, count: number): BenchSpan[] {
  const random = new Random(4);
  return Array.from({ length: count }, () => recycled.batch(random.below(requests))[256]!);
}

async function report(reader: Reader, samples: readonly BenchSpan[], large: string, spans: number): Promise<void> {
  const attribute = (key: string) => (span: BenchSpan) =>
    reader.list(`span.attributes.${key} = '${span.attributes[key]}'`);
  const cases: [name: string, read: (span: BenchSpan) => Promise<unknown>][] = [
    ["trace list, 100 newest", () => reader.list("")],
    ["a 10-span trace: tree and all payloads", (span) => reader.trace(span.traceId)],
    ["a 10-span trace: MLflow's traces/get", (span) => reader.mlflowTrace(span.traceId)],
    ["filter by an attribute of one trace", attribute("gen_ai.conversation.id")],
    ["filter by an attribute of 1 in 1,000", attribute(customerAttribute)],
    ["content search, a phrase of one span", (span) => reader.list(`span.content ilike '%${phraseOf(span)}%'`)],
  ];
  const rows: string[][] = [];
  for (const [name, readOne] of cases) {
    note(name);
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

  const skeleton = await reader.skeletonBytes(large);
  process.stdout.write(
    `skeleton of a ${whole(largeTraceSpans)}-span trace: ${whole(skeleton.length)} bytes on the wire, ${whole(gunzipSync(skeleton).length)} unpacked\n`,
  );
}

/** Some words in the middle of the span's longest text. */
function phraseOf(span: BenchSpan): string {
  const texts = Object.values(span.attributes).filter((value) => typeof value === "string");
  const longest = texts.reduce((a, b) => (a.length >= b.length ? a : b));
  const words = longest.match(/[a-z]+(?: [a-z]+){3}/g) ?? [];
  const phrase = words[words.length >> 1];
  if (phrase === undefined) throw new Error("a span without words");
  return phrase;
}
