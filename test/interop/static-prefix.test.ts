import { createClient, flush, init, shutdown, startSpan } from "@spanloom/sdk";
import mlflow from "mlflow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectSample, type SentSample } from "../harness/expect-sample.ts";
import { runMlflowScript, type ScriptResults, seenBy } from "../harness/mlflow-script.ts";
import { type MlflowServer, startMlflowServer } from "../harness/mlflow-server.ts";
import { runProgram } from "../harness/process.ts";
import { readerOf } from "../harness/reader.ts";
import { describeWith, pathOf } from "../harness/requires.ts";
import { type ReverseProxy, startReverseProxy } from "../harness/reverse-proxy.ts";
import { sampleAttributes, sampleTimes } from "../harness/sample-trace.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/** A server with --static-prefix: released clients whose tracking URI has a path, through a proxy as it really stands there. */
const prefix = "/team/span_loom-1.2";

/** The package is CommonJS, and its types say otherwise. */
const Mlflow = mlflow as unknown as typeof mlflow.default;

describeWith(["python"], "below a path", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ args: ["--static-prefix", prefix] });
  });
  afterAll(() => server?.dispose());

  describe.each(["whole", "rest"] as const)("behind a proxy that hands the %s path on", (handsOn) => {
    let proxy: ReverseProxy;
    beforeAll(async () => {
      proxy = await startReverseProxy(server.url, prefix, handsOn);
    });
    afterAll(() => {
      proxy?.close();
      expect(proxy?.strays).toEqual([]);
    });

    test("MLflow's Python client traces and searches", async () => {
      const marker = crypto.randomUUID();
      const results = await runMlflowScript("python", "mlflow_tracing.py", [proxy.url, marker]);
      for (const scenario of Object.keys(results)) expect(() => seenBy(results, scenario), scenario).not.toThrow();
      expect(seenBy(results, "nested")).toMatchObject({ state: "OK", tags: { "mlflow.traceName": "agent" } });
      const { trace_id: traceId } = seenBy(results, "current_trace") as { trace_id: string };
      expect(await readerOf(proxy.url).summary(traceId)).toMatchObject({ session: `session-${marker}` });
    });

    test("MLflow's Python client logs runs", async () => {
      const results = await runMlflowScript<ScriptResults>("python", "mlflow_tracking.py", [
        proxy.url,
        crypto.randomUUID(),
      ]);
      const raised = Object.entries(results).filter(([, seen]) => typeof seen?.raised === "string");
      expect(raised).toEqual([]);
    });

    test("MLflow's Python client stores and reads files, large ones in parts", async () => {
      const seen = await runMlflowScript("python", "mlflow_artifacts.py", [proxy.url], { MPLBACKEND: "Agg" });
      expect(seen.text).toBe("text ü");
      expect(seen.downloaded).toEqual({ "a.txt": "a", empty: "", "sub dir/ü 🥣 100%.txt": "b" });
      expect(seen.multipart).toEqual([[["parts/large.bin", false, 11 * 1024 * 1024]], true]);
    });

    test("OpenTelemetry's Python exporter, told the address of traces", async () => {
      const marker = crypto.randomUUID();
      const script = new URL("python/send_sample.py", import.meta.url).pathname;
      const values = [JSON.stringify(sampleAttributes(marker)), JSON.stringify(sampleTimes, withoutBigints)];
      const args = [script, "http", `${proxy.url}/v1/traces`, "gzip", marker, ...values];
      const sent = JSON.parse(await runProgram(pathOf("python"), args)) as SentSample;
      const int64 = { int64: { int: "9007199254740993" }, "int64.minimum": { int: "-9223372036854775808" } };
      await expectSample(readerOf(proxy.url), { ...sent, rootExtras: int64 });
    });

    test("OpenTelemetry's Python exporter, told the address of the server by OTEL_EXPORTER_OTLP_ENDPOINT", async () => {
      const program = `
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter()))
with provider.get_tracer("interop").start_as_current_span("by base") as span:
    print(format(span.get_span_context().trace_id, "032x"))
`;
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: proxy.url, NO_PROXY: "*" };
      const traceId = (await runProgram(pathOf("python"), ["-c", program], { env })).trim();
      expect(await readerOf(proxy.url).complete(traceId, 1)).toMatchObject({ name: "by base" });
    });

    test("MLflow's Python client, told to export by OTLP", async () => {
      const program = `
import sys, mlflow
mlflow.set_tracking_uri(sys.argv[1])
@mlflow.trace
def by_otlp(): return mlflow.get_current_active_span().trace_id
print(by_otlp())
mlflow.flush_trace_async_logging()
from mlflow.tracing.provider import provider
provider.get().force_flush()
`;
      const env = {
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${proxy.url}/v1/traces`,
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/protobuf",
        MLFLOW_DISABLE_TELEMETRY: "true",
        NO_PROXY: "*",
      };
      const said = await runProgram(pathOf("python"), ["-c", program, proxy.url], { env });
      const [, hex] = /([0-9a-f]{32})/.exec(said)!;
      expect(await readerOf(proxy.url).complete(hex!, 1)).toMatchObject({ name: "by_otlp" });
    });

    test("the SDK traces, and its client reads", async () => {
      const experiment = `below ${crypto.randomUUID()}`;
      init({ url: proxy.url, experiment });
      const span = startSpan({ name: "sdk below" });
      span.end();
      await flush();
      await shutdown();
      const client = createClient({ url: proxy.url, experiment });
      expect((await client.getTrace(span.traceId)).info).toMatchObject({ state: "OK" });
      const { experiment_id } = (await client.getExperimentByName(experiment))!;
      expect(experiment_id).toMatch(/^\d+$/);
    });

    test("the REST client called mlflow on npm", async () => {
      const client = new Mlflow({ endpoint: proxy.url });
      const name = `npm ${crypto.randomUUID()}`;
      const { experiment_id } = await client.Experiments.create({ name, artifact_location: "" });
      expect((await client.Experiments.get({ experiment_id })).experiment.name).toBe(name);
    });
  });

  describe("each address, beside MLflow's own server", () => {
    let theirs: MlflowServer;
    beforeAll(async () => {
      theirs = await startMlflowServer({ staticPrefix: prefix });
    });
    afterAll(() => theirs?.dispose());

    const file = "/api/2.0/mlflow-artifacts/artifacts/a/b.txt";
    test.each([
      ["GET", "/"],
      ["GET", "/health"],
      ["GET", "/version"],
      ["GET", "/api/2.0/mlflow/experiments/get?experiment_id=0"],
      ["GET", "/ajax-api/2.0/mlflow/experiments/get?experiment_id=0"],
      ["GET", "/api/3.0/mlflow/server-info"],
      ["GET", "/api/2.0/mlflow/nothing"],
      ["PUT", file],
      ["GET", file],
      ["GET", "/api/2.0/mlflow-artifacts/artifacts?path=a"],
    ])("%s %s answers below the prefix with the same status", async (method, path) => {
      const status = async (url: string) =>
        (await fetch(url, { method, ...(method === "PUT" && { body: "b" }) })).status;
      expect(await status(server.url + prefix + path)).toBe(await status(theirs.url + path));
    });

    test("files are also served without the prefix, there and here", async () => {
      for (const origin of [server.url, new URL(theirs.url).origin]) {
        expect((await fetch(origin + file, { method: "PUT", body: "c" })).status).toBe(200);
        expect(await (await fetch(origin + file)).text()).toBe("c");
      }
    });
  });

  test.each(["", prefix])("probes, Prometheus and senders of the same network ask below '%s'", async (below) => {
    const url = server.url + below;
    expect(await (await fetch(`${url}/health`)).text()).toBe("OK");
    expect((await fetch(`${url}/version`)).ok).toBe(true);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('route="health"');
    const empty = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
    expect((await fetch(`${url}/v1/traces`, empty)).status).toBe(200);
  });

  test("the OTLP port has no prefix", async () => {
    const empty = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
    const port = `http://127.0.0.1:${server.otlpHttpPort}`;
    expect((await fetch(`${port}/v1/traces`, empty)).status).toBe(200);
    expect((await fetch(`${port}${prefix}/v1/traces`, empty)).status).toBe(404);
  });

  test("a server of files alone has the prefix as well, also in the addresses that it gives", async () => {
    const only = await startServer({ args: ["--artifacts-only", "--static-prefix", prefix] });
    try {
      const file = "/api/2.0/mlflow-artifacts/artifacts/a/b.txt";
      expect((await fetch(only.url + prefix + file, { method: "PUT", body: "b" })).status).toBe(200);
      for (const url of [only.url, only.url + prefix]) expect(await (await fetch(url + file)).text()).toBe("b");
      const created = await fetch(`${only.url}${prefix}/api/2.0/mlflow-artifacts/mpu/create/a`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ path: "c.bin", num_parts: 1 }),
      });
      const { credentials } = (await created.json()) as { credentials: { url: string }[] };
      expect(credentials[0]?.url.startsWith(`${only.url}${prefix}/api/`)).toBe(true);
      expect(only.output()).toContain(`Spanloom is ready at ${only.url}${prefix}\n`);
    } finally {
      await only.dispose();
    }
  });

  test("the server says its address with the prefix", () => {
    expect(server.output()).toContain(`Spanloom is ready at ${server.url}${prefix}\n`);
    expect(server.output()).toContain(`${server.url}${prefix}/v1/traces\n`);
  });
});

function withoutBigints(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
