import { Buffer } from "node:buffer";
import { createClient, flush, getLastActiveTraceId, init, shutdown, trace } from "@spanloom/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMlflowServer } from "../harness/mlflow-server.ts";
import { describeWith } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";

const photo = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(50_000, 7)]);
const url = `data:image/png;base64,${photo.toString("base64")}`;

/** MLflow's server gives the value, ours its text as it came. */
const contentOf = (attribute: unknown) => (typeof attribute === "string" ? JSON.parse(attribute) : attribute);

describeWith(["python"], "media in inputs and outputs", () => {
  const servers = {
    Spanloom: { start: startServer, url: "", dispose: async () => {} },
    "MLflow 3.17.2": { start: startMlflowServer, url: "", dispose: async () => {} },
  };

  beforeAll(async () => {
    for (const server of Object.values(servers)) Object.assign(server, await server.start());
  });
  afterAll(async () => {
    await shutdown().catch(() => undefined);
    for (const server of Object.values(servers)) await server.dispose();
  });

  test.each(Object.entries(servers))(
    "are kept beside the trace by %s, each once, and can be read back",
    async (_name, server) => {
      init({ url: server.url, experiment: "photos" });
      const describePhoto = trace({ name: "describe" }, (parts: object[]) => ({
        seen: parts,
        small: Buffer.from("x"),
      }));
      describePhoto([{ type: "image_url", image_url: { url } }]);
      const traceId = getLastActiveTraceId()!;
      await flush();

      const { spans } = await createClient({ url: server.url }).getTrace(traceId);
      const { "mlflow.spanInputs": inputs, "mlflow.spanOutputs": outputs } = spans[0]!.attributes;
      const reference: string = contentOf(inputs).parts[0].image_url.url;
      const { protocol, host, searchParams } = new URL(reference);
      expect([protocol, ...searchParams]).toEqual([
        "mlflow-attachment:",
        ["content_type", "image/png"],
        ["trace_id", traceId],
        ["size", String(photo.length)],
      ]);
      expect(contentOf(outputs)).toEqual({
        seen: [{ type: "image_url", image_url: { url: reference } }],
        small: "data:application/octet-stream;base64,eA==",
      });
      const query = new URLSearchParams({ request_id: traceId, path: host });
      const file = await fetch(`${server.url}/ajax-api/3.0/mlflow/get-trace-artifact?${query}`);
      expect(Buffer.from(await file.arrayBuffer())).toEqual(photo);
    },
  );
});

test("an address without the REST API: flush says so, spans are not held up, and later media stay in the span", async () => {
  const server = await startServer();
  try {
    const collector = {
      tracesUrl: `http://127.0.0.1:${server.otlpHttpPort}/v1/traces`,
      url: `http://127.0.0.1:${server.otlpHttpPort}`,
    };
    init({ ...collector, flushTimeoutMs: 20_000 });
    const show = trace({ name: "show" }, (image: string) => image.length);
    show(url);
    await expect(flush()).rejects.toMatchObject({ name: "AttachmentError" });
    show(url);
    const traceId = getLastActiveTraceId()!;
    await flush();
    const { spans } = await createClient({ url: server.url }).getTrace(traceId);
    expect(contentOf(spans[0]!.attributes["mlflow.spanInputs"])).toEqual({ image: url });
  } finally {
    await shutdown().catch(() => undefined);
    await server.dispose();
  }
});
