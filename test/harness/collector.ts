import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "./ports.ts";
import { type RunningProgram, startProgram } from "./process.ts";
import { pathOf } from "./requires.ts";
import { until } from "./wait.ts";

export interface Collector extends RunningProgram {
  /** Where it takes OTLP over HTTP: http://127.0.0.1:port */
  readonly url: string;
  dispose(): Promise<void>;
}

export interface CollectorOptions {
  /** The exporter's block of the configuration; JSON is YAML. */
  readonly exporter: { readonly kind: "otlp_grpc" | "otlp_http"; readonly settings: Record<string, unknown> };
}

/** A Collector between a test and the server: takes OTLP over HTTP, batches, sends with one exporter. */
export async function startCollector({ exporter }: CollectorOptions): Promise<Collector> {
  const [port] = await freePorts(1);
  const dir = await mkdtemp(join(tmpdir(), "spanloom-collector-"));
  const config = {
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}`, max_request_body_size: 67_108_864 } } } },
    processors: { batch: { timeout: "50ms", send_batch_size: 512, send_batch_max_size: 2_048 } },
    exporters: { [exporter.kind]: exporter.settings },
    service: {
      pipelines: { traces: { receivers: ["otlp"], processors: ["batch"], exporters: [exporter.kind] } },
      telemetry: { metrics: { level: "none" } },
    },
  };
  const file = join(dir, "collector.yaml");
  await writeFile(file, JSON.stringify(config));
  const program = startProgram(pathOf("collector"), ["--config", `file:${file}`]);
  const url = `http://127.0.0.1:${port}`;
  await until(`the Collector:\n${program.output()}`, async () => {
    const answer = await fetch(`${url}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    return answer.ok ? true : undefined;
  }).catch((error) => {
    throw new Error(`The Collector did not start:\n${program.output()}`, { cause: error });
  });
  return {
    ...program,
    url,
    async dispose() {
      await program.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
