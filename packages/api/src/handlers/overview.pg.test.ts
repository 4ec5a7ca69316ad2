import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testApi } from "../testing.ts";

describe("overview", () => {
  let api: Awaited<ReturnType<typeof testApi>>;
  beforeAll(async () => {
    api = await testApi();
  });
  beforeEach(() => api.clear());
  afterAll(() => api?.close());

  const at = (parameters: Record<string, string>) =>
    api.call("GET", `/api/spanloom/v1/overview?${new URLSearchParams(parameters)}`);
  const overview = async (parameters: Record<string, string> = {}) =>
    (await at({ experiment_ids: "0", ...parameters })).body;

  /** A trace of one model call, `start` milliseconds after the tests' epoch. */
  const call = (number: number, start: number, more: Record<string, string | number> = {}) =>
    api.ingestSpans([
      {
        trace: number.toString(16).padStart(32, "a"),
        id: "1",
        start,
        end: start + Number(more.ms ?? 1_000),
        status: Number(more.status ?? 1),
        attributes: {
          "gen_ai.operation.name": "chat",
          "gen_ai.request.model": "m",
          "mlflow.spanType": "CHAT_MODEL",
          ...more,
        },
      },
    ]);

  test("totals, buckets and groups add up to the same, and empty buckets are left out", async () => {
    await call(1, 0, { "gen_ai.usage.input_tokens": 10, "mlflow.traceTag.env": "test" });
    await call(2, 1_000, { "gen_ai.usage.input_tokens": 5, status: 2, "gen_ai.request.model": "other" });
    await call(3, 40_000, { "gen_ai.usage.output_tokens": 7 });
    for (const by of ["model", "name", "tags.env"]) {
      const body = await overview({ by });
      expect(body).toMatchObject({ total: { trace_count: 3, failed_count: 1, input_tokens: 15, output_tokens: 7 } });
      expect(body.bucket_ms).toBe(1_000);
      expect(body.buckets.map((each: { sums: { trace_count: number } }) => each.sums.trace_count)).toEqual([1, 1, 1]);
      const count = body.groups.reduce(
        (sum: number, each: { sums: { trace_count: number } }) => sum + each.sums.trace_count,
        0,
      );
      expect(count).toBe(3);
    }
    expect((await overview({ by: "tags.env" })).groups.map(({ value }: { value?: string }) => value)).toEqual([
      undefined,
      "test",
    ]);
    expect((await overview()).groups).toMatchObject([
      { value: "m", sums: { trace_count: 2, failed_count: 0 } },
      { value: "other", sums: { trace_count: 1, failed_count: 1 } },
    ]);
  });

  test("the range takes its start and leaves out its end", async () => {
    await call(1, 0);
    await call(2, 1_000);
    const { start_ms: first } = (await overview()).buckets[0];
    const body = await overview({ start_time_from_ms: String(first), start_time_to_ms: String(first + 1_000) });
    expect(body.total.trace_count).toBe(1);
  });

  test("latencies are those of the traces, within 1 %", async () => {
    for (let i = 1; i <= 20; i++) await call(i, i, { ms: i * 100 });
    const { total } = await overview();
    expect(total.latency_p50_ns / 1e9).toBeCloseTo(1, 1);
    expect(Math.abs(total.latency_p95_ns / 1.9e9 - 1)).toBeLessThan(0.0102);
    expect(Math.abs(total.latency_p99_ns / 2e9 - 1)).toBeLessThan(0.0102);
  });

  test("of more than 50 groups those with the most traces are answered", async () => {
    for (let i = 0; i < 52; i++) await call(i, i, { "gen_ai.request.model": `m${i % 51}` });
    const { groups, more_groups } = await overview();
    expect(groups).toHaveLength(50);
    expect(groups[0]).toMatchObject({ value: "m0", sums: { trace_count: 2 } });
    expect(more_groups).toBe(true);
  });

  test("of no traces there are no sums", async () => {
    const body = await overview();
    expect(body).toMatchObject({ total: { trace_count: 0, failed_count: 0 }, buckets: [], groups: [] });
    expect(body.total.latency_p50_ns).toBeUndefined();
  });

  test.each<Record<string, string>>([{ by: "spans" }, { by: "tags." }, { by: "tags.\0" }, { experiment_ids: "a" }])(
    "%j is refused with a sentence",
    async (parameters) => expect((await at(parameters)).status).toBe(400),
  );

  test.each<Record<string, string>>([
    { by: "tags.'; drop table traces; --" },
    { start_time_from_ms: "-9007199254740991" },
    { experiment_ids: "77" },
  ])("%j finds what there is", async (parameters) => expect((await at(parameters)).status).toBe(200));
});
