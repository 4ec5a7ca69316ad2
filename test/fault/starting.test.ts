import { readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agentTrace } from "../harness/agent-trace.ts";
import { tracesOf } from "../harness/otlp.ts";
import { freePort } from "../harness/ports.ts";
import { startProgram } from "../harness/process.ts";
import { readerOf } from "../harness/reader.ts";
import { send, sendRaw } from "../harness/send.ts";
import {
  healthy,
  launchServer,
  newDataDir,
  postmasters,
  signal,
  startServer,
  type TestServer,
} from "../harness/server.ts";
import { until } from "../harness/wait.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.dispose());

test("npm start passes its options on, and after kill -9 starts again with what was stored, in 5 s of processor time", async () => {
  const dataDir = await newDataDir();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const options = ["--port", String(port), "--data-dir", dataDir, "--otlp-http-port", "0", "--otlp-grpc-port", "0"];
  const npmStart = async () => {
    const program = startProgram("npm", ["start", "--", ...options], { cwd: root, withChildren: true });
    // The launcher is asked and not only the port: what was killed may answer a moment longer.
    const isReady = () => program.output().includes(`ready at ${url}\n`) || undefined;
    await until("npm start", isReady, { timeoutMs: 120_000 });
    return program;
  };
  const { traceId, spans } = agentTrace(20);
  let started = await npmStart();
  try {
    expect(started.output()).toContain(dataDir);
    await send(url, tracesOf([...spans]));
    await started.kill();
    started = await npmStart();
    expect(await processorSeconds(started.pid)).toBeLessThan(5);
    expect((await readerOf(url).summary(traceId)).span_count).toBe(20);
  } finally {
    await started.stop();
    for (const pid of await postmasters(dataDir)) signal(pid, "SIGKILL");
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("a second server on the same data directory is refused in one line, and the first goes on", async () => {
  const second = await launchServer({ dataDir: server.dataDir });
  expect(await second.exited).not.toBe(0);
  const lines = second.output().trim().split("\n");
  expect(lines.filter((line) => line.includes(server.dataDir))).toHaveLength(1);
  expect(second.output()).not.toMatch(/^\s+at /m);
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
});

test.each(["otlpHttpPort", "otlpGrpcPort"] as const)(
  "a taken %s is said in one line, and the main port serves OTLP all the same",
  async (option) => {
    const port = await freePort();
    const holder = createServer().listen(port, "127.0.0.1");
    const other = await launchServer({ [option]: port });
    try {
      await healthy(other);
      expect(
        other
          .output()
          .split("\n")
          .filter((line) => line.includes(String(port)) && /use|taken/i.test(line)),
      ).toHaveLength(1);
      expect((await sendRaw(`${other.url}/v1/traces`, "{}")).status).toBe(200);
    } finally {
      await other.dispose();
      holder.close();
    }
  },
);

test("an unreachable external Postgres is said in one line that names it without its password", async () => {
  const port = await freePort();
  const other = await launchServer({ backendStoreUri: `postgresql://someone:secret-word@127.0.0.1:${port}/spanloom` });
  const code = await other.exited;
  expect(code).not.toBe(0);
  expect(other.output()).toContain(`127.0.0.1:${port}`);
  expect(other.output()).not.toContain("secret-word");
  await other.dispose();
});

/** What npm, the launcher and the server, one group of processes, have taken so far. Told by Linux; 0 elsewhere. */
async function processorSeconds(group: number): Promise<number> {
  const ticksPerSecond = 100;
  let ticks = 0;
  for (const pid of await readdir("/proc").catch(() => [])) {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    // After the name, which may hold blanks: state, parent, group, …, and the twelfth and thirteenth are its times.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(fields[2]) === group) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / ticksPerSecond;
}
