import { expect, test } from "vitest";
import { sampleRuns } from "./sample-runs.ts";
import { sampleTraces } from "./sample-traces.ts";

interface Sent {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number };
}

const nowMs = Date.UTC(2026, 0, 2);
const sent = sampleTraces(nowMs, "7") as {
  resourceSpans: [{ resource: { attributes: unknown }; scopeSpans: [{ spans: Sent[] }] }];
};
const spans = sent.resourceSpans[0].scopeSpans[0].spans;

test("sample traces are whole: one root each, every parent there, every child within the trace's time", () => {
  const ids = new Map(spans.map((span) => [span.spanId, span]));
  for (const group of Map.groupBy(spans, ({ traceId }) => traceId).values()) {
    const roots = group.filter(({ parentSpanId }) => parentSpanId === "");
    expect(roots).toHaveLength(1);
    for (const span of group) {
      if (span.parentSpanId) expect(ids.get(span.parentSpanId)?.traceId).toBe(span.traceId);
      expect(BigInt(span.startTimeUnixNano)).toBeLessThan(BigInt(span.endTimeUnixNano));
      expect(BigInt(span.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(roots[0]!.endTimeUnixNano));
    }
  }
});

test("they lie in the past, name their experiment, and some of them failed", () => {
  expect(spans.every(({ endTimeUnixNano }) => BigInt(endTimeUnixNano) < BigInt(nowMs) * 1_000_000n)).toBe(true);
  expect(sent.resourceSpans[0].resource.attributes).toContainEqual({
    key: "mlflow.experimentId",
    value: { stringValue: "7" },
  });
  const failed = new Set(spans.filter(({ status }) => status.code === 2).map(({ traceId }) => traceId));
  expect(failed.size).toBeGreaterThan(0);
  expect(failed.size).toBeLessThan(new Set(spans.map(({ traceId }) => traceId)).size / 2);
});

test("sample runs differ, and their numbers are numbers", () => {
  const runs = sampleRuns();
  expect(new Set(runs.map(({ params }) => params.learning_rate)).size).toBe(runs.length);
  expect(runs.flatMap(({ points }) => points).every(({ value }) => value > 0 && value < 2)).toBe(true);
});
