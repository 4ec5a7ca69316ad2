import type { TraceSummary } from "../../data/messages.ts";

/** What a full duration bar stands for, in nanoseconds; the bar of a longer trace is full. */
export function durationScale(traces: readonly TraceSummary[]): number {
  const durations = traces.slice(0, sample).flatMap((trace) => trace.duration_ns ?? []);
  if (durations.length === 0) return 1;
  durations.sort((a, b) => a - b);
  return Math.max(1, durations[Math.floor((durations.length - 1) * full)]!);
}

/** The longest 5 % would make all other bars too short to compare. */
const full = 0.95;

/** Bars must not change their length whenever a further page is loaded, so the first rows decide. */
const sample = 200;
