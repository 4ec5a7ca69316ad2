import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { epochMs, hexId, testApi, textOf, traceA, traceB } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.call("POST", "/api/2.0/mlflow/traces/delete-traces", { experiment_id: "0", max_timestamp_millis: 9e15 });
  expect(server.bugs).toEqual([]);
});

const idA = `tr-${traceA}`;
const idB = `tr-${traceB}`;
const info = (more: object = {}) => ({
  trace: {
    trace_info: {
      trace_id: idA,
      trace_location: { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } },
      request_time: "2026-11-21T12:00:00Z",
      execution_duration: "1.5s",
      state: "OK",
      request_preview: "question",
      response_preview: "answer",
      trace_metadata: { "mlflow.trace.session": "s-1", "mlflow.trace.user": "ann", "mlflow.sourceRun": "run-1" },
      tags: { "mlflow.traceName": "chat", env: "prod" },
      ...more,
    },
  },
});
const start = (more?: object) => server.call("POST", "/api/3.0/mlflow/traces", info(more));
const getInfo = async (id: string) => (await server.call("GET", `/api/3.0/mlflow/traces/${id}`)).body.trace?.trace_info;

describe("startTraceV3", () => {
  test("makes a trace that has all that was said, and tells where its file would go", async () => {
    await start();
    expect(await getInfo(idA)).toEqual({
      trace_id: idA,
      trace_location: { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } },
      request_preview: "question",
      response_preview: "answer",
      request_time: "2026-11-21T12:00:00Z",
      execution_duration: "1.500s",
      state: "OK",
      trace_metadata: {
        "mlflow.trace_schema.version": "3",
        "mlflow.trace.session": "s-1",
        "mlflow.trace.user": "ann",
        "mlflow.sourceRun": "run-1",
        "mlflow.trace.infoFinalized": "true",
      },
      tags: { "mlflow.traceName": "chat", env: "prod", "mlflow.artifactLocation": `mlflow-artifacts:/0/traces/${idA}/artifacts` },
    });
  });

  test.each(["report first", "spans first"])("and spans give the same, %s", async (order) => {
    const spans = () => server.ingestSpans([{ id: "1", name: "root", start: 100, end: 9000, status: 2, attributes: { "session.id": "other", "mlflow.spanInputs": "from span" } }]);
    if (order === "spans first") await spans();
    await start();
    if (order === "report first") await spans();
    const result = await getInfo(idA);
    expect(result).toMatchObject({
      request_time: "2026-11-21T12:00:00Z",
      execution_duration: "1.500s",
      state: "OK",
      request_preview: "question",
      trace_metadata: { "mlflow.trace.session": "s-1" },
      tags: { "mlflow.traceName": "chat", "mlflow.trace.spansLocation": "TRACKING_STORE" },
    });
  });

  test("said again, merges tags and metadata and overwrites the rest", async () => {
    await start();
    await start({ state: "ERROR", execution_duration: "2s", tags: { extra: "1" }, trace_metadata: { m: "2" }, request_preview: undefined });
    expect(await getInfo(idA)).toMatchObject({
      state: "ERROR",
      execution_duration: "2s",
      request_preview: "question",
      tags: { env: "prod", extra: "1", "mlflow.traceName": "chat" },
      trace_metadata: { m: "2", "mlflow.trace.session": "s-1" },
    });
  });

  test("text that Postgres refuses is stored all the same", async () => {
    await start({ tags: { k: "a\0b\ud800" }, request_preview: "\0" });
    expect(await getInfo(idA)).toMatchObject({ request_preview: "\ufffd", tags: { k: "a\ufffdb\ufffd" } });
  });

  test("a report about a running trace leaves its end to the spans", async () => {
    await start({ state: "IN_PROGRESS", execution_duration: undefined });
    await server.ingestSpans([{ id: "1", start: 0, end: 250, status: 2 }]);
    expect(await getInfo(idA)).toMatchObject({ state: "ERROR", execution_duration: "0.250s" });
  });

  test.each([
    [{ trace_id: "req-1" }, "must be a trace id"],
    [{ trace_id: "" }, "Missing value for required parameter 'trace.trace_info.trace_id'"],
    [{ trace_location: { mlflow_experiment: { experiment_id: "77" } } }, "No Experiment with id=77 exists"],
    [{ request_time: "now" }, "it must be a time"],
  ])("refuses %j", async (wrong, message) => {
    const answer = await start(wrong);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.message).toContain(message);
  });
});

describe("spans", () => {
  const genai = {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.usage.input_tokens": 1000,
    "gen_ai.usage.output_tokens": 100,
    "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: [{ type: "text", content: "hello" }] }]),
    "gen_ai.output.messages": JSON.stringify([{ role: "assistant", parts: [{ type: "text", content: "hi" }], finish_reason: "stop" }]),
    "mlflow.traceRequestId": "forged",
  };
  const attributesOf = (span: { attributes: { key: string; value: unknown }[] }) => Object.fromEntries(span.attributes.map(({ key, value }) => [key, value]));

  beforeEach(async () => {
    await server.ingestSpans([
      { id: "2", parent: "1", name: "chat gpt-4o", start: 5, end: 20, attributes: genai },
      { id: "1", name: "root", start: 0, end: 30 },
    ]);
  });

  test("come with MLflow's attributes added to their own", async () => {
    const { body } = await server.call("GET", `/api/3.0/mlflow/traces/get?trace_id=${idA}&allow_partial=true`);
    const [root, chat] = body.trace.spans;
    expect([root.name, chat.name]).toEqual(["root", "chat gpt-4o"]);
    expect(chat).toMatchObject({ trace_id: Buffer.from(traceA, "hex").toString("base64"), parent_span_id: "AAAAAAAAAAE=" });
    expect(attributesOf(chat)).toMatchObject({
      "gen_ai.request.model": { string_value: "gpt-4o" },
      "mlflow.spanType": { string_value: "CHAT_MODEL" },
      "mlflow.llm.model": { string_value: "gpt-4o" },
      "mlflow.traceRequestId": { string_value: idA },
      "mlflow.chat.tokenUsage": { kvlist_value: { values: expect.arrayContaining([{ key: "total_tokens", value: { int_value: 1100 } }]) } },
      "mlflow.llm.cost": { kvlist_value: { values: expect.arrayContaining([{ key: "total_cost", value: { double_value: expect.closeTo(0.0035, 6) } }]) } },
    });
    expect(JSON.stringify(attributesOf(chat)["mlflow.spanInputs"])).toContain("hello");
    expect(JSON.stringify(attributesOf(chat)["mlflow.spanOutputs"])).toContain("hi");
  });

  test("sum up to the trace's metadata", async () => {
    expect(await getInfo(idA)).toMatchObject({
      state: "OK",
      request_time: "2026-11-21T12:00:00Z",
      execution_duration: "0.030s",
      trace_metadata: { "mlflow.trace.tokenUsage": '{"input_tokens": 1000, "output_tokens": 100, "total_tokens": 1100}' },
      tags: { "mlflow.traceName": "root", "mlflow.trace.spansLocation": "TRACKING_STORE" },
    });
  });

  test("are waited for while the client said that there are more", async () => {
    await start({ trace_metadata: { "mlflow.trace.sizeStats": '{"total_size_bytes": 5, "num_spans": 3}' } });
    const [answer] = await Promise.all([
      server.call("GET", `/api/3.0/mlflow/traces/get?trace_id=${idA}`),
      server.ingestSpans([{ id: "3", parent: "1", start: 40, end: 50 }]),
    ]);
    expect(answer.body.trace.spans).toHaveLength(3);
  });

  test("batchGet keeps the order asked for and skips what is not there", async () => {
    await server.ingestSpans([{ trace: traceB, id: "1" }]);
    const { body } = await server.call("GET", `/api/3.0/mlflow/traces/batchGet?trace_ids=${idB}&trace_ids=tr-none&trace_ids=${idA}`);
    expect(body.traces.map((trace: { trace_info: { trace_id: string } }) => trace.trace_info.trace_id)).toEqual([idB, idA]);
    const infos = await server.call("POST", "/api/3.0/mlflow/traces/batchGetInfos", { trace_ids: [idA, idB], experiment_ids: ["5"] });
    expect(infos.body).toEqual({});
  });

  test("get-trace-artifact has them in the form of traces.json", async () => {
    for (const version of ["2.0", "3.0"]) {
      const answer = await server.raw("GET", `/ajax-api/${version}/mlflow/get-trace-artifact?request_id=${idA}`);
      const { spans } = JSON.parse(await textOf(answer.body));
      expect(spans[1]).toMatchObject({
        span_id: Buffer.from(hexId("2"), "hex").toString("base64"),
        attributes: { "mlflow.spanType": '"CHAT_MODEL"', "mlflow.traceRequestId": `"${idA}"`, "gen_ai.usage.input_tokens": "1000" },
        status: { code: "STATUS_CODE_UNSET" },
      });
    }
  });
});

describe("traces.json", () => {
  const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");
  const path = `/api/2.0/mlflow-artifacts/artifacts/0/traces/${idA}/artifacts/traces.json`;
  const file = {
    spans: [
      {
        trace_id: base64(traceA),
        span_id: base64(hexId("a")),
        parent_span_id: "",
        name: "from TypeScript",
        start_time_unix_nano: epochMs * 1e6,
        end_time_unix_nano: (epochMs + 7) * 1e6,
        attributes: { "mlflow.spanType": "AGENT", "mlflow.spanInputs": { question: "why?" }, "mlflow.spanOutputs": "because" },
        status: { code: "STATUS_CODE_OK", message: "" },
        events: [],
      },
    ],
  };

  test("that is put becomes spans, and is got back", async () => {
    expect((await server.raw("PUT", path, file)).status).toBe(200);
    expect(await getInfo(idA)).toMatchObject({ state: "OK", request_preview: expect.stringContaining("why?"), tags: { "mlflow.traceName": "from TypeScript" } });
    const answer = await server.raw("GET", path);
    const { spans } = JSON.parse(await textOf(answer.body));
    expect(spans[0]).toMatchObject({ name: "from TypeScript", attributes: { "mlflow.spanType": '"AGENT"', "mlflow.spanInputs": '{"question":"why?"}' } });
  });

  test("put twice is stored once", async () => {
    await server.raw("PUT", path, file);
    await server.raw("PUT", path, file);
    expect((await server.call("GET", `/api/spanloom/v1/traces/${traceA}`)).body.trace.span_count).toBe(1);
  });

  test("exists for spans that came by OTLP, and not without spans", async () => {
    await start();
    expect((await server.raw("GET", path)).status).toBe(404);
    await server.ingestSpans([{ id: "1" }]);
    expect((await server.raw("GET", path)).status).toBe(200);
  });

  test("that is broken is refused with the place", async () => {
    expect(await server.call("PUT", path, { spans: [{ trace_id: 5 }] })).toMatchObject({ status: 400, body: { message: expect.stringContaining("spans[0].trace_id") } });
  });
});

describe("tags", () => {
  test.each(["2.0", "3.0"])("are set, changed and removed by %s", async (version) => {
    await start();
    const url = `/api/${version}/mlflow/traces/${idA}/tags`;
    await server.call("PATCH", url, { key: "a.b/c d", value: "1" });
    await server.call("PATCH", url, { key: "a.b/c d", value: "2" });
    expect((await getInfo(idA)).tags).toMatchObject({ "a.b/c d": "2", env: "prod" });
    expect((await server.call("DELETE", url, { key: "a.b/c d" })).body).toEqual({});
    expect((await getInfo(idA)).tags).not.toHaveProperty("a.b/c d");
    expect(await server.call("DELETE", url, { key: "a.b/c d" })).toMatchObject({ status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } });
  });

  test.each([
    [{ key: "", value: "1" }, "Missing value for required parameter 'key'"],
    [{ key: "a//b", value: "1" }, "must read the same as a path"],
    [{ key: "a=b", value: "1" }, "must have only letters"],
    [{ key: "k\n", value: "1" }, "must have only letters"],
    [{ key: "x".repeat(251), value: "1" }, "at most 250"],
    [{ key: "mlflow.trace.spansLocation", value: "1" }, "immutable"],
    [{ key: "k" }, "Missing value for required parameter 'value'"],
  ])("%j is refused", async (tag, message) => {
    await start();
    expect(await server.call("PATCH", `/api/3.0/mlflow/traces/${idA}/tags`, tag)).toMatchObject({ status: 400, body: { message: expect.stringContaining(message) } });
  });
});

describe("deleting", () => {
  const url = "/api/3.0/mlflow/traces/delete-traces";

  test("by id takes spans and content with it", async () => {
    await server.ingestSpans([{ id: "1" }, { trace: traceB, id: "1" }]);
    expect((await server.call("POST", url, { experiment_id: "0", request_ids: [idA, "tr-none"] })).body).toEqual({ traces_deleted: 1 });
    expect((await server.call("GET", `/api/spanloom/v1/traces/${traceA}/skeleton`)).status).toBe(404);
    await server.ingestSpans([{ id: "2" }]);
    expect((await server.call("GET", `/api/spanloom/v1/traces/${traceA}/skeleton`)).body.count).toBe(1);
    expect((await server.call("GET", `/api/spanloom/v1/traces/${traceB}/skeleton`)).body.count).toBe(1);
  });

  test("by age takes the oldest first, the millisecond itself included", async () => {
    await server.ingestSpans([{ id: "1", start: 10 }, { trace: traceB, id: "1", start: 5 }]);
    const until = (ms: number, more = {}) => server.call("POST", url, { experiment_id: "0", max_timestamp_millis: epochMs + ms, ...more });
    expect((await until(4)).body.traces_deleted).toBe(0);
    expect((await until(10, { max_traces: 1 })).body.traces_deleted).toBe(1);
    expect(await getInfo(idB)).toBeUndefined();
    expect((await until(10)).body.traces_deleted).toBe(1);
  });

  test.each([
    [{}, "Either `max_timestamp_millis` or `trace_ids` must be specified."],
    [{ max_timestamp_millis: 1, request_ids: [idA] }, "Only one of"],
    [{ request_ids: [idA], max_traces: 1 }, "can't be specified"],
    [{ max_timestamp_millis: 1, max_traces: 0 }, "positive integer"],
  ])("%j is refused", async (request, message) => {
    expect(await server.call("POST", url, { experiment_id: "0", ...request })).toMatchObject({ status: 400, body: { message: expect.stringContaining(message) } });
  });
});

test("the v2 form starts, ends and shows a trace", async () => {
  const begun = await server.call("POST", "/api/2.0/mlflow/traces", {
    experiment_id: "0",
    timestamp_ms: epochMs,
    request_metadata: [{ key: "m", value: "1" }],
    tags: [{ key: "t", value: "2" }],
  });
  const { request_id } = begun.body.trace_info;
  expect(begun.body.trace_info).toMatchObject({ experiment_id: "0", timestamp_ms: epochMs, status: "IN_PROGRESS" });
  await server.call("PATCH", `/api/2.0/mlflow/traces/${request_id}`, { timestamp_ms: epochMs + 42, status: "ERROR", tags: [{ key: "u", value: "3" }] });
  const { body } = await server.call("GET", `/api/2.0/mlflow/traces/${request_id}/info`);
  expect(body.trace_info).toMatchObject({ execution_time_ms: 42, status: "ERROR" });
  expect(body.trace_info.tags).toEqual(expect.arrayContaining([{ key: "t", value: "2" }, { key: "u", value: "3" }]));
  expect(body.trace_info.request_metadata).toEqual(expect.arrayContaining([{ key: "m", value: "1" }]));
});

test("prompts are linked once each", async () => {
  await start();
  const link = () => server.call("POST", "/api/2.0/mlflow/traces/link-prompts", { trace_id: idA, prompt_versions: [{ name: "p", version: "1" }] });
  await link();
  await link();
  expect((await getInfo(idA)).tags["mlflow.linkedPrompts"]).toBe('[{"name":"p","version":"1"}]');
});

describe("metrics", () => {
  const query = (request: object) => server.call("POST", "/api/3.0/mlflow/traces/metrics", { experiment_ids: ["0"], ...request });

  beforeEach(async () => {
    await server.ingestSpans([
      { id: "1", name: "a", start: 0, end: 100 },
      { trace: traceB, id: "1", name: "b", start: 60_000, end: 60_300, status: 2, attributes: { "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 7, "gen_ai.usage.output_tokens": 3 } },
    ]);
  });

  test("count and group traces", async () => {
    const { body } = await query({ view_type: "TRACES", metric_name: "trace_count", aggregations: [{ aggregation_type: "COUNT" }], dimensions: ["trace_status"] });
    expect(body.data_points).toEqual([
      { metric_name: "trace_count", dimensions: { trace_status: "ERROR" }, values: { COUNT: 1 } },
      { metric_name: "trace_count", dimensions: { trace_status: "OK" }, values: { COUNT: 1 } },
    ]);
  });

  test("aggregate latency in milliseconds", async () => {
    const aggregations = [{ aggregation_type: "AVG" }, { aggregation_type: "PERCENTILE", percentile_value: 50 }, { aggregation_type: "MAX" }];
    const { body } = await query({ view_type: "TRACES", metric_name: "latency", aggregations });
    expect(body.data_points).toEqual([{ metric_name: "latency", values: { AVG: 200, "P50.0": 200, MAX: 300 } }]);
  });

  test("lie in buckets of time", async () => {
    const { body } = await query({
      view_type: "TRACES",
      metric_name: "total_tokens",
      aggregations: [{ aggregation_type: "SUM" }],
      time_interval_seconds: 60,
      start_time_ms: epochMs,
      end_time_ms: epochMs + 120_000,
      filters: ["trace.status = 'ERROR'"],
    });
    expect(body.data_points).toEqual([{ metric_name: "total_tokens", dimensions: { time_bucket: "2026-11-21T12:01:00+00:00" }, values: { SUM: 10 } }]);
  });

  test("of spans", async () => {
    const { body } = await query({ view_type: "SPANS", metric_name: "span_count", aggregations: [{ aggregation_type: "COUNT" }], dimensions: ["span_name", "span_type"], filters: ["span.type = 'CHAT_MODEL'"] });
    expect(body.data_points).toEqual([{ metric_name: "span_count", dimensions: { span_name: "b", span_type: "CHAT_MODEL" }, values: { COUNT: 1 } }]);
  });

  test.each([
    [{ view_type: "TRACES", metric_name: "nope", aggregations: [{ aggregation_type: "COUNT" }] }, "must be one of trace_count"],
    [{ view_type: "TRACES", metric_name: "latency", aggregations: [{ aggregation_type: "PERCENTILE", percentile_value: 101 }] }, "between 0 and 100"],
    [{ view_type: "TRACES", metric_name: "latency", aggregations: [{ aggregation_type: "AVG" }], dimensions: ["x"] }, "must be among trace_name"],
    [{ view_type: "TRACES", metric_name: "latency", aggregations: [{ aggregation_type: "AVG" }], time_interval_seconds: 60 }, "needs start_time_ms"],
    [{ view_type: "TRACES", metric_name: "latency", aggregations: [{ aggregation_type: "AVG" }], filters: ["1=1; drop"] }, "one comparison"],
  ])("%j is refused", async (request, message) => {
    expect(await query(request)).toMatchObject({ status: 400, body: { message: expect.stringContaining(message) } });
  });
});
