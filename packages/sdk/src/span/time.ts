import type { HrTime } from "@opentelemetry/api";

/** Unix time in nanoseconds as OpenTelemetry takes it without losing any; `undefined` for what is no time. */
export function timeInput(ns: bigint | number | undefined): HrTime | undefined {
  const unixNano = unixNs(ns);
  if (unixNano === undefined) return undefined;
  return [Number(unixNano / 1_000_000_000n), Number(unixNano % 1_000_000_000n)];
}

export function unixNs(ns: bigint | number | undefined): bigint | undefined {
  const valid = typeof ns === "bigint" ? ns >= 0n : typeof ns === "number" && Number.isFinite(ns) && ns >= 0;
  return valid ? BigInt(typeof ns === "number" ? Math.round(ns) : ns!) : undefined;
}

export function nowNs(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e3)) * 1_000n;
}
