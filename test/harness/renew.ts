import { newSpanId, newTraceId, type OtlpTraces, spansOf } from "./otlp.ts";

export interface Renewed {
  readonly requests: Partial<OtlpTraces>[];
  /** Of all spans, in the order sent. */
  readonly traceIds: string[];
}

/**
 * Recorded export requests made new: every trace and span id is another one wherever it stands (some attributes repeat
 * them), and all times move by the same distance so that the first is a minute ago.
 */
export function renewed(recorded: string): Renewed {
  const ids = new Map<string, string>();
  for (const [, old] of recorded.matchAll(/"(?:traceId|spanId|parentSpanId)"\s*:\s*"([0-9a-fA-F]+)"/g)) {
    if (!ids.has(old!)) ids.set(old!, old!.length === 32 ? newTraceId() : newSpanId());
  }
  const withIds = recorded.replace(/[0-9a-fA-F]{16,32}/g, (text) => ids.get(text) ?? text);
  const times = [...withIds.matchAll(/UnixNano"\s*:\s*"(\d{10,})"/g)].map(([, time]) => BigInt(time!));
  const [first = 0n] = times.sort((a, b) => (a < b ? -1 : 1));
  const shift = BigInt(Date.now() - 60_000) * 1_000_000n - first;
  const moved = withIds.replace(
    /(UnixNano"\s*:\s*")(\d{10,})"/g,
    (_, head: string, time: string) => `${head}${BigInt(time) + shift}"`,
  );
  const requests = JSON.parse(moved) as Partial<OtlpTraces>[];
  const spans = requests.flatMap(({ resourceSpans = [] }) => spansOf({ resourceSpans }));
  return { requests, traceIds: [...new Set(spans.map(({ traceId }) => traceId))] };
}
