import { expect } from "vitest";
import { type CanonicalSpan, canonicalSpans } from "./canonical.ts";
import type { Reader } from "./reader.ts";
import { sampleSpans, sampleTimes } from "./sample-trace.ts";
import { until } from "./wait.ts";

export interface SentSample {
  readonly marker: string;
  readonly traceId: string;
  readonly rootSpanId: string;
  readonly chatSpanId: string;
  readonly toolSpanId: string;
  /** Attributes that this sender could send on top, in canonical form. */
  readonly rootExtras?: Record<string, unknown>;
}

/** The sample trace is in the store: every value as sent, the totals right, and searches find it. */
export async function expectSample(reader: Reader, sent: SentSample): Promise<CanonicalSpan[]> {
  const summary = await reader.complete(sent.traceId, 3);
  expect(summary).toMatchObject({
    trace_id: sent.traceId,
    name: "invoke_agent planner",
    state: "OK",
    start_time_unix_nano: String(sampleTimes.rootStart),
    duration_ns: Number(sampleTimes.rootEnd - sampleTimes.rootStart),
    span_count: 3,
    error_count: 1,
    session: `session-${sent.marker}`,
    user: "ida",
    root_span_id: sent.rootSpanId,
  });
  expect(summary.usage).toMatchObject({ input_tokens: 12, output_tokens: 5 });

  const stored = canonicalSpans(await reader.otlp(sent.traceId));
  const { root, chat, tool } = sampleSpans(sent.marker);
  const byId = (id: string) => stored.find(({ spanId }) => spanId === id);
  expect(stored).toHaveLength(3);
  expect(byId(sent.rootSpanId)).toMatchObject({ ...root, attributes: { ...root.attributes, ...sent.rootExtras } });
  expect(byId(sent.chatSpanId)).toMatchObject({ ...chat, parentSpanId: sent.rootSpanId });
  expect(byId(sent.toolSpanId)).toMatchObject({ ...tool, parentSpanId: sent.rootSpanId });

  for (const filter of [
    `span.attributes.interop.marker = '${sent.marker}'`,
    `span.attributes.interop.tool = '${sent.marker}' AND span.status = 'ERROR'`,
    `session = 'session-${sent.marker}'`,
  ]) {
    await until(
      `a trace that matches ${filter}`,
      async () => ((await reader.find(filter)).includes(sent.traceId) ? true : undefined),
      { timeoutMs: 5_000 },
    );
    expect(await reader.find(filter)).toEqual([sent.traceId]);
  }
  return stored;
}
