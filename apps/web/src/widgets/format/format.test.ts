import { describe, expect, test } from "vitest";
import { formatDurationMs, formatDurationNs, formatDurationUs, formatTraceDurationNs } from "./duration.ts";
import { formatBytes, formatCostUsd, formatCount, formatTokens, formatTotal } from "./quantity.ts";
import { formatExact, formatMinute, formatRelative, unixMsOfNano } from "./time.ts";

describe("durations are written in the unit a reader would choose", () => {
  test.each([
    [0, "0 s"],
    [850, "850 ns"],
    [12_340, "12.3 µs"],
    [3_450_000, "3.45 ms"],
    [999_499_999, "999 ms"],
    [999_600_000, "1.00 s"],
    [59_940_000_000, "59.9 s"],
    [59_960_000_000, "1 m 00 s"],
    [100_000_000_000, "1 m 40 s"],
    [7_500_000_000_000, "2 h 05 m"],
    [274_000_000_000_000, "3 d 4 h"],
    [-3_450_000, "−3.45 ms"],
    [Number.NaN, "–"],
  ])("%d ns", (ns, text) => expect(formatDurationNs(ns)).toBe(text));

  test("microseconds and milliseconds are the same scale, and their zero is what was too short for them", () => {
    expect([formatDurationUs(3_450), formatDurationUs(0)]).toEqual(["3.45 ms", "< 1 µs"]);
    expect([formatDurationMs(3_450), formatDurationMs(0)]).toEqual(["3.45 s", "< 1 ms"]);
    expect([formatTraceDurationNs(3_450), formatTraceDurationNs(0)]).toEqual(["3.45 µs", "< 1 ms"]);
  });
});

test.each([
  [0, "0"],
  [999, "999"],
  [1_204, "1,204"],
  [1_234_567, "1,234,567"],
])("count %d", (count, text) => expect(formatCount(count)).toBe(text));

test("a total that stopped counting says so", () => {
  expect(formatTotal(1_204, false)).toBe("1,204");
  expect(formatTotal(10_000, true)).toBe("10,000+");
});

test.each([
  [0, "0"],
  [842, "842"],
  [1_000, "1.00k"],
  [12_345, "12.3k"],
  [999_960, "1.00M"],
  [1_204_000, "1.20M"],
  [5e12, "5000G"],
])("tokens %d", (tokens, text) => expect(formatTokens(tokens)).toBe(text));

test.each([
  [0, "$0"],
  [0.0042, "$0.0042"],
  [0.000_000_4, "<$0.000001"],
  [0.000_012, "$0.000012"],
  [0.123_4, "$0.123"],
  [0.996, "$1.00"],
  [12.345, "$12.35"],
  [12_345.6, "$12,346"],
])("cost %d", (usd, text) => expect(formatCostUsd(usd)).toBe(text));

test.each([
  [842, "842 B"],
  [12_345, "12.3 kB"],
  [4_100_000, "4.10 MB"],
  [2.5e12, "2500 GB"],
])("bytes %d", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

const noon = Date.UTC(2026, 10, 21, 12, 0, 0);

test.each([
  [1_000, "now"],
  [12_000, "12 s"],
  [-12_000, "in 12 s"],
  [5 * 60_000 + 59_000, "5 m"],
  [3 * 3_600_000, "3 h"],
  [2 * 86_400_000, "2 d"],
  [18 * 86_400_000, "Nov 3"],
  [400 * 86_400_000, "2025-10-17"],
])("%d ms ago", (ago, text) => expect(formatRelative(noon - ago, noon, "utc")).toBe(text));

test("exact times name their zone when it is not the reader's", () => {
  expect(formatExact(noon + 123, "utc")).toBe("2026-11-21 12:00:00.123 UTC");
  expect(formatMinute(noon, "utc")).toBe("21 Nov 12:00");
  expect(formatMinute(noon + 5_000, "utc")).toBe("21 Nov 12:00:05");
});

test("a nanosecond string keeps its microseconds and rejects what is no number", () => {
  expect(unixMsOfNano("1795269049123456789")).toBeCloseTo(1_795_269_049_123.456, 2);
  expect(unixMsOfNano("soon")).toBeNaN();
});
