import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { startProgram } from "./process.ts";
import { pathOf, type Tool } from "./requires.ts";
import { until } from "./wait.ts";

export interface MlflowServerOptions {
  /** A SQLite file in a temporary directory where nothing is said. */
  readonly backendStoreUri?: string;
  /** A temporary directory where nothing is said. */
  readonly artifactsDestination?: string;
  /** Which MLflow; 3.17.2 where nothing is said. */
  readonly tool?: Tool;
  /** Such as /p: all of it is below that path then. */
  readonly staticPrefix?: string;
  readonly env?: Record<string, string>;
}

export interface MlflowServer {
  /** http://127.0.0.1:port, and the prefix */
  readonly url: string;
  /** What it keeps its database and artifacts in, unless it was told where. */
  readonly dir: string;
  output(): string;
  /** Stops it, and removes its directory. */
  dispose(): Promise<void>;
}

/** MLflow's own server, unmodified, to compare with. Resolves when it answers; needs the tool `python`. */
export async function startMlflowServer(options: MlflowServerOptions = {}): Promise<MlflowServer> {
  const dir = await mkdtemp(join(tmpdir(), "spanloom-mlflow-"));
  const port = await freePort();
  const { backendStoreUri = `sqlite:///${join(dir, "mlflow.db")}`, artifactsDestination = join(dir, "artifacts") } =
    options;
  const args = ["-m", "mlflow", "server", "--host", "127.0.0.1", "--port", String(port), "--workers", "1"];
  args.push("--backend-store-uri", backendStoreUri, "--artifacts-destination", artifactsDestination);
  const { staticPrefix = "" } = options;
  if (staticPrefix !== "") args.push("--static-prefix", staticPrefix);
  const program = startProgram(pathOf(options.tool ?? "python"), args, {
    cwd: dir,
    withChildren: true, // MLflow 3.8.1 leaves its workers behind
    env: {
      MLFLOW_DISABLE_TELEMETRY: "true",
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
      NO_PROXY: "*",
      ...options.env,
    },
  });
  const url = `http://127.0.0.1:${port}${staticPrefix}`;
  const gone = program.exited.then((code) => {
    throw new Error(`MLflow's server ended with ${code} before it was ready:\n${program.output().slice(-6_000)}`);
  });
  gone.catch(() => undefined);
  const answers = until(`${url}/health`, async () => ((await fetch(`${url}/health`)).ok ? true : undefined), {
    timeoutMs: 300_000,
    everyMs: 200,
  });
  await Promise.race([answers, gone]);
  return {
    url,
    dir,
    output: program.output,
    async dispose() {
      await program.stop();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
