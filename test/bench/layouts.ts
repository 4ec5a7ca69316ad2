import type pg from "pg";
import { arrays } from "./layouts/arrays.ts";
import { chunked, spanCompressed } from "./layouts/chunked.ts";
import type { Layout } from "./layouts/layout.ts";
import { plain, plainGin } from "./layouts/plain.ts";
import { attributeTable, hashedTokens } from "./layouts/tokens.ts";
import { readOptions } from "./options.ts";
import { sizeOf, type Throwaway, throwawayPostgres } from "./postgres/throwaway.ts";
import { ms, note, percentile, printTable, times, whole } from "./report.ts";
import { type BenchSpan, customerAttribute, type Workload } from "./workloads/bench-span.ts";
import { batchesOf, tracesOf, workloads } from "./workloads/workload.ts";

const candidates: readonly Layout[] = [plain, plainGin, chunked, spanCompressed, hashedTokens, attributeTable, arrays];

const defaults = {
  spans: 100_000,
  writers: 2,
  /** Spans a transaction: one export request of a busy sender. */
  batch: 512,
  reads: 200,
  workload: workloads.map(({ name }) => name),
} as const;

/** Ways to lay spans into Postgres, in one run on one Postgres. See docs/decisions/0003-span-layout.md. */
export const layouts = {
  summary: `compares layouts of spans: --spans ${defaults.spans} --writers 2 --batch 512 --reads 200 --workload ${defaults.workload.join(",")}`,
  async run(args: readonly string[]): Promise<void> {
    const options = readOptions(args, defaults);
    for (const workload of workloads.filter(({ name }) => options.workload.includes(name))) {
      const postgres = await throwawayPostgres();
      try {
        const trials: Trial[] = [];
        for (const [at, layout] of candidates.entries())
          trials.push(await startTrial(layout, postgres, `layout_${at}`, options.writers));
        const samples = await writeAll(trials, workload, options);
        const results: Result[] = [];
        for (const trial of trials) results.push(await finishTrial(trial, samples, options.spans));
        report(workload, options.spans, results);
      } finally {
        await postgres.drop();
      }
    }
  },
};

/** A layout in a database of its own. */
interface Trial {
  readonly layout: Layout;
  readonly clients: readonly pg.Client[];
  seconds: number;
}

interface Result {
  readonly layout: Layout;
  readonly spansPerSecond: number;
  readonly bytesPerSpan: number;
  readonly readMs: readonly number[];
  /** One trace's worth of spans among all. */
  readonly rareMs: readonly number[];
  /** A thousandth of all spans. */
  readonly commonMs: readonly number[];
}

async function startTrial(layout: Layout, postgres: Throwaway, database: string, writers: number): Promise<Trial> {
  await (await postgres.connect()).query(`create database ${database}`);
  const clients = await Promise.all(Array.from({ length: writers }, () => postgres.connect(database)));
  await clients[0]!.query(layout.ddl);
  return { layout, clients, seconds: 0 };
}

/**
 * Writes in rounds: spans are generated, then every layout in turn writes the same ones against the clock. So generating
 * takes nothing from Postgres, and what else goes on in the machine meets all layouts alike. Rounds are large enough for
 * a writer that waits for the other's last commit not to matter.
 */
async function writeAll(
  trials: readonly Trial[],
  workload: Workload,
  { spans, batch: size, reads }: { spans: number; batch: number; reads: number },
): Promise<BenchSpan[]> {
  const batches = batchesOf(tracesOf(workload, 1, Math.ceil(spans / workload.spansPerTrace)), size, spans);
  const perRound = 24;
  const rounds = Math.ceil(spans / size / perRound);
  const samples: BenchSpan[] = [];
  for (let round = 0; round < rounds; round++) {
    const batchesOfRound: BenchSpan[][] = [];
    while (batchesOfRound.length < perRound) {
      const { value, done } = batches.next();
      if (done) break;
      batchesOfRound.push(value);
    }
    // From the middle of a batch: the trace at its edge may lie half in the next.
    const step = Math.ceil((rounds * perRound) / reads);
    for (let at = 0; at < batchesOfRound.length; at += step) samples.push(middleOf(batchesOfRound[at]!));
    // Each round starts with another layout, so that none always follows the heaviest.
    for (let turn = 0; turn < trials.length; turn++)
      await writeRound(trials[(round + turn) % trials.length]!, batchesOfRound);
    if (round % 10 === 0) note(`${workload.name}: ${whole(Math.min(spans, (round + 1) * perRound * size))} spans`);
  }
  return samples.slice(0, reads);
}

async function writeRound(trial: Trial, batches: readonly BenchSpan[][]): Promise<void> {
  const waiting = batches.map((batch) => trial.layout.prepare(batch));
  const start = performance.now();
  await Promise.all(
    trial.clients.map(async (client) => {
      for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift())
        await trial.layout.write(client, batch);
    }),
  );
  trial.seconds += (performance.now() - start) / 1_000;
}

function middleOf(batch: readonly BenchSpan[]): BenchSpan {
  return batch[batch.length >> 1]!;
}

async function finishTrial(
  { layout, clients, seconds }: Trial,
  samples: readonly BenchSpan[],
  spans: number,
): Promise<Result> {
  note(`reading: ${layout.name}`);
  const client = clients[0]!;
  const bytes = await sizeOf(client, layout.tables);
  await client.query("vacuum analyze");
  const readMs = await timed(samples, async ({ traceId }) => expectSome(await layout.readTrace(client, traceId)));
  const searchMs = (key: string, some: readonly BenchSpan[]) =>
    timed(some, async ({ attributes }) => expectSome(await layout.search(client, key, String(attributes[key]))));
  // Without an index each search reads the whole table: a few tell as much as many.
  const few = samples.slice(0, layout === plain ? 5 : samples.length);
  return {
    layout,
    spansPerSecond: spans / seconds,
    bytesPerSpan: bytes / spans,
    readMs,
    rareMs: await searchMs("gen_ai.conversation.id", few),
    commonMs: await searchMs(customerAttribute, few),
  };
}

async function timed<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (const item of items) {
    const start = performance.now();
    await work(item);
    times.push(performance.now() - start);
  }
  return times;
}

/** A layout that finds nothing is quick and wrong. */
function expectSome(found: number): void {
  if (!(found > 0)) throw new Error("a read found nothing that was written");
}

function report(workload: Workload, spans: number, results: readonly Result[]): void {
  process.stdout.write(`\n${workload.name}, ${whole(spans)} spans\n`);
  const yardstick = results[0]!.spansPerSecond;
  printTable(
    ["layout", "spans/s", "of plain", "bytes/span", "trace p50", "p95", "rare p50", "p95", "1/1000 p50", "p95"],
    results.map(({ layout, spansPerSecond, bytesPerSpan, readMs, rareMs, commonMs }) => [
      layout.name,
      whole(spansPerSecond),
      times(spansPerSecond / yardstick),
      whole(bytesPerSpan),
      ...[readMs, rareMs, commonMs].flatMap((all) => [ms(percentile(all, 0.5)), ms(percentile(all, 0.95))]),
    ]),
  );
}
