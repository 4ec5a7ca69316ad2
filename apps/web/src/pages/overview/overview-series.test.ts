import { expect, test } from "vitest";
import { overviewCharts } from "./overview-series.ts";

const sums = { trace_count: 2, failed_count: 1, cost_partial: false, input_tokens: 5 };

test("a line breaks where a bucket is missing, and has no point where nothing was said", () => {
  const [traces, latency, tokens] = overviewCharts({
    bucket_ms: 10,
    buckets: [0, 10, 40].map((start_ms) => ({ start_ms, sums })),
  });
  expect(traces?.series[0]).toMatchObject({ x: [0, 10, 40], y: [2, 2, 2], breaks: [30] });
  expect(latency?.series.map(({ x }) => x)).toEqual([[], [], []]);
  expect(tokens?.series.map(({ y }) => y)).toEqual([[5, 5, 5], []]);
});
