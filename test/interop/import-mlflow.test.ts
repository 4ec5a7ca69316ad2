import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startMlflowServer } from "../harness/mlflow-server.ts";
import { runProgram, startProgram } from "../harness/process.ts";
import { describeWith, pathOf, type Tool } from "../harness/requires.ts";
import { newDataDir, startServer } from "../harness/server.ts";

/**
 * `spanloom import mlflow`. A released client fills an MLflow store; what its own server tells of it, this server must
 * tell as well after the import.
 */
const script = (name: string) => fileURLToPath(new URL(`python/${name}.py`, import.meta.url));
const main = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));
const env = { MLFLOW_DISABLE_TELEMETRY: "true", MLFLOW_ALLOW_FILE_STORE: "true", NO_PROXY: "*" };

const stores: [title: string, tool: Tool, kind: "sqlite" | "file"][] = [
  ["SQLite of 3.17.2", "python", "sqlite"],
  ["SQLite of 3.8.1", "python38", "sqlite"],
  ["file store of 3.8.1", "python38", "file"],
];

describeWith(["python", "python38"], "spanloom import mlflow", () => {
  describe.each(stores)("%s", (_title, tool, kind) => {
    let dir: string;
    let dataDir: string;
    let uri: string;
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), "spanloom-import-"));
      dataDir = await newDataDir();
      uri = kind === "sqlite" ? `sqlite:///${join(dir, "mlflow.db")}` : join(dir, "mlruns");
      await runProgram(pathOf(tool), [script("mlflow_fill"), uri, kind, "12000"], { env, cwd: dir });
    });
    afterAll(async () => {
      await rm(dir, { recursive: true, force: true });
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    });
    const importArgs = () => [main, "import", "mlflow", "--from", uri, "--data-dir", dataDir];

    test("killed in the middle and started again, it brings everything over", async () => {
      const first = startProgram(process.execPath, importArgs(), {});
      await expect.poll(() => first.output(), { timeout: 60_000, interval: 5 }).toContain("tags of runs");
      await first.kill();
      const output = await runProgram(process.execPath, importArgs());
      expect(output).toContain("Every row that was there is here.");
      expect(output).toContain("24010 of 24010 points of metrics");
    });

    test("a third time changes nothing", async () => {
      expect(await runProgram(process.execPath, importArgs())).toContain("Every row that was there is here.");
    });

    test("this server tells what MLflow's own told", async () => {
      const mlflow = await startMlflowServer({ tool, backendStoreUri: uri, env });
      const theirs = await dump(mlflow.url, tool).finally(() => mlflow.dispose());
      const server = await startServer({ dataDir });
      try {
        const ours = await dump(server.url, tool);
        expect(theirs.experiments).toHaveLength(2);
        expect(ours).toEqual(theirs);
        const created = await fetch(`${server.url}/api/2.0/mlflow/experiments/create`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ name: "made after the import" }),
        });
        expect(created.status).toBe(200);
      } finally {
        await server.dispose();
      }
    });
  });

  test.each([
    ["sqlite:////nowhere/at/all.db", "There is no file /nowhere/at/all.db."],
    ["oracle://host/db", "cannot be read"],
    ["/nowhere/mlruns", "There is no folder /nowhere/mlruns."],
  ])("%s is refused in one sentence", async (from, sentence) => {
    const dataDir = await newDataDir();
    const failed = startProgram(
      process.execPath,
      [main, "import", "mlflow", "--from", from, "--data-dir", dataDir],
      {},
    );
    expect(await failed.exited).toBe(1);
    expect(failed.output()).toContain(sentence);
    expect(failed.output().trim().split("\n")).toHaveLength(1);
    await rm(dataDir, { recursive: true, force: true });
  });
});

async function dump(url: string, tool: Tool): Promise<{ experiments: unknown[] }> {
  const output = await runProgram(pathOf(tool), [script("mlflow_dump"), url], { env });
  const line = output.split("\n").find((text) => text.startsWith("RESULTS "));
  return JSON.parse(line!.slice("RESULTS ".length)) as { experiments: unknown[] };
}
