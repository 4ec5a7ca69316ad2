import { expect, test } from "vitest";
import { startCollector } from "../harness/collector.ts";
import { expectAcknowledgedKept } from "../harness/expect-kept.ts";
import { listTraces } from "../harness/list.ts";
import { startLoad } from "../harness/load.ts";
import { describeWith } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { until } from "../harness/wait.ts";

describeWith(["collector"], "a Collector in front of a server that is killed", () => {
  test.each(["otlp_http", "otlp_grpc"] as const)("delivers the rest, each span once: %s", async (kind) => {
    let server = await startServer();
    const first = server;
    const retry = {
      retry_on_failure: { enabled: true, initial_interval: "100ms", max_interval: "1s", max_elapsed_time: "120s" },
      sending_queue: { enabled: true, num_consumers: 4, queue_size: 10_000 },
    };
    const collector = await startCollector({
      exporter: {
        kind,
        settings:
          kind === "otlp_http"
            ? { endpoint: `http://127.0.0.1:${server.otlpHttpPort}`, ...retry }
            : { endpoint: `127.0.0.1:${server.otlpGrpcPort}`, tls: { insecure: true }, ...retry },
      },
    });
    try {
      // What the Collector answers 200 is its to deliver.
      const load = startLoad(collector.url, { senders: 2, pauseMs: 25 });
      try {
        for (let round = 1; round <= 2; round++) {
          const before = (await listTraces(server.url)).length;
          await until("spans to arrive", async () =>
            (await listTraces(server.url)).length > before + 50 ? true : undefined,
          );
          await server.kill();
          server = await server.restart();
        }
      } finally {
        await load.stop();
      }
      const wanted = load.acknowledged.size;
      await until(
        `all ${wanted} traces`,
        async () => ((await listTraces(server.url)).length >= wanted ? true : undefined),
        { timeoutMs: 60_000, everyMs: 300 },
      );
      expect(await listTraces(server.url)).toHaveLength(wanted);
      await expectAcknowledgedKept(server.url, load);
    } finally {
      await collector.dispose();
      await server.dispose();
      await first.dispose();
    }
  });
});
