import { expect, test } from "vitest";
import { surface } from "./surface.ts";

test("a surface stays between its lowest and its highest point, and is near each at its place", () => {
  const cells = surface(
    [
      { x: 0.05, y: 0.05, z: 1 },
      { x: 0.95, y: 0.95, z: 9 },
    ],
    10,
    10,
  );
  expect(Math.min(...cells)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...cells)).toBeLessThanOrEqual(9);
  expect(cells[0]).toBeCloseTo(1, 3);
  expect(cells[99]).toBeCloseTo(9, 3);
});

test("no points are no surface", () => expect(surface([], 2, 1)).toEqual([Number.NaN, Number.NaN]));
