import { agentLoop } from "./agent-loop.ts";
import type { BenchSpan, Workload } from "./bench-span.ts";
import { Random } from "./random.ts";
import { randomText } from "./random-text.ts";

export const workloads: readonly Workload[] = [randomText, agentLoop];

/** Traces without end, the same for the same seed, one every 10 ms up to now. */
export function* tracesOf(workload: Workload, seed: number, traces: number): Generator<BenchSpan[]> {
  const random = new Random(seed);
  const last = BigInt(Date.now()) * 1_000_000n;
  for (let index = 0; index < traces; index++)
    yield workload.trace(random, last - BigInt(traces - index) * 10_000_000n);
}

/** The spans of all these traces in batches of `size`, cut without regard to traces, as an exporter's queue does. */
export function* batchesOf(traces: Iterable<BenchSpan[]>, size: number, spans: number): Generator<BenchSpan[]> {
  let batch: BenchSpan[] = [];
  let left = spans;
  for (const trace of traces) {
    for (const span of trace) {
      if (left-- === 0) break;
      batch.push(span);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
    if (left < 0) break;
  }
  if (batch.length > 0) yield batch;
}
