import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../harness/ports.ts";
import { sendRaw } from "../harness/send.ts";
import { healthy, launchServer, startServer, type TestServer } from "../harness/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.dispose());

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
