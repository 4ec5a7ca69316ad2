import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pythonClients } from "../harness/mlflow-clients.ts";
import { runMlflowScript } from "../harness/mlflow-script.ts";
import { runProgram } from "../harness/process.ts";
import { describeWith } from "../harness/requires.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { until } from "../harness/wait.ts";
import { seedOddCalls } from "./odd-calls/ask.ts";
import { artifactCalls, askRaw } from "./odd-calls/hostile-paths.ts";

/** Artifacts by MLflow's released clients, unmodified, and what can go wrong on the way. */
const main = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));
const proxy = "/api/2.0/mlflow-artifacts/artifacts";

describeWith(["python", "python38"], "artifacts", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.dispose());

  describe.each(pythonClients)("MLflow's Python client %s", (_version, tool) => {
    let results: Record<string, unknown>;
    beforeAll(async () => {
      results = await runMlflowScript(tool, "mlflow_artifacts.py", [server.url], { MPLBACKEND: "Agg" });
    });

    test("what log_* stores is listed, with sizes", () => {
      expect(results.root).toEqual([
        ["a.txt", false, 1],
        ["all", true, null],
        ["deep", true, null],
        ["figure.png", false, expect.any(Number)],
        ["image.png", false, expect.any(Number)],
        ["notes", true, null],
        ["table.json", false, expect.any(Number)],
      ]);
      expect(results.all).toEqual([
        ["all/a.txt", false, 1],
        ["all/empty", false, 0],
        ["all/sub dir", true, null],
      ]);
      expect(results["of a file"]).toEqual([]);
      expect(results.missing).toEqual([]);
      expect(results.listed).toEqual(["notes/dict.json", "notes/dict.yaml", "notes/text.txt"]);
    });

    test("what is downloaded is what was logged", () => {
      expect(results.text).toBe("text ü");
      expect(results.table).toEqual([1, 2, 3]);
      expect(results.downloaded).toEqual({ "a.txt": "a", empty: "", "sub dir/ü 🥣 100%.txt": "b" });
      expect(results.one).toBe("b");
      expect(results["not there"]).toContain("not there");
    });

    test("a repository deletes files and directories", () => {
      expect(results["after delete"]).toEqual([
        ["a.txt", "all", "deep", "figure.png", "notes", "table.json"],
        [
          ["all/a.txt", false, 1],
          ["all/empty", false, 0],
        ],
      ]);
    });

    test("a file in parts comes back whole", () => {
      expect(results.multipart).toEqual([[["parts/large.bin", false, 11 * 1024 * 1024]], true]);
    });

    test("gc beside the running server removes the run and its files", async () => {
      const runId = results.run_id as string;
      const directory = join(server.dataDir, "artifacts/0", runId);
      expect(await readdir(join(directory, "artifacts"))).toContain("a.txt");
      await spanloom("runs", "delete", "--run-id", runId, "--tracking-uri", server.url);
      const said = await spanloom("gc", "--run-ids", runId, "--data-dir", server.dataDir);
      expect(said).toContain(`Run with ID ${runId} has been permanently deleted.`);
      await expect(readdir(directory)).rejects.toMatchObject({ code: "ENOENT" });
      expect((await fetch(`${server.url}/api/2.0/mlflow/runs/get?run_id=${runId}`)).status).toBe(404);
    });
  });

  test("a connection that drops leaves no artifact and no bytes", async () => {
    const upload = request(`${server.url}${proxy}/0/dropped.bin`, {
      method: "PUT",
      headers: { "Content-Length": 50_000_000 },
    });
    upload.on("error", () => {});
    upload.write(Buffer.alloc(2_000_000));
    const uploads = join(server.dataDir, "artifacts/.uploads");
    await until("an upload under way", async () => ((await readdir(uploads)).length > 0 ? true : undefined));
    upload.destroy();
    await until("no trace of it", async () => ((await readdir(uploads)).length === 0 ? true : undefined));
    expect((await fetch(`${server.url}${proxy}/0/dropped.bin`)).status).toBe(404);
    expect((await fetch(`${server.url}${proxy}?path=0`)).status).toBe(200);
  });

  test("a link that leads out of the artifacts' directory leads nowhere, whichever route is asked", async () => {
    const outside = join(server.dataDir, "outside");
    await mkdir(outside);
    await writeFile(join(outside, "there.txt"), "not to be read");
    const seeded = await seedOddCalls(server.url);
    const { experiment, run, model } = seeded;
    for (const place of [".", `${experiment}/${run}/artifacts`, `${experiment}/models/${model}/artifacts`]) {
      await mkdir(join(server.dataDir, "artifacts", place), { recursive: true });
      await symlink(outside, join(server.dataDir, "artifacts", place, "link"));
    }
    for (const [name, call] of Object.entries(artifactCalls)) {
      const { text } = await askRaw(server.url, call("link/there.txt", seeded));
      expect(text, name).not.toContain("not to be read");
      expect((await askRaw(server.url, call("link", seeded))).text, name).not.toContain("there.txt");
      expect(await readdir(outside), name).toEqual(["there.txt"]);
      expect(await readFile(join(outside, "there.txt"), "utf8"), name).toBe("not to be read");
    }
  });

  test("a gigabyte up and down grows the server by few megabytes", async () => {
    const bytes = 1_000_000_000;
    const piece = Buffer.alloc(1 << 20);
    let peak = 0;
    let watching = true;
    const before = await rss(server.pid);
    const watch = (async () => {
      for (; watching; await sleep(20)) peak = Math.max(peak, await rss(server.pid));
    })();
    await put(`${server.url}${proxy}/0/large.bin`, bytes, piece);
    let received = 0;
    const down = await fetch(`${server.url}${proxy}/0/large.bin`);
    for await (const part of down.body!) received += part.length;
    watching = false;
    await watch;
    expect(received).toBe(bytes);
    expect(peak - before).toBeLessThan(40_000_000);
    await fetch(`${server.url}${proxy}/0/large.bin`, { method: "DELETE" });
  });
});

test("--artifacts-only serves files without a database; --no-serve-artifacts has clients write to the default root", async () => {
  const directory = await mkdtemp(join(tmpdir(), "spanloom-root-"));
  const only = await startServer({ args: ["--artifacts-only", "--artifacts-destination", directory] });
  try {
    expect((await fetch(`${only.url}${proxy}/0/x`, { method: "PUT", body: "x" })).status).toBe(200);
    expect(await (await fetch(`${only.url}${proxy}/0/x`)).text()).toBe("x");
    const refused = await fetch(`${only.url}/api/2.0/mlflow/experiments/search?max_results=1`);
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining("--artifacts-only")]);
    expect(await readdir(only.dataDir)).toEqual([]);
  } finally {
    await only.dispose();
  }
  const closed = await startServer({ args: ["--no-serve-artifacts", "--default-artifact-root", directory] });
  try {
    const refused = await fetch(`${closed.url}${proxy}/0/x`);
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining("--no-serve-artifacts")]);
    const { experiment } = (await (
      await fetch(`${closed.url}/api/2.0/mlflow/experiments/get?experiment_id=0`)
    ).json()) as { experiment: { artifact_location: string } };
    expect(experiment.artifact_location).toBe(join(directory, "0"));
  } finally {
    await closed.dispose();
    await rm(directory, { recursive: true });
  }
});

const spanloom = (...args: string[]): Promise<string> => runProgram(process.execPath, [main, ...args]);

async function rss(pid: number): Promise<number> {
  const { readFile } = await import("node:fs/promises");
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

function put(url: string, bytes: number, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const upload = request(url, { method: "PUT", headers: { "Content-Length": bytes } }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`answered ${response.statusCode}`));
    });
    upload.on("error", reject);
    let left = bytes;
    const send = () => {
      while (left > 0) {
        const part = left >= piece.length ? piece : piece.subarray(0, left);
        left -= part.length;
        if (!upload.write(part)) {
          upload.once("drain", send);
          return;
        }
      }
      upload.end();
    };
    send();
  });
}
