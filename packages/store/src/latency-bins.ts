/** How many traces had which latency: bins `binsPerE` to a factor of e, so that a value is known within 1 %. */
export type LatencyBins = ReadonlyMap<number, number>;

/** Bins of logarithms keep the relative error the same from microseconds to days, and can be added up. */
export const binsPerE = 50;

/** The bin of traces that took no time at all. */
export const instantBin = -1;

/**
 * The latency, in nanoseconds, that `share` (0 to 1) of the traces did not exceed, by nearest rank; null where there is
 * none. Answers the geometric middle of its bin.
 */
export function percentileNs(bins: LatencyBins, share: number): number | null {
  const sorted = [...bins].sort(([a], [b]) => a - b);
  const count = sorted.reduce((sum, [, traces]) => sum + traces, 0);
  let left = Math.max(1, Math.ceil(share * count));
  for (const [bin, traces] of sorted) {
    left -= traces;
    if (left <= 0) return bin === instantBin ? 0 : Math.exp((bin + 0.5) / binsPerE);
  }
  return null;
}
