import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePorts } from "./ports.ts";
import { type RunningProgram, startProgram } from "./process.ts";
import { until } from "./wait.ts";

export interface ServerOptions {
  /** Kept when the server stops; without it a new one is made, and removed by `dispose`. */
  readonly dataDir?: string;
  /** An external Postgres instead of the embedded one. */
  readonly backendStoreUri?: string;
  readonly port?: number;
  readonly otlpHttpPort?: number;
  readonly otlpGrpcPort?: number;
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
}

/** A real server process: the command line that a user runs, with Postgres of its own unless told otherwise. */
export interface TestServer extends RunningProgram {
  /** http://127.0.0.1:port */
  readonly url: string;
  readonly port: number;
  readonly otlpHttpPort: number;
  readonly otlpGrpcPort: number;
  readonly dataDir: string;
  readonly backendStoreUri?: string;
  /** The same command again: same ports, same data. */
  restart(): Promise<TestServer>;
  /** Stops it, its Postgres too, and removes the data directory if it was made here. */
  dispose(): Promise<void>;
}

const main = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));

/** Resolves when the server answers on /health. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const server = await launchServer(options);
  await healthy(server);
  return server;
}

/** The same without waiting, for tests of a start that fails. */
export async function launchServer(options: ServerOptions = {}): Promise<TestServer> {
  const [port, otlpHttpPort, otlpGrpcPort] = await freePorts(3);
  const dataDir = options.dataDir ?? (await newDataDir());
  const chosen = {
    ...options,
    dataDir,
    port: options.port ?? port!,
    otlpHttpPort: options.otlpHttpPort ?? otlpHttpPort!,
    otlpGrpcPort: options.otlpGrpcPort ?? otlpGrpcPort!,
  };
  const program = startProgram(process.execPath, [main, ...commandLine(chosen)], { env: options.env });
  return {
    ...program,
    url: `http://127.0.0.1:${chosen.port}`,
    port: chosen.port,
    otlpHttpPort: chosen.otlpHttpPort,
    otlpGrpcPort: chosen.otlpGrpcPort,
    dataDir,
    backendStoreUri: options.backendStoreUri,
    restart: () => startServer(chosen),
    async dispose() {
      await program.stop();
      for (const pid of await postmasters(dataDir)) signal(pid, "SIGKILL");
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export async function newDataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "spanloom-test-"));
  await chmod(dir, 0o755); // as root, Postgres runs under another account and must get in
  return dir;
}

export async function healthy(server: TestServer): Promise<void> {
  const gone = server.exited.then((code) => {
    throw new Error(`The server ended with ${code} before it was ready:\n${server.output().slice(-6_000)}`);
  });
  const answers = until(
    `${server.url}/health`,
    async () => ((await fetch(`${server.url}/health`)).ok ? true : undefined),
    { timeoutMs: 120_000, everyMs: 100 },
  );
  gone.catch(() => undefined);
  await Promise.race([answers, gone]);
}

/** Process ids of the embedded Postgres below a data directory; none where it does not run. */
export async function postmasters(dataDir: string): Promise<number[]> {
  const files = await readdir(dataDir, { recursive: true }).catch(() => []);
  const pids: number[] = [];
  for (const file of files) {
    if (!file.endsWith("postmaster.pid")) continue;
    const pid = Number.parseInt(await readFile(join(dataDir, file), "utf8").catch(() => ""), 10);
    if (Number.isInteger(pid) && pid > 1 && signal(pid, 0)) pids.push(pid);
  }
  return pids;
}

export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function commandLine(options: ServerOptions): string[] {
  const args = ["server", "--host", "127.0.0.1", "--port", String(options.port)];
  args.push("--otlp-http-port", String(options.otlpHttpPort), "--otlp-grpc-port", String(options.otlpGrpcPort));
  args.push("--data-dir", options.dataDir!);
  if (options.backendStoreUri !== undefined) args.push("--backend-store-uri", options.backendStoreUri);
  return [...args, ...(options.args ?? [])];
}
