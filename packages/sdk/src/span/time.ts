import type { HrTime } from "@opentelemetry/api";

/** Unix time in nanoseconds as OpenTelemetry takes it without losing any; `undefined` for what is no time. */
export function timeInput(ns: bigint | number | undefined): HrTime | undefined {
  const unixNano = unixNs(ns);
  return unixNano === undefined ? undefined : [Number(unixNano / billion), Number(unixNano % billion)];
}

/** The seconds from one time to another. */
export function secondsBetween(from: HrTime, to: HrTime): number {
  return to[0] - from[0] + (to[1] - from[1]) / 1e9;
}

function unixNs(ns: unknown): bigint | undefined {
  if (typeof ns === "bigint") return ns >= 0n && ns < latest ? ns : undefined;
  return typeof ns === "number" && ns >= 0 && ns < Number(latest) ? BigInt(Math.round(ns)) : undefined;
}

const billion = 1_000_000_000n;

/** OTLP's times are unsigned and have 64 bits. */
const latest = 2n ** 64n;
