import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { epochMs, mlflowA, mlflowB, testApi, traceA, traceB } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.clear();
  expect(server.bugs).toEqual([]);
});

describe("startTraceV3", () => {
  test("makes a trace that has all that was said, and tells where its file would go", async () => {
    await server.report();
    expect(await server.info(mlflowA)).toEqual({
      trace_id: mlflowA,
      trace_location: { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } },
      request_preview: "question",
      response_preview: "answer",
      request_time: "2026-11-21T12:00:00Z",
      execution_duration: "1.500s",
      state: "OK",
      trace_metadata: {
        "mlflow.trace.session": "s-1",
        "mlflow.trace.user": "ann",
        "mlflow.sourceRun": "run-1",
        "mlflow.trace.infoFinalized": "true",
      },
      tags: {
        "mlflow.traceName": "chat",
        env: "prod",
        "mlflow.artifactLocation": `mlflow-artifacts:/0/traces/${mlflowA}/artifacts`,
      },
    });
  });

  test.each(["report first", "spans first"])("and spans give the same, %s", async (order) => {
    const spans = () =>
      server.ingestSpans([
        {
          id: "1",
          name: "root",
          start: 100,
          end: 9000,
          status: 2,
          attributes: { "session.id": "other", "mlflow.spanInputs": "from span" },
        },
      ]);
    if (order === "spans first") await spans();
    await server.report();
    if (order === "report first") await spans();
    const result = await server.info(mlflowA);
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
    await server.report();
    await server.report({
      state: "ERROR",
      execution_duration: "2s",
      tags: { extra: "1" },
      trace_metadata: { m: "2" },
      request_preview: undefined,
    });
    expect(await server.info(mlflowA)).toMatchObject({
      state: "ERROR",
      execution_duration: "2s",
      request_preview: "question",
      tags: { env: "prod", extra: "1", "mlflow.traceName": "chat" },
      trace_metadata: { m: "2", "mlflow.trace.session": "s-1" },
    });
  });

  test("text that Postgres refuses is stored all the same", async () => {
    await server.report({ tags: { k: "a\0b\ud800" }, request_preview: "\0" });
    expect(await server.info(mlflowA)).toMatchObject({ request_preview: "\ufffd", tags: { k: "a\ufffdb\ufffd" } });
  });

  test.each([
    ["mlflow.trace.tokenUsage", '{"input_tokens": 7, "output_tokens": 2}', { input_tokens: 7, output_tokens: 2 }],
    ["mlflow.trace.tokenUsage", '{"input_tokens": 1.5, "output_tokens": -2}', undefined],
    ["mlflow.trace.tokenUsage", '{"input_tokens": 1e300}', undefined],
    ["mlflow.trace.tokenUsage", "[1]", undefined],
    ["mlflow.trace.cost", '{"total_cost": 1e300}', undefined],
    ["mlflow.trace.cost", "not JSON", undefined],
  ])("keeps %s %s as it came, and counts what can be counted", async (key, text, usage) => {
    await server.report({ trace_metadata: { [key]: text } });
    expect((await server.info(mlflowA)).trace_metadata[key]).toBe(text);
    const { trace } = (await server.call("GET", `/api/spanloom/v1/traces/${traceA}`)).body;
    expect(trace.usage).toEqual(usage && expect.objectContaining(usage));
    expect(trace.cost_usd).toBeUndefined();
  });

  test("a report about a running trace leaves its end to the spans", async () => {
    await server.report({ state: "IN_PROGRESS", execution_duration: undefined });
    await server.ingestSpans([{ id: "1", start: 0, end: 250, status: 2 }]);
    expect(await server.info(mlflowA)).toMatchObject({ state: "ERROR", execution_duration: "0.250s" });
  });

  test.each([
    [{ trace_id: "req-1" }, "must be a trace id"],
    [{ trace_id: "" }, "Missing value for required parameter 'trace.trace_info.trace_id'"],
    [{ trace_location: { mlflow_experiment: { experiment_id: "77" } } }, "No Experiment with id=77 exists"],
    [{ request_time: "now" }, "it must be a time"],
    [{ request_time: "9999-01-01T00:00:00Z" }, "must lie between 1970 and 2262"],
    [{ execution_duration: "-1s" }, "must lie between"],
    [{ execution_duration: "99999999999s" }, "must lie between"],
  ])("refuses %j", async (wrong, message) => {
    const answer = await server.report(wrong);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.message).toContain(message);
  });
});

describe("tags", () => {
  test.each(["2.0", "3.0"])("are set, changed and removed by %s", async (version) => {
    await server.report();
    const url = `/api/${version}/mlflow/traces/${mlflowA}/tags`;
    await server.call("PATCH", url, { key: "a.b/c d", value: "1" });
    await server.call("PATCH", url, { key: "a.b/c d", value: "2" });
    expect((await server.info(mlflowA)).tags).toMatchObject({ "a.b/c d": "2", env: "prod" });
    expect((await server.call("DELETE", url, { key: "a.b/c d" })).body).toEqual({});
    expect((await server.info(mlflowA)).tags).not.toHaveProperty("a.b/c d");
    expect(await server.call("DELETE", url, { key: "a.b/c d" })).toMatchObject({
      status: 404,
      body: { error_code: "RESOURCE_DOES_NOT_EXIST" },
    });
  });

  test.each([
    [{ key: "", value: "1" }, "Missing value for required parameter 'key'"],
    [{ key: "a//b", value: "1" }, "must not resolve to other names"],
    [{ key: "a=b", value: "1" }, "Names may only contain alphanumerics"],
    [{ key: "k\n", value: "1" }, "Names may only contain alphanumerics"],
    [{ key: "x".repeat(251), value: "1" }, "maximum length of 250"],
    [{ key: "mlflow.trace.spansLocation", value: "1" }, "immutable"],
  ])("%j is refused", async (tag, message) => {
    await server.report();
    expect(await server.call("PATCH", `/api/3.0/mlflow/traces/${mlflowA}/tags`, tag)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining(message) },
    });
  });
});

describe("deleting", () => {
  const url = "/api/3.0/mlflow/traces/delete-traces";

  test("by id takes spans and content with it", async () => {
    await server.ingestSpans([{ id: "1" }, { trace: traceB, id: "1" }]);
    expect((await server.call("POST", url, { experiment_id: "0", request_ids: [mlflowA, "tr-none"] })).body).toEqual({
      traces_deleted: 1,
    });
    expect((await server.call("GET", `/api/spanloom/v1/traces/${traceA}/skeleton`)).status).toBe(404);
    await server.ingestSpans([{ id: "2" }]);
    expect((await server.call("GET", `/api/spanloom/v1/traces/${traceA}/skeleton`)).body.count).toBe(1);
    expect((await server.call("GET", `/api/spanloom/v1/traces/${traceB}/skeleton`)).body.count).toBe(1);
  });

  test("by age takes the oldest first, the millisecond itself included", async () => {
    await server.ingestSpans([
      { id: "1", start: 10 },
      { trace: traceB, id: "1", start: 5 },
    ]);
    const until = (ms: number, more = {}) =>
      server.call("POST", url, { experiment_id: "0", max_timestamp_millis: epochMs + ms, ...more });
    expect((await until(4)).body.traces_deleted).toBe(0);
    expect((await until(10, { max_traces: 1 })).body.traces_deleted).toBe(1);
    expect(await server.info(mlflowB)).toBeUndefined();
    expect((await until(10)).body.traces_deleted).toBe(1);
  });

  test.each([
    [{}, "Either `max_timestamp_millis` or `trace_ids` must be specified."],
    [{ max_timestamp_millis: 1, request_ids: [mlflowA] }, "Only one of"],
    [{ request_ids: [mlflowA], max_traces: 1 }, "can't be specified"],
    [{ max_timestamp_millis: 1, max_traces: 0 }, "positive integer"],
  ])("%j is refused", async (request, message) => {
    expect(await server.call("POST", url, { experiment_id: "0", ...request })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining(message) },
    });
  });
});
