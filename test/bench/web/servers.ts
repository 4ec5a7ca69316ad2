import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type MlflowServer, startMlflowServer } from "../../harness/mlflow-server.ts";
import { runProgram } from "../../harness/process.ts";
import { pathOf } from "../../harness/requires.ts";
import { logRun } from "../../harness/runs.ts";
import type { LogRuns } from "./data.ts";

const script = fileURLToPath(new URL("fill_mlflow.py", import.meta.url));

/** Over REST, eight at a time, in order of their begin. */
export function overRest(url: string): LogRuns {
  return async (experimentId, runs) => {
    const ids = new Array<string>(runs.length);
    let next = 0;
    const work = async () => {
      for (let at = next++; at < runs.length; at = next++)
        ids[at] = (await logRun(url, { ...runs[at]!, experimentId })).runId;
    };
    await Promise.all(Array.from({ length: 8 }, work));
    return ids;
  };
}

/** MLflow's server on SQLite, as its quickstart has it, and the way by which runs come into its database. */
export async function mlflowWithRuns(): Promise<{ server: MlflowServer; logRuns: LogRuns; dispose(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), "spanloom-bench-web-"));
  const backendStoreUri = `sqlite:///${join(dir, "mlflow.db")}`;
  const server = await startMlflowServer({ backendStoreUri });
  return {
    server,
    async logRuns(experimentId, runs) {
      const file = join(dir, "runs.jsonl");
      const ids = runs.map(() => randomUUID().replaceAll("-", ""));
      const lines = runs.map(({ name, startMs, params, metrics }, at) =>
        JSON.stringify({ run_id: ids[at], experiment_id: experimentId, name, start: startMs, params, metrics }),
      );
      await writeFile(file, lines.join("\n"));
      await runProgram(pathOf("python"), [script, backendStoreUri, file]);
      return ids;
    },
    async dispose() {
      await server.dispose();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
