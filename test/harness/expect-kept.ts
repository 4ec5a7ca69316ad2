import { expect } from "vitest";
import { listTraces } from "./list.ts";
import { type Load, spansPerTrace } from "./load.ts";

/** Nothing that was answered 200 is missing, and nothing counts twice. */
export async function expectAcknowledgedKept(url: string, load: Load): Promise<void> {
  const stored = new Map((await listTraces(url)).map((trace) => [trace.trace_id, trace.span_count]));
  const missing = [...load.acknowledged].filter((traceId) => !stored.has(traceId));
  const wrong = [...load.acknowledged].filter((traceId) => (stored.get(traceId) ?? spansPerTrace) !== spansPerTrace);
  expect({ missing: missing.length, wrong: wrong.length }).toEqual({ missing: 0, wrong: 0 });
}
