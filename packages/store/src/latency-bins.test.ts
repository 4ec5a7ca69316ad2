import { expect, test } from "vitest";
import { binsPerE, instantBin, percentileNs } from "./latency-bins.ts";

const binsOf = (values: readonly number[]) => {
  const bins = new Map<number, number>();
  for (const value of values) {
    const bin = value <= 0 ? instantBin : Math.floor(Math.log(value) * binsPerE);
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  return bins;
};

test.each([0.5, 0.95, 0.99])("the percentile %d of latencies from a nanosecond to hours is within 1 %%", (share) => {
  const values = Array.from({ length: 1_000 }, (_, at) => 10 ** (at / 77));
  const exact = values[Math.ceil(share * values.length) - 1]!;
  expect(Math.abs(percentileNs(binsOf(values), share)! / exact - 1)).toBeLessThan(0.0102);
});

test("of no traces there is none, and what took no time took 0", () => {
  expect(percentileNs(new Map(), 0.5)).toBeNull();
  expect(percentileNs(binsOf([0, 0, -5, 1e9]), 0.5)).toBe(0);
});
