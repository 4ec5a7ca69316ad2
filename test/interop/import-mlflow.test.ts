import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runMlflowScript } from "../harness/mlflow-script.ts";
import { startMlflowServer } from "../harness/mlflow-server.ts";
import { type MysqlServer, startMysql } from "../harness/mysql.ts";
import { startPostgres } from "../harness/postgres.ts";
import { runProgram, startProgram } from "../harness/process.ts";
import { describeWith, pathOf, type Tool } from "../harness/requires.ts";
import { newDataDir, startServer } from "../harness/server.ts";

/**
 * `spanloom import mlflow`. A released client fills an MLflow store; what its own server tells of it, this server must
 * tell as well after the import.
 */
const script = (name: string) => fileURLToPath(new URL(`python/${name}.py`, import.meta.url));
const main = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));
// A scorer is told with its required columns as a Python set: in one order only where the hash seed is one.
const env = {
  MLFLOW_DISABLE_TELEMETRY: "true",
  MLFLOW_ALLOW_FILE_STORE: "true",
  MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY: Buffer.alloc(32, "k").toString("base64").replaceAll("/", "_"),
  NO_PROXY: "*",
  PYTHONHASHSEED: "0",
};
const points = 5_000;
/** Runs a program on a terminal of its own, and ends as it ended. */
const onTerminal = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

interface SourceStore extends Partial<Pick<MysqlServer, "bareUri" | "env">> {
  readonly uri: string;
  dispose?(): Promise<void>;
}

let mysql: MysqlServer;
const stores: {
  title: string;
  kind: string;
  tool: Tool;
  needs?: readonly Tool[];
  compared?: true;
  open(dir: string): Promise<SourceStore>;
}[] = [
  {
    title: "SQLite of 3.17.2",
    kind: "sqlite",
    tool: "python",
    compared: true,
    open: async (dir) => ({ uri: `sqlite:///${join(dir, "mlflow.db")}` }),
  },
  {
    title: "SQLite of 3.8.1",
    kind: "sqlite",
    tool: "python38",
    compared: true,
    open: async (dir) => ({ uri: `sqlite:///${join(dir, "mlflow.db")}` }),
  },
  {
    title: "file store of 3.8.1",
    kind: "file",
    tool: "python38",
    open: async (dir) => ({ uri: join(dir, "mlruns") }),
  },
  {
    title: "Postgres of 3.17.2",
    kind: "postgres",
    tool: "python",
    compared: true,
    async open() {
      const postgres = await startPostgres();
      return { ...postgres, uri: postgres.uri.replace("postgresql:", "postgresql+psycopg2:") };
    },
  },
  {
    title: "MySQL of 3.17.2 over TLS",
    kind: "mysql",
    tool: "python",
    needs: ["mysql", "openssl"],
    compared: true,
    async open() {
      mysql = await startMysql();
      return mysql;
    },
  },
];

for (const { title, kind, tool, needs, compared, open } of stores) {
  describeWith([tool, ...(needs ?? [])], `spanloom import mlflow: ${title}`, () => {
    let dir: string;
    let dataDir: string;
    let source: SourceStore;
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), "spanloom-import-"));
      dataDir = await newDataDir();
      source = await open(dir);
      await runProgram(pathOf(tool), [script("mlflow_fill"), source.uri, kind, String(points)], { env, cwd: dir });
    });
    afterAll(async () => {
      await source?.dispose?.();
      for (const made of [dir, dataDir]) await rm(made, { recursive: true, force: true, maxRetries: 5 });
    });
    const importArgs = (uri = source.uri) => [main, "import", "mlflow", "--from", uri, "--data-dir", dataDir];

    test("killed in the middle and started again on a terminal, it brings everything over and shows how far it is", async () => {
      const first = startProgram(process.execPath, importArgs(source.bareUri), { env: source.env });
      await expect.poll(() => first.output(), { timeout: 60_000, interval: 5 }).toContain("tags of runs");
      await first.kill();
      expect(first.output()).not.toContain("\r");
      const output = await runProgram(pathOf(tool), ["-c", onTerminal, process.execPath, ...importArgs()]);
      const total = points + 20;
      expect(output).toMatch(new RegExp(`\\r\\[ {1,30}\\] points of metrics: 0 of ${total}`));
      expect(output).toContain(`\r[${"=".repeat(30)}] points of metrics: ${total} of ${total}`);
      expect(output).toContain("Every row that was there is here.");
      expect(output).toContain(`${points + 20} of ${points + 20} points of metrics`);
      expect(output.includes("The webhook 'signed' is switched off")).toBe(kind !== "file");
    });

    // Before MLflow's own server starts on the store, which adds to it.
    if (kind === "mysql") testTls(importArgs);

    // On a file store MLflow's own server fails where datasets are searched: the counts are all that is compared.
    if (!compared) return;

    test("this server tells what MLflow's own tells", async () => {
      const theirs = await startMlflowServer({ tool, backendStoreUri: source.uri, env });
      const server = await startServer({ dataDir });
      try {
        const [expected, found] = await Promise.all([dump(theirs.url, tool), dump(server.url, tool)]);
        expect(expected.experiments).toHaveLength(3);
        expect(found).toEqual(expected);
        const created = await fetch(`${server.url}/api/2.0/mlflow/experiments/create`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ name: "made after the import" }),
        });
        expect(created.status).toBe(200);
      } finally {
        await theirs.dispose();
        await server.dispose();
      }
    });
  });
}

describe("spanloom import mlflow", () => {
  test.each([
    ["sqlite:////nowhere/at/all.db", "There is no file /nowhere/at/all.db."],
    ["oracle://host/db", "cannot be read"],
    ["/nowhere/mlruns", "There is no folder /nowhere/mlruns."],
    ["mysql://host/db?ssl_ca=/nowhere/ca.pem", "The file /nowhere/ca.pem of ssl_ca cannot be read."],
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

function testTls(importArgs: (uri: string) => readonly string[]): void {
  test.each<[what: string, uri: () => string, sentence: RegExp]>([
    [
      "a certificate of another authority",
      () => mysql.uri.replace(/(?<=ssl_ca=)[^&]+/, mysql.strangerCa),
      /certificate/,
    ],
    [
      "a certificate of another name, where it counts",
      () => `${mysql.uri.replace("127.0.0.1", "localhost")}&ssl_verify_identity=true`,
      /altnames/,
    ],
    ["who has no certificate of their own", () => mysql.uri.replace(/&ssl_cert.*/, ""), /Access denied for user 'ann'/],
  ])("%s is refused in one sentence", async (_, uri, sentence) => {
    const refused = startProgram(process.execPath, importArgs(uri()));
    expect(await refused.exited).toBe(1);
    expect(refused.output()).toMatch(sentence);
    expect(refused.output().trim().split("\n")).toHaveLength(1);
  });

  test("in the clear it is read as well, where no files are named", async () => {
    const output = await runProgram(process.execPath, importArgs(mysql.plainUri));
    expect(output).toContain("Every row that was there is here.");
  });
}

function dump(url: string, tool: Tool): Promise<{ experiments: unknown[] }> {
  return runMlflowScript(tool, "mlflow_dump.py", [url], env);
}
