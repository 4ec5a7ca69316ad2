/** A point with a height. */
export interface Height {
  /** 0 to 1 from the left, and from the bottom. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/**
 * The heights between scattered points, on a grid of cells row by row from the bottom: each cell is the mean of all points,
 * weighed by the inverse square of their distance (Shepard's method). It passes through the points and never beyond them,
 * so it invents no peak.
 */
export function surface(points: readonly Height[], columns: number, rows: number): number[] {
  return Array.from({ length: columns * rows }, (_, cell) => {
    const x = ((cell % columns) + 0.5) / columns;
    const y = (Math.floor(cell / columns) + 0.5) / rows;
    let sum = 0;
    let weights = 0;
    for (const point of points) {
      const weight = 1 / ((point.x - x) ** 2 + (point.y - y) ** 2 + 1e-6);
      sum += weight * point.z;
      weights += weight;
    }
    return weights === 0 ? Number.NaN : sum / weights;
  });
}
