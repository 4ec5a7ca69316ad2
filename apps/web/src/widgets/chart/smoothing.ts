/**
 * Exponential moving average, as TensorBoard has it: without the bias of its start towards 0, and weighed by the points,
 * not by their distance. `weight` 0 leaves the values, towards 1 it smooths more. NaN and ±Infinity stay where they are
 * and count for nothing.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  if (weight <= 0) return [...values];
  let sum = 0;
  let seen = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    seen += 1;
    sum = sum * weight + (1 - weight) * value;
    return sum / (1 - weight ** seen);
  });
}

export interface Envelope {
  readonly x: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * The lowest and the highest value of each stretch of points, at the place of the stretch's first and of its last point,
 * so that nothing of what was measured lies outside. Points that are no finite numbers end a stretch and leave a NaN.
 */
export function envelope(x: readonly number[], y: readonly number[], stretches: number): Envelope {
  const size = Math.max(1, Math.ceil(x.length / stretches));
  const result = { x: [] as number[], low: [] as number[], high: [] as number[] };
  for (let start = 0; start < x.length; ) {
    if (!Number.isFinite(y[start])) {
      put(result, x[start]!, Number.NaN, Number.NaN);
      start++;
      continue;
    }
    let end = start;
    let low = y[start]!;
    let high = low;
    while (end + 1 < x.length && end + 1 - start < size && Number.isFinite(y[end + 1])) {
      end++;
      low = Math.min(low, y[end]!);
      high = Math.max(high, y[end]!);
    }
    put(result, x[start]!, low, high);
    if (end > start) put(result, x[end]!, low, high);
    start = end + 1;
  }
  return result;
}

function put(to: { x: number[]; low: number[]; high: number[] }, x: number, low: number, high: number): void {
  to.x.push(x);
  to.low.push(low);
  to.high.push(high);
}
