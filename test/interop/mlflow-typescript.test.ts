import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSpanId, newTraceId } from "../harness/otlp.ts";
import { post, readerOf } from "../harness/reader.ts";
import { sampleOtlp } from "../harness/sample-otlp.ts";
import { send } from "../harness/send.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/** The requests of MLflow's TypeScript SDK: trace info by REST, spans as an artifact called traces.json. */

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.dispose());

describe.each(["typescript", "python"] as const)("spans put as traces.json, written the %s way", (writer) => {
  test("are stored, shown, found and served back", async () => {
    const traceId = newTraceId();
    const [rootId, toolId] = [newSpanId(), newSpanId()];
    const marker = crypto.randomUUID();
    const { artifactLocation, tags } = await createTrace(traceId, marker);
    expect(tags["mlflow.trace.spansLocation"]).toBeUndefined();

    const address = artifactAddress(artifactLocation);
    const put = await fetch(address, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: tracesJson(writer, traceId, rootId, toolId, marker),
    });
    expect(put.status, await put.text()).toBe(200);

    const reader = readerOf(server.url);
    const summary = await reader.complete(traceId, 2);
    expect(summary).toMatchObject({
      name: "travel-agent",
      state: "OK",
      span_count: 2,
      error_count: 1,
      session: `session-${marker}`,
      input_preview: "Weather in Oslo?",
      output_preview: "7 degrees",
    });
    expect(summary.usage).toMatchObject({ input_tokens: 11, output_tokens: 7 });
    // What the client reported of the whole trace (in milliseconds) wins over what its spans say.
    expect(summary.start_time_unix_nano.slice(0, 13)).toBe("1767225600123");

    const skeleton = await reader.skeleton(traceId);
    expect(skeleton.id).toEqual([rootId, toolId]);
    expect(skeleton.type.map((type) => skeleton.types[type])).toEqual(["AGENT", "TOOL"]);

    expect(await reader.find(`span.attributes.interop.marker = '${marker}'`)).toEqual([traceId]);
    expect(await reader.find(`session = 'session-${marker}'`)).toEqual([traceId]);

    const served = (await (await fetch(address)).json()) as { spans: { span_id: string; name: string }[] };
    expect(served.spans.map(({ name }) => name)).toEqual(["travel-agent", "get_weather"]);

    const info = await getTraceInfo(traceId);
    expect(info).toMatchObject({
      trace_id: `tr-${traceId}`,
      state: "OK",
      request_preview: "Weather in Oslo?",
      response_preview: "7 degrees",
    });
  });
});

test("a trace that came over OTLP is served as traces.json too", async () => {
  const { traces, sent } = sampleOtlp();
  await send(server.url, traces);
  const info = await getTraceInfo(sent.traceId);
  const served = await fetch(artifactAddress(info.tags["mlflow.artifactLocation"]!));
  expect(served.status).toBe(200);
  const text = await served.text();
  // Nanoseconds past 2^53 are JSON numbers here, digit by digit.
  expect(text).toMatch(/"start_time_unix_nano":\s*1767225600123456789\b/);
  const { spans } = JSON.parse(text) as { spans: Record<string, unknown>[] };
  expect(spans.find(({ name }) => name === "execute_tool weather")).toMatchObject({
    trace_id: Buffer.from(sent.traceId, "hex").toString("base64"),
    span_id: Buffer.from(sent.toolSpanId, "hex").toString("base64"),
    parent_span_id: Buffer.from(sent.rootSpanId, "hex").toString("base64"),
  });
});

async function createTrace(traceId: string, marker: string) {
  const { trace } = await post<{ trace: { trace_info: TraceInfo } }>(`${server.url}/api/3.0/mlflow/traces`, {
    trace: {
      trace_info: {
        trace_id: `tr-${traceId}`,
        trace_location: { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } },
        request_preview: "Weather in Oslo?",
        response_preview: "7 degrees",
        request_time: "2026-01-01T00:00:00.123Z",
        execution_duration: "1.500s",
        state: "OK",
        trace_metadata: {
          "mlflow.trace_schema.version": "3",
          "mlflow.trace.tokenUsage": JSON.stringify({ input_tokens: 11, output_tokens: 7, total_tokens: 18 }),
          "mlflow.trace.session": `session-${marker}`,
        },
        tags: { "mlflow.traceName": "travel-agent" },
      },
    },
  });
  const tags = trace.trace_info.tags;
  return { artifactLocation: tags["mlflow.artifactLocation"]!, tags };
}

interface TraceInfo {
  trace_id: string;
  state: string;
  tags: Record<string, string>;
}

async function getTraceInfo(traceId: string): Promise<TraceInfo> {
  const response = await fetch(`${server.url}/api/3.0/mlflow/traces/tr-${traceId}`);
  expect(response.status).toBe(200);
  const { trace } = (await response.json()) as { trace: { trace_info: TraceInfo } };
  return trace.trace_info;
}

/** mlflow-artifacts:/… is the server's artifact proxy. */
function artifactAddress(location: string): string {
  const path = location.replace(/^mlflow-artifacts:(\/\/[^/]*)?\/*/, "");
  return `${server.url}/api/2.0/mlflow-artifacts/artifacts/${path}/traces.json`;
}

/** TypeScript writes attribute values as they are, Python as JSON text; both write ids in base64 and times as numbers. */
function tracesJson(
  writer: "typescript" | "python",
  traceId: string,
  rootId: string,
  toolId: string,
  marker: string,
): string {
  const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");
  const value = (plain: unknown) => (writer === "python" ? JSON.stringify(plain) : plain);
  const encode = (values: Record<string, unknown>) =>
    JSON.stringify(Object.fromEntries(Object.entries(values).map(([key, plain]) => [key, value(plain)])));
  const root = encode({
    "mlflow.traceRequestId": `tr-${traceId}`,
    "mlflow.spanType": "AGENT",
    "mlflow.spanInputs": { question: "Weather in Oslo?" },
    "mlflow.spanOutputs": "7 degrees",
    "mlflow.chat.tokenUsage": { input_tokens: 11, output_tokens: 7, total_tokens: 18 },
  });
  const tool = encode({
    "mlflow.spanType": "TOOL",
    "mlflow.spanInputs": { city: "Oslo" },
    "interop.marker": marker,
  });
  const failed = writer === "python" ? "STATUS_CODE_ERROR" : "ERROR";
  const ok = writer === "python" ? "STATUS_CODE_OK" : "OK";
  return `{"spans":[
    {"trace_id":"${base64(traceId)}","span_id":"${base64(rootId)}","parent_span_id":"","name":"travel-agent",
     "start_time_unix_nano":1767225600123456789,"end_time_unix_nano":1767225601623456789,
     "attributes":${root},"status":{"code":"${ok}","message":""},"events":[]},
    {"trace_id":"${base64(traceId)}","span_id":"${base64(toolId)}","parent_span_id":"${base64(rootId)}",
     "name":"get_weather","start_time_unix_nano":1767225600200000001,"end_time_unix_nano":1767225600300000001,
     "attributes":${tool},"status":{"code":"${failed}","message":"no such city"},
     "events":[{"name":"exception","time_unix_nano":1767225600250000001,"attributes":{"exception.type":"ValueError"}}]}
  ]}`;
}
