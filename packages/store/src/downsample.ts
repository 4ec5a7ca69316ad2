/** The least that a sample needs to know of a point. */
interface Valued {
  readonly value: number;
}

/**
 * At most `count` of the points, in their order, as a chart needs them: always the first and the last, one alone is the
 * last, and of every bucket of equal size between them its lowest and its highest, so that no peak is hidden. Fewer than
 * four leave no room for that: then every bucket gives its first, as with MLflow.
 */
export function downsample<Point extends Valued>(points: readonly Point[], count: number): Point[] {
  if (points.length <= count) return [...points];
  const last = points.at(-1)!;
  if (count === 1) return [last];
  if (count < 4) return [...firstOfEach(points, count).slice(0, -1), last];
  const inner = points.slice(1, -1);
  return [points[0]!, ...extremesOfEach(inner, (count - 2) >> 1), last];
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

/** The lowest and the highest, in their order. NaN is neither, but stands for a bucket that has nothing else. */
function extremes<Point extends Valued>(points: readonly Point[], start: number, end: number): Point[] {
  let low = start;
  let high = start;
  for (let at = start + 1; at < end; at++) {
    const { value } = points[at]!;
    if (value < points[low]!.value || Number.isNaN(points[low]!.value)) low = at;
    if (value > points[high]!.value || Number.isNaN(points[high]!.value)) high = at;
  }
  return [...new Set([Math.min(low, high), Math.max(low, high)])].map((at) => points[at]!);
}
