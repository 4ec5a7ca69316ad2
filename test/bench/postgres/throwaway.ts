import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "@spanloom/store";
import pg from "pg";
import { processorSeconds } from "../processor-time.ts";

export interface Throwaway {
  readonly dataDir: string;
  readonly connectionString: string;
  /** To its own database, or to another in it. */
  connect(database?: string): Promise<pg.Client>;
  /** What all of its processes have taken so far; undefined where the system does not tell. */
  processorSeconds(): Promise<number | undefined>;
  /** Ends all connections, stops Postgres and removes its files, unless they were to be kept. */
  drop(): Promise<void>;
}

/** The Postgres that Spanloom runs on, with the settings it has there, in a temporary directory or in one that is kept. */
export async function throwawayPostgres(kept?: string): Promise<Throwaway> {
  const dataDir = kept ?? (await temporaryDataDir());
  const postgres = await startEmbedded({ dataDir });
  const clients: pg.Client[] = [];
  let dropped: Promise<void> | undefined;
  const drop = () => {
    dropped ??= (async () => {
      await Promise.allSettled(clients.map((client) => client.end()));
      await postgres.stop();
      if (kept === undefined) await rm(dataDir, { recursive: true, force: true });
    })();
    return dropped;
  };
  // Postgres is in a session of its own, so nobody else would stop it.
  const interrupted = () =>
    void drop()
      .catch(console.error)
      .finally(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  return {
    drop,
    dataDir,
    connectionString: postgres.connectionString,
    processorSeconds: () => processorSeconds(postgres.pid!),
    async connect(database) {
      const uri = new URL(postgres.connectionString);
      if (database !== undefined) uri.pathname = `/${database}`;
      const client = new pg.Client(uri.href);
      client.on("error", () => {}); // ended under it, when the bench is interrupted
      await client.connect();
      clients.push(client);
      return client;
    },
  };
}

/** Postgres never runs as root; where we are, the account that it runs as must get in. */
async function temporaryDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), "spanloom-bench-"));
  await chmod(dataDir, 0o755);
  return dataDir;
}

/** Tables with their indexes and what is stored out of line, in bytes. */
export async function sizeOf(client: pg.Client, tables: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(
    "select sum(pg_total_relation_size(name::regclass)) as bytes from unnest($1::text[]) as name",
    [tables],
  );
  return Number(rows[0]?.bytes);
}
