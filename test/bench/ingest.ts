import type pg from "pg";
import { readOptions } from "./options.ts";
import { copyPlain, plainRow, plainTable } from "./postgres/plain-table.ts";
import { sizeOf, throwawayPostgres } from "./postgres/throwaway.ts";
import { megabytes, ms, note, percentile, printTable, times, whole } from "./report.ts";
import { RecycledSpans } from "./sender/recycled.ts";
import type { Report } from "./sender/sender.ts";
import { startSender } from "./sender/sender.ts";
import { spawnServer } from "./server/spawned-server.ts";
import type { Workload } from "./workloads/bench-span.ts";
import { workloads } from "./workloads/workload.ts";

const defaults = {
  spans: 200_000,
  senders: 4,
  batch: 512,
  /** The yardstick's and the server's turns: what else the machine does then meets both. */
  turns: 4,
  workload: workloads.map(({ name }) => name),
} as const;

type Settings = { readonly [Name in "spans" | "senders" | "batch" | "turns"]: number };

/** Durable ingest over HTTP against raw COPY of the same spans, in the same Postgres and the same run. */
export const ingest = {
  summary: `durable spans a second: --spans ${defaults.spans} --senders 4 --batch 512 --turns 4 --workload ${defaults.workload.join(",")}`,
  async run(args: readonly string[]): Promise<void> {
    const options = readOptions(args, defaults);
    const results: Result[] = [];
    for (const workload of workloads.filter(({ name }) => options.workload.includes(name)))
      results.push(await measure(workload, options));
    report(results, options);
  },
};

interface Result {
  readonly workload: Workload;
  readonly spans: number;
  readonly plainSeconds: number;
  readonly plainBytes: number;
  readonly serverSeconds: number;
  readonly serverBytes: number;
  readonly answersMs: readonly number[];
  readonly retries: number;
  readonly usage: { cpuSeconds: number; maxResidentBytes: number } | undefined;
}

async function measure(workload: Workload, { spans, senders, batch, turns }: Settings): Promise<Result> {
  const postgres = await throwawayPostgres();
  try {
    await (await postgres.connect()).query("create database yardstick");
    const plain = new Yardstick(workload, await postgres.connect("yardstick"));
    await plain.create();
    const server = await spawnServer(postgres.connectionString);
    const sender = await startSender({ url: server.url, workload: workload.name, senders, batch, seed: 1 });
    try {
      const requestsATurn = Math.ceil(spans / batch / turns);
      await sender.send(senders * 2); // the first requests compile the code and make the tables' partitions
      const before = await server.usage();
      const reports: Report[] = [];
      for (let turn = 1; turn <= turns; turn++) {
        note(`${workload.name}: turn ${turn} of ${turns}`);
        await plain.copy(requestsATurn * batch);
        reports.push(await sender.send(requestsATurn));
      }
      const after = await server.usage();
      const client = await postgres.connect();
      const sent = (requestsATurn * turns + senders * 2) * batch;
      await expectStored(client, sent);
      return {
        workload,
        spans: requestsATurn * turns * batch,
        plainSeconds: plain.seconds,
        plainBytes: (await plain.bytes()) / plain.spans,
        serverSeconds: reports.reduce((sum, { seconds }) => sum + seconds, 0),
        serverBytes: (await bytesOfAllTables(client)) / sent,
        answersMs: reports.flatMap(({ answers }) => answers.map((answer) => answer.ms)),
        retries: reports.flatMap(({ answers }) => answers).reduce((sum, { retries }) => sum + retries, 0),
        usage: before && after && { ...after, cpuSeconds: after.cpuSeconds - before.cpuSeconds },
      };
    } finally {
      sender.stop();
      await server.stop();
    }
  } finally {
    await postgres.drop();
  }
}

/** Raw COPY on one connection, 500 spans a commit. Only COPY runs against the clock, not the making of its rows. */
class Yardstick {
  seconds = 0;
  spans = 0;
  readonly #recycled: RecycledSpans;
  readonly #client: pg.Client;

  constructor(workload: Workload, client: pg.Client) {
    this.#recycled = new RecycledSpans(workload, 500, 2);
    this.#client = client;
  }

  async create(): Promise<void> {
    await this.#client.query(plainTable);
  }

  async copy(spans: number): Promise<void> {
    for (let left = spans; left > 0; ) {
      // Some rows are made ahead, so that Postgres is not given a rest after each commit.
      const batches = Array.from({ length: 20 }, (_, at) => this.#recycled.batch(this.spans / 500 + at).map(plainRow));
      const start = performance.now();
      for (const batch of batches) await copyPlain(this.#client, batch);
      this.seconds += (performance.now() - start) / 1_000;
      this.spans += 20 * 500;
      left -= 20 * 500;
    }
  }

  bytes(): Promise<number> {
    return sizeOf(this.#client, ["plain_spans"]);
  }
}

/** An acknowledged span is a stored one. */
async function expectStored(client: pg.Client, spans: number): Promise<void> {
  const { rows } = await client.query<{ count: string }>("select count(*) from spans");
  if (Number(rows[0]?.count) !== spans)
    throw new Error(`${spans} spans were acknowledged and ${rows[0]?.count} stored`);
}

async function bytesOfAllTables(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(
    `select sum(pg_total_relation_size(oid)) as bytes from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  return Number(rows[0]?.bytes);
}

function report(results: readonly Result[], { senders, batch }: Settings): void {
  process.stdout.write(`\n${senders} senders, ${batch} spans a request, protobuf\n`);
  printTable(
    [
      "workload",
      "spans",
      "spans/s",
      "raw COPY/s",
      "of COPY",
      "p50 ms",
      "p99 ms",
      "retries",
      "RSS max",
      "CPU µs/span",
      "bytes/span",
      "plain",
      "of plain",
    ],
    results.map((result) => {
      const rate = result.spans / result.serverSeconds;
      const plainRate = result.spans / result.plainSeconds;
      const { usage } = result;
      return [
        result.workload.name,
        whole(result.spans),
        whole(rate),
        whole(plainRate),
        times(rate / plainRate),
        ms(percentile(result.answersMs, 0.5)),
        ms(percentile(result.answersMs, 0.99)),
        whole(result.retries),
        usage === undefined ? "unknown" : megabytes(usage.maxResidentBytes),
        usage === undefined ? "unknown" : ((usage.cpuSeconds * 1e6) / result.spans).toFixed(1),
        whole(result.serverBytes),
        whole(result.plainBytes),
        times(result.serverBytes / result.plainBytes),
      ];
    }),
  );
}
