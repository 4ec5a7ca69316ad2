/** The least that a sample needs to know of a point. */
interface Valued {
  readonly value: number;
}

/**
 * At most `count` of the points, in their order, as a chart needs them: always the first and the last, one alone is the
 * last, and of every bucket of equal size between them its lowest, its highest and a NaN if it has one, so that neither a
 * peak nor a break is hidden. Fewer than five leave no room for that: then every bucket gives its first, as with MLflow.
 */
export function downsample<Point extends Valued>(points: readonly Point[], count: number): Point[] {
  if (points.length <= count) return [...points];
  const last = points.at(-1)!;
  if (count === 1) return [last];
  if (count < 5) return [...firstOfEach(points, count).slice(0, -1), last];
  const inner = points.slice(1, -1);
  const ofBucket = inner.some(({ value }) => Number.isNaN(value)) ? 3 : 2;
  return [points[0]!, ...extremesOfEach(inner, Math.floor((count - 2) / ofBucket)), last];
}

/** The first buckets are one point larger where the points do not divide evenly (as SQL's ntile has it). */
function firstOfEach<Point>(points: readonly Point[], buckets: number): Point[] {
  const size = Math.floor(points.length / buckets);
  const larger = points.length % buckets;
  return Array.from({ length: buckets }, (_, bucket) => points[bucket * size + Math.min(bucket, larger)]!);
}

function extremesOfEach<Point extends Valued>(points: readonly Point[], buckets: number): Point[] {
  return Array.from({ length: buckets }, (_, bucket) => {
    const start = Math.floor((bucket * points.length) / buckets);
    return extremes(points, start, Math.floor(((bucket + 1) * points.length) / buckets));
  }).flat();
}

/** The lowest, the highest and the first NaN, in their order. */
function extremes<Point extends Valued>(points: readonly Point[], start: number, end: number): Point[] {
  let low = -1;
  let high = -1;
  let broken = -1;
  for (let at = start; at < end; at++) {
    const { value } = points[at]!;
    if (Number.isNaN(value)) broken = broken < 0 ? at : broken;
    else {
      if (low < 0 || value < points[low]!.value) low = at;
      if (high < 0 || value > points[high]!.value) high = at;
    }
  }
  const kept = [...new Set([low, high, broken])].filter((at) => at >= 0).sort((a, b) => a - b);
  return kept.map((at) => points[at]!);
}
