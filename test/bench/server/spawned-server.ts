import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { processorSeconds } from "../processor-time.ts";
import { note } from "../report.ts";

export interface SpawnedServer {
  readonly url: string;
  /** What the process has taken so far; undefined where the system does not tell (no /proc). */
  usage(): Promise<{ cpuSeconds: number; maxResidentBytes: number } | undefined>;
  stop(): Promise<void>;
}

const main = fileURLToPath(new URL("../../../apps/server/src/main.ts", import.meta.url));
/** As `npm start` has it, with the bound on the young generation below: each takes memory off the server. */
const compileCache = fileURLToPath(new URL("../../../node_modules/.cache/compiled", import.meta.url));

/** The server as a user starts it, on a free port and on a Postgres that is there already. */
export async function spawnServer(connectionString: string): Promise<SpawnedServer> {
  const options = { "backend-store-uri": connectionString, port: 0, "otlp-http-port": 0, "otlp-grpc-port": 0 };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, ["--max-semi-space-size=8", main, "server", ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => note(`server: ${text.trimEnd()}`));
  process.once("exit", () => child.kill());
  const url = await readyUrl(child);
  return {
    url,
    usage: () => usageOf(child),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** The address that the server prints once it serves. */
async function readyUrl(child: ChildProcess): Promise<string> {
  let printed = "";
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code} before it was ready: ${printed}`)));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      const url = /ready at (http:\S+)/.exec(printed)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

async function usageOf({ pid }: ChildProcess) {
  const cpuSeconds = await processorSeconds(pid!);
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => undefined);
  if (cpuSeconds === undefined || status === undefined) return undefined;
  return { cpuSeconds, maxResidentBytes: Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024 };
}
