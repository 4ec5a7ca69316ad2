/**
 * Which of the points with these values, at most `count` of them, a chart needs; their places rise. Always the first and the
 * last, one alone is the last, and of every bucket of equal size between them its lowest, its highest and a NaN if it has
 * one, so that neither a peak nor a break is hidden. Fewer than five leave no room for that: then every bucket gives its
 * first, as with MLflow.
 */
export function downsample(values: Float64Array, count: number): number[] {
  const { length } = values;
  if (length <= count) return Array.from(values, (_, at) => at);
  const last = length - 1;
  if (count === 1) return [last];
  if (count < 5) return [...firstOfEach(length, count).slice(0, -1), last];
  const ofBucket = values.subarray(1, last).some(Number.isNaN) ? 3 : 2;
  const buckets = Math.floor((count - 2) / ofBucket);
  const kept = [0];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = 1 + Math.floor((bucket * (last - 1)) / buckets);
    kept.push(...extremes(values, start, 1 + Math.floor(((bucket + 1) * (last - 1)) / buckets)));
  }
  kept.push(last);
  return kept;
}

/** The first buckets are one point larger where the points do not divide evenly (as SQL's ntile has it). */
function firstOfEach(length: number, buckets: number): number[] {
  const size = Math.floor(length / buckets);
  const larger = length % buckets;
  return Array.from({ length: buckets }, (_, bucket) => bucket * size + Math.min(bucket, larger));
}

/** The lowest, the highest and the first NaN, in their order. */
function extremes(values: Float64Array, start: number, end: number): number[] {
  let low = -1;
  let high = -1;
  let broken = -1;
  for (let at = start; at < end; at++) {
    const value = values[at]!;
    if (Number.isNaN(value)) broken = broken < 0 ? at : broken;
    else {
      if (low < 0 || value < values[low]!) low = at;
      if (high < 0 || value > values[high]!) high = at;
    }
  }
  return [...new Set([low, high, broken])].filter((at) => at >= 0).sort((a, b) => a - b);
}
