import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Binaries, findBinaries } from "./binaries.ts";
import { embeddedSettings } from "./embedded-settings.ts";
import { freePort } from "./free-port.ts";

export interface EmbeddedOptions {
  /** Made where it is missing. The cluster lies in `postgres` below it. */
  readonly dataDir: string;
  /** One line of Postgres's log, or of ours about it. */
  readonly log?: (line: string) => void;
  /** Further settings (`-c name=value`), for tests and benches. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  readonly connectionString: string;
  /** The process that runs now; it changes when a killed Postgres is started again. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Another server holds the data directory. */
export class DataDirectoryInUse extends Error {
  override readonly name = "DataDirectoryInUse";
}

const user = "spanloom";
const database = "spanloom";
/** Held by the server that owns the cluster for as long as it lives; a killed server's session frees it. */
const ownerLock = 4_155_102_971n;

/**
 * Starts Postgres on `dataDir`, making the cluster first where there is none. One server owns a data directory: a
 * second one throws `DataDirectoryInUse`. A Postgres that a killed server left behind is stopped and started anew; one
 * that dies under us is started again, and recovers what was committed.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const log = options.log ?? (() => {});
  const binaries = await findBinaries(dataDir);
  const cluster = join(dataDir, "postgres");
  await mkdir(cluster, { recursive: true });
  if (binaries.account) await chown(cluster, binaries.account.uid, binaries.account.gid);
  await chmod(cluster, 0o700);
  const password = await ensurePassword(join(dataDir, "postgres-password"));
  await initialise(binaries, cluster, join(dataDir, "postgres-password"));
  await stopLeftBehind(cluster, password);
  return new Supervisor(binaries, cluster, password, options.settings ?? {}, log).start();
}

/** How to reach the Postgres that a server runs on `dataDir` now; undefined where none does. */
export async function runningEmbedded(dataDir: string): Promise<string | undefined> {
  const cluster = join(resolve(dataDir), "postgres");
  const [pid, password] = await Promise.all(
    [join(cluster, "postmaster.pid"), join(cluster, "../postgres-password")].map((file) =>
      readFile(file, "utf8").catch(() => undefined),
    ),
  );
  if (pid === undefined || password === undefined) return undefined;
  return connectionString(Number(pid.split("\n")[3]), password.trim(), database);
}

class Supervisor implements EmbeddedPostgres {
  readonly #binaries: Binaries;
  readonly #cluster: string;
  readonly #password: string;
  readonly #settings: Readonly<Record<string, string>>;
  readonly #log: (line: string) => void;
  #port = 0;
  #child: ChildProcess | undefined;
  #owner: pg.Client | undefined;
  #stopping = false;

  constructor(
    binaries: Binaries,
    cluster: string,
    password: string,
    settings: Readonly<Record<string, string>>,
    log: (line: string) => void,
  ) {
    this.#binaries = binaries;
    this.#cluster = cluster;
    this.#password = password;
    this.#settings = settings;
    this.#log = log;
  }

  get connectionString(): string {
    return connectionString(this.#port, this.#password, database);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<this> {
    this.#port = await freePort();
    await this.#run();
    return this;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#owner?.end().catch(() => {});
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((done) => child.once("exit", done));
    child.kill("SIGINT"); // a fast shutdown: sessions are ended, what is committed stays
    await exited;
  }

  /** Resolves when Postgres accepts connections and the database is there. */
  async #run(): Promise<void> {
    const { account, postgres } = this.#binaries;
    const settings = { ...embeddedSettings(), ...this.#settings, port: String(this.#port) };
    const child = spawn(
      postgres,
      ["-D", this.#cluster, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      // In a session of its own: a Ctrl-C in the terminal is for the server, which stops Postgres last.
      { ...account, stdio: ["ignore", "ignore", "pipe"], cwd: this.#cluster, env: postgresEnvironment, detached: true },
    );
    this.#child = child;
    const tail: string[] = [];
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\n").filter(Boolean)) {
        this.#log(line);
        tail.push(line);
        if (tail.length > 20) tail.shift();
      }
    });
    const died = new Promise<never>((_, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) =>
        reject(new Error(`Postgres ended (${signal ?? `exit code ${code}`}): ${tail.slice(-4).join(" ")}`)),
      );
    });
    died.catch(() => {});
    await Promise.race([this.#ready(), died]);
    child.once("exit", () => void this.#restart());
  }

  async #ready(): Promise<void> {
    for (;;) {
      const client = new pg.Client(connectionString(this.#port, this.#password, "postgres"));
      client.on("error", () => {});
      try {
        await client.connect();
      } catch (error) {
        await client.end().catch(() => {});
        // Starting up or recovering refuses with 57P03; a wrong password or a broken cluster will not get better.
        const code = (error as { code?: string }).code ?? "";
        if (code !== "ECONNREFUSED" && code !== "57P03" && code !== "ECONNRESET") throw error;
        await sleep(25);
        continue;
      }
      const held = await client.query("select pg_try_advisory_lock($1) as held", [ownerLock]);
      if (!held.rows[0]?.held) {
        await client.end();
        throw new DataDirectoryInUse(inUse(this.#cluster));
      }
      const known = await client.query("select from pg_database where datname = $1", [database]);
      if (known.rowCount === 0) await client.query(`create database ${database}`);
      this.#owner = client;
      return;
    }
  }

  /** Postgres was killed: it is started again until it stands; every failed try waits a little longer. */
  async #restart(): Promise<void> {
    await this.#owner?.end().catch(() => {});
    for (let wait = 100; !this.#stopping; wait = Math.min(wait * 2, 5_000)) {
      this.#log("Postgres ended unexpectedly; starting it again");
      try {
        await this.#run();
        return;
      } catch (error) {
        this.#log(`Postgres did not start: ${(error as Error).message}`);
        await sleep(wait);
      }
    }
  }
}

/** Nothing of ours but the search path: a PGDATA or PGPORT in the environment must not steer it. */
const postgresEnvironment = { LC_ALL: "C", TZ: "UTC" };

function connectionString(port: number, password: string, name: string): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${name}`;
}

async function ensurePassword(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch {
    const password = randomBytes(24).toString("hex");
    await writeFile(file, `${password}\n`, { mode: 0o600 });
    return password;
  }
}

async function initialise(binaries: Binaries, cluster: string, passwordFile: string): Promise<void> {
  const exists = await stat(join(cluster, "PG_VERSION")).then(
    () => true,
    () => false,
  );
  if (exists) return;
  const { account, initdb } = binaries;
  if (account) await chown(passwordFile, account.uid, account.gid);
  const child = spawn(
    initdb,
    [
      `--pgdata=${cluster}`,
      `--username=${user}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // Sorted by code points, as in C, but letters past ASCII have upper and lower case, which ILIKE needs.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
    { ...account, stdio: ["ignore", "ignore", "pipe"], cwd: cluster, env: postgresEnvironment },
  );
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const code = await new Promise((done, failed) => child.once("exit", done).once("error", failed));
  if (code !== 0) throw new Error(`Could not make a Postgres cluster in ${cluster}: ${complaint.trim()}`);
}

/** A running Postgres without a server is stopped; with one, the data directory is in use. */
async function stopLeftBehind(cluster: string, password: string): Promise<void> {
  // postmaster.pid: pid, data directory, start time, port, socket directory, listen address, …
  const lines = await readFile(join(cluster, "postmaster.pid"), "utf8").then(
    (text) => text.split("\n"),
    () => undefined,
  );
  if (lines === undefined) return;
  const pid = Number(lines[0]);
  const client = new pg.Client(connectionString(Number(lines[3]), password, "postgres"));
  client.on("error", () => {});
  try {
    await client.connect();
  } catch {
    await client.end().catch(() => {});
    return; // not running, or not ours: Postgres itself will say if the directory is really held
  }
  const { rows } = await client.query(
    "select current_setting('data_directory') as directory, pg_try_advisory_lock($1) as held",
    [ownerLock],
  );
  await client.end();
  if (rows[0]?.directory !== cluster) return;
  if (!rows[0]?.held) throw new DataDirectoryInUse(inUse(cluster));
  process.kill(pid, "SIGINT");
  while (isAlive(pid)) await sleep(25);
}

function inUse(cluster: string): string {
  return `Another Spanloom server uses the data directory ${resolve(cluster, "..")}. Stop it, or give this one another --data-dir.`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
