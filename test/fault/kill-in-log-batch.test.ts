import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../harness/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.dispose());

const post = async (path: string, body: object) => {
  const answer = await fetch(`${server.url}/api/2.0/mlflow/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
};
const newRun = async (): Promise<string> => {
  const { body } = await post("runs/create", { experiment_id: "0" });
  return body.run.info.run_id;
};
const batch = (at: number) => ({
  metrics: Array.from({ length: 800 }, (_, k) => ({ key: `m${at}`, value: k, timestamp: 1, step: k })),
  params: Array.from({ length: 90 }, (_, k) => ({ key: `p${at}.${k}`, value: "1" })),
  tags: Array.from({ length: 90 }, (_, k) => ({ key: `t${at}.${k}`, value: "1" })),
});
const seen = async (runId: string) => {
  const answer = await fetch(`${server.url}/api/2.0/mlflow/runs/get?run_id=${runId}`);
  const { data } = JSON.parse(await answer.text()).run;
  const keysOf = (items: { key: string }[] = []) => items.map(({ key }) => key);
  return { metrics: keysOf(data.metrics), params: keysOf(data.params), tags: keysOf(data.tags) };
};

test("kill -9 of the server in log-batch leaves each batch whole or not at all, and every acknowledged one", async () => {
  for (let round = 0; round < 4; round++) {
    const runId = await newRun();
    const acknowledged = new Set<number>();
    let isRunning = true;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let at = writer; isRunning; at += 8) {
        const answer = await post("runs/log-batch", { run_id: runId, ...batch(at) }).catch(() => undefined);
        if (answer === undefined) return;
        if (answer.status === 200) acknowledged.add(at);
        else expect(answer.status).toBe(503);
      }
    });
    while (acknowledged.size < 10) await sleep(5);
    await sleep(Math.random() * 50);
    await server.kill();
    isRunning = false;
    await Promise.all(writers);
    server = await server.restart();

    const { metrics, params, tags } = await seen(runId);
    const stored = new Set(metrics.map((key) => Number(key.slice(1))));
    expect([...acknowledged].filter((at) => !stored.has(at))).toEqual([]);
    expect(params.length).toBe(stored.size * 90);
    expect(tags.filter((key) => key.startsWith("t")).length).toBe(stored.size * 90);
    for (const at of stored) {
      const answer = await fetch(`${server.url}/api/2.0/mlflow/metrics/get-history?run_id=${runId}&metric_key=m${at}`);
      expect(JSON.parse(await answer.text()).metrics.length).toBe(800);
    }
  }
});

test("64 clients on one run lose no point, no param and no tag, and the latest is the latest", async () => {
  const runId = await newRun();
  const clients = 64;
  const requestsEach = 10;
  const statuses = await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const own: number[] = [];
      for (let request = 0; request < requestsEach; request++) {
        const step = request * clients + client;
        const keys = ["a", "b", "c", "d"].map((_, k, all) => all[(k + client) % 4]!);
        const { status } = await post("runs/log-batch", {
          run_id: runId,
          metrics: keys.map((key) => ({ key, value: step, timestamp: step, step })),
          params: [
            { key: "shared", value: "same" },
            { key: `own.${client}.${request}`, value: "1" },
          ],
          tags: [
            { key: "last", value: `${client}` },
            { key: "mlflow.runName", value: "busy" },
          ],
        });
        own.push(status);
      }
      return own;
    }),
  );
  expect(new Set(statuses.flat())).toEqual(new Set([200]));
  const answer = await fetch(`${server.url}/api/2.0/mlflow/runs/get?run_id=${runId}`);
  const { info, data } = JSON.parse(await answer.text()).run;
  const last = clients * requestsEach - 1;
  expect(info.run_name).toBe("busy");
  expect(data.params.length).toBe(clients * requestsEach + 1);
  expect(data.metrics).toEqual(["a", "b", "c", "d"].map((key) => ({ key, value: last, timestamp: last, step: last })));
  for (const key of ["a", "d"]) {
    const history = await fetch(`${server.url}/api/2.0/mlflow/metrics/get-history?run_id=${runId}&metric_key=${key}`);
    const steps = JSON.parse(await history.text()).metrics.map(({ step }: { step: number }) => step);
    expect(steps).toEqual(Array.from({ length: clients * requestsEach }, (_, step) => step));
  }
  expect(server.output()).not.toMatch(/deadlock/i);
});
