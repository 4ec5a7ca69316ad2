import { startMlflowServer } from "../harness/mlflow-server.ts";
import { readOptions } from "./options.ts";
import { throwawayPostgres } from "./postgres/throwaway.ts";
import { ms, note, printTable, times, whole } from "./report.ts";
import { spawnServer } from "./server/spawned-server.ts";
import { measureCalls, measureChart, measureManyRuns, type Results } from "./tracking/calls.ts";
import { fillRuns } from "./tracking/fill.ts";

const defaults = {
  calls: 2000,
  "mlflow-calls": 200,
  reads: 50,
  "mlflow-reads": 10,
  runs: 100_000,
  points: 1_000_000,
} as const;

/** Tracking calls against this server and MLflow's own, one after the other on the same Postgres. */
export const tracking = {
  summary: `tracking calls beside MLflow's server: --calls ${defaults.calls} --reads ${defaults.reads} --runs 100k --points 1m`,
  async run(args: readonly string[]): Promise<void> {
    const options = readOptions(args, defaults);
    const postgres = await throwawayPostgres();
    try {
      const client = await postgres.connect();
      const server = await spawnServer(postgres.connectionString);
      let ours: Results;
      try {
        note("calls");
        ours = await measureCalls(server.url, options);
        note(`filling in ${whole(options.runs)} runs`);
        const { experimentId } = await fillRuns(client, options.runs);
        note(`searching them`);
        const many = await measureManyRuns(server.url, experimentId, options.reads);
        note(`logging ${whole(options.points)} points`);
        const chart = await measureChart(server.url, options.points, options.reads);
        process.stdout.write(`\n${whole(options.runs)} runs with 10 metrics and 10 params each\n`);
        printOurs({ ...many, ...chart });
      } finally {
        await server.stop();
      }
      await client.query("create database mlflow");
      const theirs = await mlflowResults(uriFor(postgres.connectionString), {
        calls: options["mlflow-calls"],
        reads: options["mlflow-reads"],
      });
      printBoth(ours, theirs);
    } finally {
      await postgres.drop();
    }
  },
};

async function mlflowResults(backendStoreUri: string, counts: { calls: number; reads: number }): Promise<Results> {
  note("starting MLflow's server, which makes its tables");
  const mlflow = await startMlflowServer({ backendStoreUri });
  try {
    note("calls of MLflow's server");
    return await measureCalls(mlflow.url, counts);
  } finally {
    await mlflow.dispose();
  }
}

/** MLflow's own database in the same Postgres, by the driver that it is installed with. */
function uriFor(connectionString: string): string {
  return connectionString.replace(/^\w+:(.*)\/\w+$/, "postgresql+psycopg2:$1/mlflow");
}

function printOurs(results: Results): void {
  const rows = Object.entries(results).map(([name, { p50, p95 }]) => [name, ms(p50), ms(p95)]);
  printTable(["read", "p50 ms", "p95 ms"], rows);
}

function printBoth(ours: Results, theirs: Results): void {
  const rows = Object.entries(ours).map(([name, own]) => {
    const other = theirs[name]!;
    return [
      name,
      ms(own.p50),
      ms(own.p95),
      whole(own.perSecond),
      ms(other.p50),
      whole(other.perSecond),
      times(own.perSecond / other.perSecond),
    ];
  });
  printTable(["call", "p50 ms", "p95 ms", "calls/s", "MLflow p50 ms", "calls/s", "rate"], rows);
}
