import { startMlflowServer } from "../harness/mlflow-server.ts";
import { readOptions } from "./options.ts";
import { type Throwaway, throwawayPostgres } from "./postgres/throwaway.ts";
import { ms, note, printTable, times, whole } from "./report.ts";
import { type SpawnedServer, spawnServer } from "./server/spawned-server.ts";
import { measureChart, measureManyRuns, prepareCalls, type Results } from "./tracking/calls.ts";
import { fillRuns } from "./tracking/fill.ts";
import { type Measured, measureInTurns } from "./tracking/measure.ts";

const defaults = {
  calls: 2000,
  "mlflow-calls": 200,
  reads: 50,
  "mlflow-reads": 10,
  /** Ours and MLflow's: what else the machine does then meets both. */
  turns: 5,
  runs: 100_000,
  points: 1_000_000,
} as const;

type Settings = { readonly [Name in keyof typeof defaults]: number };

/** Tracking calls against this server and MLflow's own, in turns and on the same Postgres. */
export const tracking = {
  summary: `tracking calls beside MLflow's server: --calls ${defaults.calls} --reads ${defaults.reads} --turns ${defaults.turns} --runs 100k --points 1m`,
  async run(args: readonly string[]): Promise<void> {
    const options = readOptions(args, defaults);
    const postgres = await throwawayPostgres();
    try {
      const server = await spawnServer(postgres.connectionString);
      try {
        printBoth(await measureBoth(server, postgres, options));
        printOurs(await measureLarge(server, postgres, options), options);
      } finally {
        await server.stop();
      }
    } finally {
      await postgres.drop();
    }
  },
};

interface Compared {
  readonly name: string;
  readonly ours: Measured;
  readonly theirs: Measured;
}

async function measureBoth(server: SpawnedServer, postgres: Throwaway, options: Settings): Promise<Compared[]> {
  note("starting MLflow's server, which makes its tables");
  await (await postgres.connect()).query("create database mlflow");
  const mlflow = await startMlflowServer({ backendStoreUri: uriFor(postgres.connectionString) });
  try {
    note("filling in what is read");
    const theirs = await prepareCalls(mlflow.url);
    const ours = await prepareCalls(server.url);
    const processorSeconds = async () => [
      (await server.usage())?.cpuSeconds ?? Number.NaN,
      (await postgres.processorSeconds()) ?? Number.NaN,
    ];
    const compared: Compared[] = [];
    for (const [at, call] of ours.calls.entries()) {
      note(call.name);
      const { calls, reads, "mlflow-calls": theirCalls, "mlflow-reads": theirReads, turns } = options;
      const [own, other] = await measureInTurns(
        [
          { call, count: call.isLong ? reads : calls, processorSeconds },
          { call: theirs.calls[at]!, count: call.isLong ? theirReads : theirCalls },
        ],
        turns,
      );
      compared.push({ name: call.name, ours: own!, theirs: other! });
    }
    for (const calls of [ours, theirs]) calls.close();
    return compared;
  } finally {
    await mlflow.dispose();
  }
}

async function measureLarge(server: SpawnedServer, postgres: Throwaway, options: Settings): Promise<Results> {
  note(`filling in ${whole(options.runs)} runs`);
  const { experimentId } = await fillRuns(await postgres.connect(), options.runs);
  note("searching them");
  const many = await measureManyRuns(server.url, experimentId, options.reads);
  note(`logging ${whole(options.points)} points`);
  return { ...many, ...(await measureChart(server.url, options.points, options.reads)) };
}

/** MLflow's own database in the same Postgres, by the driver that it is installed with. */
function uriFor(connectionString: string): string {
  return connectionString.replace(/^\w+:(.*)\/\w+$/, "postgresql+psycopg2:$1/mlflow");
}

function printOurs(results: Results, { runs }: Settings): void {
  process.stdout.write(`\n${whole(runs)} runs with 10 metrics and 10 params each\n`);
  const rows = Object.entries(results).map(([name, { p50, p95 }]) => [name, ms(p50), ms(p95)]);
  printTable(["read", "p50 ms", "p95 ms"], rows);
}

/** The processor time is ours: of the server, and of Postgres for it. */
function printBoth(compared: readonly Compared[]): void {
  const rows = compared.map(({ name, ours, theirs }) => [
    name,
    ms(ours.p50),
    ms(ours.p95),
    ...ours.processorMs.map((each) => each.toFixed(2)),
    whole(ours.perSecond),
    ms(theirs.p50),
    whole(theirs.perSecond),
    times(ours.perSecond / theirs.perSecond),
  ]);
  const headings = ["call", "p50 ms", "p95 ms", "CPU ms", "Postgres", "calls/s", "MLflow p50 ms", "calls/s", "rate"];
  printTable(headings, rows);
}
