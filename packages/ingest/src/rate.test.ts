import { expect, test } from "vitest";
import { Rate } from "./rate.ts";

test("a steady stream is told within a few per cent, and a rest is forgotten", () => {
  const rate = new Rate(10_000);
  for (let ms = 0; ms <= 60_000; ms += 100) rate.add(50, ms);
  expect(rate.perSecond(60_000)).toBeGreaterThan(480);
  expect(rate.perSecond(60_000)).toBeLessThan(520);
  expect(rate.perSecond(70_000)).toBeLessThan(190);
  expect(rate.perSecond(200_000)).toBeLessThan(0.01);
});

test("nothing came", () => {
  expect(new Rate(10_000).perSecond()).toBe(0);
});
