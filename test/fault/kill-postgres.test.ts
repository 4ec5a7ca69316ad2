import { setTimeout as sleep } from "node:timers/promises";
import type { ListIngestSourcesResponse } from "@spanloom/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAcknowledgedKept } from "../harness/expect-kept.ts";
import { startLoad } from "../harness/load.ts";
import { type ExternalPostgres, startPostgres } from "../harness/postgres.ts";
import { postmasters, signal, startServer, type TestServer } from "../harness/server.ts";
import { until } from "../harness/wait.ts";

describe("kill -9 of Postgres under load loses no acknowledged span, and nothing is answered 500", () => {
  test("the embedded one, which comes back by itself", async () => {
    const server = await startServer();
    try {
      await underLoad(server, async () => {
        const [pid] = await until("the embedded Postgres", async () => {
          const pids = await postmasters(server.dataDir);
          return pids.length > 0 ? pids : undefined;
        });
        signal(pid!, "SIGKILL");
      });
    } finally {
      await server.dispose();
    }
  });

  describe("an external one", () => {
    let postgres: ExternalPostgres;
    let server: TestServer;
    beforeAll(async () => {
      postgres = await startPostgres();
      server = await startServer({ backendStoreUri: postgres.uri });
    });
    afterAll(async () => {
      await server?.dispose();
      await postgres?.dispose();
    });

    test("away for a while: 503 with Retry-After until it is back", async () => {
      await underLoad(server, async () => {
        await postgres.kill();
        const answer = await until("a refusal", async () => {
          const response = await fetch(`${server.url}/v1/traces`, {
            method: "POST",
            headers: { "content-type": "application/json", "user-agent": "sent-in-vain/1" },
            body: refused,
          });
          return response.status === 200 ? undefined : response;
        });
        expect([429, 503]).toContain(answer.status);
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
        await sleep(1_500);
        await postgres.start();
      });
      // What was counted meanwhile was held, and is there now.
      const listed = await fetch(`${server.url}/api/spanloom/v1/sources`);
      const { sources } = (await listed.json()) as ListIngestSourcesResponse;
      const inVain = sources.find(({ agent }) => agent === "sent-in-vain/1");
      expect(inVain?.refused_requests).toBeGreaterThanOrEqual(2);
      expect(inVain?.faults[0]).toMatchObject({
        outcome: "refused",
        status: 503,
        sentence: expect.stringContaining("again"),
      });
    });
  });
});

const refused = JSON.stringify({
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            {
              traceId: "00000000000000000000000000000abc",
              spanId: "0000000000000abc",
              name: "while Postgres is away",
              startTimeUnixNano: "1767225600000000000",
              endTimeUnixNano: "1767225600000000001",
            },
          ],
        },
      ],
    },
  ],
});

async function underLoad(server: TestServer, fault: () => Promise<void>): Promise<void> {
  const load = startLoad(server.url);
  const taken = async (atLeast: number) => {
    const before = load.acknowledged.size;
    await until("load to be taken", () => (load.acknowledged.size >= before + atLeast ? true : undefined), {
      timeoutMs: 60_000,
    });
  };
  try {
    for (let round = 1; round <= 2; round++) {
      await taken(100);
      await fault();
      await taken(100);
    }
  } finally {
    await load.stop();
  }
  expect([...load.refused.keys()].filter((status) => ![429, 503].includes(status))).toEqual([]);
  await expectAcknowledgedKept(server.url, load);
}
