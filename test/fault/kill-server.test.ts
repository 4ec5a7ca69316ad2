import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAcknowledgedKept } from "../harness/expect-kept.ts";
import { startLoad } from "../harness/load.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { until } from "../harness/wait.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.dispose());

test("kill -9 of the server under load, three times, loses no acknowledged span", async () => {
  const first = server;
  const load = startLoad(first.url);
  try {
    for (let round = 1; round <= 3; round++) {
      const before = load.acknowledged.size;
      await until("load to be taken", () => (load.acknowledged.size > before + 100 ? true : undefined));
      await sleep(Math.random() * 300);
      await server.kill();
      server = await server.restart();
    }
    const before = load.acknowledged.size;
    await until("load to be taken after the last start", () =>
      load.acknowledged.size > before + 100 ? true : undefined,
    );
  } finally {
    await load.stop();
  }
  expect(load.refused.has(500)).toBe(false);
  await expectAcknowledgedKept(server.url, load);
  await first.dispose();
});
