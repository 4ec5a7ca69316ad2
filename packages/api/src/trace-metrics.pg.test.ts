import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { epochMs, testApi, traceB } from "./testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  server = await testApi();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.clear();
  expect(server.bugs).toEqual([]);
});

describe("metrics", () => {
  const query = (request: object) =>
    server.call("POST", "/api/3.0/mlflow/traces/metrics", { experiment_ids: ["0"], ...request });

  beforeEach(async () => {
    await server.ingestSpans([
      { id: "1", name: "a", start: 0, end: 100 },
      {
        trace: traceB,
        id: "1",
        name: "b",
        start: 60_000,
        end: 60_300,
        status: 2,
        attributes: {
          "gen_ai.operation.name": "chat",
          "gen_ai.usage.input_tokens": 7,
          "gen_ai.usage.output_tokens": 3,
        },
      },
    ]);
  });

  test("count and group traces", async () => {
    const { body } = await query({
      view_type: "TRACES",
      metric_name: "trace_count",
      aggregations: [{ aggregation_type: "COUNT" }],
      dimensions: ["trace_status"],
    });
    expect(body.data_points).toEqual([
      { metric_name: "trace_count", dimensions: { trace_status: "ERROR" }, values: { COUNT: 1 } },
      { metric_name: "trace_count", dimensions: { trace_status: "OK" }, values: { COUNT: 1 } },
    ]);
  });

  test("aggregate latency in milliseconds", async () => {
    const aggregations = [
      { aggregation_type: "AVG" },
      { aggregation_type: "PERCENTILE", percentile_value: 50 },
      { aggregation_type: "MAX" },
    ];
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
    expect(body.data_points).toEqual([
      { metric_name: "total_tokens", dimensions: { time_bucket: "2026-11-21T12:01:00+00:00" }, values: { SUM: 10 } },
    ]);
  });

  test("of spans", async () => {
    const { body } = await query({
      view_type: "SPANS",
      metric_name: "span_count",
      aggregations: [{ aggregation_type: "COUNT" }],
      dimensions: ["span_name", "span_type"],
      filters: ["span.type = 'CHAT_MODEL'"],
    });
    expect(body.data_points).toEqual([
      { metric_name: "span_count", dimensions: { span_name: "b", span_type: "CHAT_MODEL" }, values: { COUNT: 1 } },
    ]);
  });

  test.each([
    [
      { view_type: "TRACES", metric_name: "nope", aggregations: [{ aggregation_type: "COUNT" }] },
      "must be one of trace_count",
    ],
    [
      {
        view_type: "TRACES",
        metric_name: "latency",
        aggregations: [{ aggregation_type: "PERCENTILE", percentile_value: 101 }],
      },
      "between 0 and 100",
    ],
    [
      { view_type: "TRACES", metric_name: "latency", aggregations: [{ aggregation_type: "AVG" }], dimensions: ["x"] },
      "must be among trace_name",
    ],
    [
      {
        view_type: "TRACES",
        metric_name: "latency",
        aggregations: [{ aggregation_type: "AVG" }],
        time_interval_seconds: 60,
      },
      "needs start_time_ms",
    ],
    [
      {
        view_type: "TRACES",
        metric_name: "latency",
        aggregations: [{ aggregation_type: "AVG" }],
        filters: ["1=1; drop"],
      },
      "one comparison",
    ],
  ])("%j is refused", async (request, message) => {
    expect(await query(request)).toMatchObject({ status: 400, body: { message: expect.stringContaining(message) } });
  });
});
