import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { epochMs, hexId, mlflowA, mlflowB, testApi, textOf, traceA, traceB } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.clear();
  expect(server.bugs).toEqual([]);
});

describe("spans", () => {
  const genai = {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.usage.input_tokens": 1000,
    "gen_ai.usage.output_tokens": 100,
    "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: [{ type: "text", content: "hello" }] }]),
    "gen_ai.output.messages": JSON.stringify([
      { role: "assistant", parts: [{ type: "text", content: "hi" }], finish_reason: "stop" },
    ]),
    "mlflow.traceRequestId": "forged",
  };
  const attributesOf = (span: { attributes: { key: string; value: unknown }[] }) =>
    Object.fromEntries(span.attributes.map(({ key, value }) => [key, value]));

  beforeEach(async () => {
    await server.ingestSpans([
      { id: "2", parent: "1", name: "chat gpt-4o", start: 5, end: 20, attributes: genai },
      { id: "1", name: "root", start: 0, end: 30 },
    ]);
  });

  test("come with MLflow's attributes added to their own", async () => {
    const { body } = await server.call("GET", `/api/3.0/mlflow/traces/get?trace_id=${mlflowA}&allow_partial=true`);
    const [root, chat] = body.trace.spans;
    expect([root.name, chat.name]).toEqual(["root", "chat gpt-4o"]);
    expect(chat).toMatchObject({
      trace_id: Buffer.from(traceA, "hex").toString("base64"),
      parent_span_id: "AAAAAAAAAAE=",
    });
    expect(attributesOf(chat)).toMatchObject({
      "gen_ai.request.model": { string_value: "gpt-4o" },
      "mlflow.spanType": { string_value: "CHAT_MODEL" },
      "mlflow.llm.model": { string_value: "gpt-4o" },
      "mlflow.traceRequestId": { string_value: mlflowA },
      "mlflow.chat.tokenUsage": {
        kvlist_value: { values: expect.arrayContaining([{ key: "total_tokens", value: { int_value: 1100 } }]) },
      },
      "mlflow.llm.cost": {
        kvlist_value: {
          values: expect.arrayContaining([{ key: "total_cost", value: { double_value: expect.closeTo(0.0035, 6) } }]),
        },
      },
    });
    expect(JSON.stringify(attributesOf(chat)["mlflow.spanInputs"])).toContain("hello");
    expect(JSON.stringify(attributesOf(chat)["mlflow.spanOutputs"])).toContain("hi");
  });

  test("sum up to the trace's metadata", async () => {
    expect(await server.info(mlflowA)).toMatchObject({
      state: "OK",
      request_time: "2026-11-21T12:00:00Z",
      execution_duration: "0.030s",
      trace_metadata: {
        "mlflow.trace.tokenUsage": '{"input_tokens": 1000, "output_tokens": 100, "total_tokens": 1100}',
      },
      tags: { "mlflow.traceName": "root", "mlflow.trace.spansLocation": "TRACKING_STORE" },
    });
  });

  test("are waited for while the client said that there are more", async () => {
    await server.report({ trace_metadata: { "mlflow.trace.sizeStats": '{"total_size_bytes": 5, "num_spans": 3}' } });
    const [answer] = await Promise.all([
      server.call("GET", `/api/3.0/mlflow/traces/get?trace_id=${mlflowA}`),
      server.ingestSpans([{ id: "3", parent: "1", start: 40, end: 50 }]),
    ]);
    expect(answer.body.trace.spans).toHaveLength(3);
  });

  test("batchGet keeps the order asked for and skips what is not there", async () => {
    await server.ingestSpans([{ trace: traceB, id: "1" }]);
    const { body } = await server.call(
      "GET",
      `/api/3.0/mlflow/traces/batchGet?trace_ids=${mlflowB}&trace_ids=tr-none&trace_ids=${mlflowA}`,
    );
    expect(body.traces.map((trace: { trace_info: { trace_id: string } }) => trace.trace_info.trace_id)).toEqual([
      mlflowB,
      mlflowA,
    ]);
    const infos = await server.call("POST", "/api/3.0/mlflow/traces/batchGetInfos", {
      trace_ids: [mlflowA, mlflowB],
      experiment_ids: ["5"],
    });
    expect(infos.body).toEqual({});
  });

  test("get-trace-artifact has them in the form of traces.json", async () => {
    for (const version of ["2.0", "3.0"]) {
      const answer = await server.raw("GET", `/ajax-api/${version}/mlflow/get-trace-artifact?request_id=${mlflowA}`);
      const { spans } = JSON.parse(await textOf(answer.body));
      expect(spans[1]).toMatchObject({
        span_id: Buffer.from(hexId("2"), "hex").toString("base64"),
        attributes: {
          "mlflow.spanType": '"CHAT_MODEL"',
          "mlflow.traceRequestId": `"${mlflowA}"`,
          "gen_ai.usage.input_tokens": "1000",
        },
        status: { code: "STATUS_CODE_UNSET" },
      });
    }
  });
});

describe("traces.json", () => {
  const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");
  const path = `/api/2.0/mlflow-artifacts/artifacts/0/traces/${mlflowA}/artifacts/traces.json`;
  const file = {
    spans: [
      {
        trace_id: base64(traceA),
        span_id: base64(hexId("a")),
        parent_span_id: "",
        name: "from TypeScript",
        start_time_unix_nano: epochMs * 1e6,
        end_time_unix_nano: (epochMs + 7) * 1e6,
        attributes: {
          "mlflow.spanType": "AGENT",
          "mlflow.spanInputs": { question: "why?" },
          "mlflow.spanOutputs": "because",
        },
        status: { code: "STATUS_CODE_OK", message: "" },
        events: [],
      },
    ],
  };

  test("that is put becomes spans, and is got back in the form of the client that wrote it", async () => {
    expect((await server.raw("PUT", path, file)).status).toBe(200);
    expect(await server.info(mlflowA)).toMatchObject({
      state: "OK",
      request_preview: expect.stringContaining("why?"),
      tags: { "mlflow.traceName": "from TypeScript" },
    });
    const answer = await server.raw("GET", path);
    const { spans } = JSON.parse(await textOf(answer.body));
    expect(spans[0]).toMatchObject({
      name: "from TypeScript",
      attributes: { "mlflow.spanType": "AGENT", "mlflow.spanInputs": { question: "why?" } },
    });
  });

  test("of a Python client has JSON texts, there and back", async () => {
    const attributes = { "mlflow.spanType": '"AGENT"', "mlflow.spanInputs": '{"question":"why?"}' };
    await server.raw("PUT", path, { spans: [{ ...file.spans[0], attributes }] });
    const { spans } = JSON.parse(await textOf((await server.raw("GET", path)).body));
    expect(spans[0]).toMatchObject({ attributes });
  });

  test("put twice is stored once", async () => {
    await server.raw("PUT", path, file);
    await server.raw("PUT", path, file);
    expect((await server.call("GET", `/api/spanloom/v1/traces/${traceA}`)).body.trace.span_count).toBe(1);
  });

  test("exists for spans that came by OTLP, and not without spans", async () => {
    await server.report();
    expect((await server.raw("GET", path)).status).toBe(404);
    await server.ingestSpans([{ id: "1" }]);
    expect((await server.raw("GET", path)).status).toBe(200);
  });

  test("that is broken is refused with the place", async () => {
    expect(await server.call("PUT", path, { spans: [{ trace_id: 5 }] })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("spans[0].trace_id") },
    });
  });
});
