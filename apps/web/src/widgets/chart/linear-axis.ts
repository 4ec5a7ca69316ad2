/** An axis of numbers for a picture without uPlot: its ends, round places between them, and where a value stands. */
export interface LinearAxis {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  /** 0 at `min`, 1 at `max`. */
  share(value: number): number;
}

/** An axis that holds all finite values, with a little room at both ends and about `count` ticks. */
export function linearAxis(values: readonly number[], count: number): LinearAxis {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const [from, to] = finite.length === 0 ? [0, 1] : low === high ? around(low) : [low, high];
  const margin = (to - from) * 0.05;
  const [min, max] = [from - margin, to + margin];
  const step = roundStep((max - min) / count);
  const first = Math.ceil(min / step);
  const ticks = Array.from({ length: Math.max(0, Math.floor(max / step) - first + 1) }, (_, at) =>
    Number(((first + at) * step).toPrecision(12)),
  );
  return { min, max, ticks, share: (value) => (value - min) / (max - min) };
}

function around(value: number): [number, number] {
  const size = Math.abs(value) * 0.1 || 1;
  return [value - size, value + size];
}

/** 1, 2 or 5 times a power of ten, at least `size`. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= size) ?? 10 * power;
}
