import type { HrTime } from "@opentelemetry/api";

/**
 * The time of day in microseconds, ever rising as long as nobody sets the clock. OpenTelemetry's own start times have
 * milliseconds only, too coarse to tell the order of calls that take less.
 */
export function now(): HrTime {
  const wall = Date.now();
  const counter = performance.now();
  let ms = anchor.wall + (counter - anchor.counter);
  if (!(Math.abs(ms - wall) < largestDriftMs)) {
    anchor = { wall, counter };
    ms = wall;
  }
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.floor((ms - seconds * 1_000) * 1_000) * 1_000];
}

/** Past it the clock was set, or the machine slept, during which `performance.now()` may stand still. */
const largestDriftMs = 5;

let anchor = { wall: Number.NaN, counter: 0 };
