import { context, trace as otelTrace } from "@opentelemetry/api";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Receiver, startReceiver } from "../delivery/testing.ts";
import { getCurrentActiveSpan } from "../span/active-span.ts";
import { startSpan } from "../span/start-span.ts";
import { withSpan } from "../span/with-span.ts";
import { recordSpans } from "../testing.ts";
import { getTracer } from "./scoped-tracer.ts";
import { flush, init, shutdown } from "./tracing.ts";

const receivers: Receiver[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  await shutdown().catch(() => undefined);
  init({ enabled: false });
  for (const receiver of receivers.splice(0)) await receiver.close();
});

async function receiver(): Promise<{ url: string; receiver: Receiver }> {
  const made = await startReceiver(() => ({}));
  receivers.push(made);
  return { url: new URL(made.url).origin, receiver: made };
}

describe("init", () => {
  test("called again delivers what the first one had, and goes on with the second", async () => {
    const [first, second] = [await receiver(), await receiver()];
    init({ url: first.url, headers: { "x-who": "first" } });
    const over = startSpan({ name: "over" });
    startSpan({ name: "one" }).end();
    init({ url: second.url });
    over.end();
    startSpan({ name: "two" }).end();
    await flush();
    await vi.waitFor(() => expect(first.receiver.taken()).toContain("one"));
    expect(first.receiver.requests[0]!.headers).toMatchObject({ "x-who": "first" });
    expect(second.receiver.taken()).toEqual(["two"]);
  });

  test("says the experiment in a header", async () => {
    vi.stubEnv("MLFLOW_EXPERIMENT_NAME", "from the environment");
    const { url, receiver: got } = await receiver();
    init({ url });
    startSpan({ name: "x" }).end();
    await flush();
    expect(got.requests[0]!.headers).toMatchObject({ "x-mlflow-experiment-name": "from the environment" });
  });

  test("says what the program is as OpenTelemetry's variables do", () => {
    vi.stubEnv("OTEL_SERVICE_NAME", "shop");
    vi.stubEnv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test,service.name=other");
    const spans = recordSpans();
    startSpan({ name: "x" }).end();
    expect(spans()[0]!.span.resource.attributes).toMatchObject({
      "service.name": "shop",
      "deployment.environment.name": "test",
      "telemetry.sdk.language": "nodejs",
    });
  });

  test("asks an MLflow server that refuses a name for the experiment's id, once, and loses nothing", async () => {
    const asked: string[] = [];
    const server = await startReceiver(({ headers }) =>
      headers["x-mlflow-experiment-id"] === "7" ? {} : { status: 422, body: '{"detail":"missing header"}' },
    );
    receivers.push(server);
    const send = globalThis.fetch;
    const api = vi.spyOn(globalThis, "fetch").mockImplementation(async (input, request) => {
      const address = String(input);
      if (!address.includes("/api/2.0/")) return send(input, request);
      asked.push(address.slice(address.indexOf("/api/2.0/")));
      return Response.json({ experiment: { experiment_id: "7" } });
    });
    init({ url: new URL(server.url).origin, experiment: "a b" });
    startSpan({ name: "one" }).end();
    await flush();
    startSpan({ name: "two" }).end();
    await flush();
    api.mockRestore();
    expect(server.taken()).toEqual(["one", "two"]);
    expect(asked).toEqual(["/api/2.0/mlflow/experiments/get-by-name?experiment_name=a+b"]);
  });
});

describe("sampling", () => {
  test.each<[name: string, env: Record<string, string>, recorded: number]>([
    ["all by default", {}, 20],
    ["by OpenTelemetry's sampler", { OTEL_TRACES_SAMPLER: "always_off" }, 0],
    ["by its ratio", { OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" }, 0],
    ["by a ratio that is none", { OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "x" }, 20],
    ["by our rate", { SPANLOOM_SAMPLE_RATE: "0", OTEL_TRACES_SAMPLER: "always_on" }, 0],
    ["not at all when disabled", { OTEL_SDK_DISABLED: "true" }, 0],
  ])("%s", (_, env, recorded) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const spans = recordSpans({ sampleRate: undefined });
    for (let at = 0; at < 10; at++) withSpan(() => startSpan({ name: "child" }).end(), { name: "root" });
    expect(spans()).toHaveLength(recorded);
  });

  test("decides by trace: all of its spans, or none", () => {
    const spans = recordSpans({ sampleRate: 0.5 });
    for (let at = 0; at < 200; at++) withSpan(() => startSpan({ name: "child" }).end(), { name: "root" });
    const all = spans();
    const roots = all.filter(({ name }) => name === "root");
    expect(all).toHaveLength(roots.length * 2);
    expect(roots.length).toBeGreaterThan(0);
    expect(roots.length).toBeLessThan(200);
  });
});

describe("the tracer for libraries", () => {
  test("makes spans below ours, and ours below its active ones", () => {
    const spans = recordSpans();
    withSpan(
      () =>
        getTracer().startActiveSpan("library", (span) => {
          expect(getCurrentActiveSpan()!.otel).toBe(span);
          withSpan(() => undefined, { name: "inside" });
          getTracer().startSpan("given", {}, otelTrace.setSpan(context.active(), span)).end();
          getTracer().startSpan("root", { root: true }).end();
          span.end();
        }),
      { name: "around" },
    );
    expect(spans().map(({ name, parent }) => [name, parent])).toEqual([
      ["inside", "library"],
      ["given", "library"],
      ["root", undefined],
      ["library", "around"],
      ["around", undefined],
    ]);
  });
});
