import { expect, test } from "vitest";
import { durationToNano, nanoToDuration, nanoToTimestamp, timestampToNano } from "./time.ts";

test.each([
  ["2026-01-02T03:04:05Z", 1767323045000000000n],
  ["2026-01-02T03:04:05.678Z", 1767323045678000000n],
  ["2026-01-02T03:04:05.678000001Z", 1767323045678000001n],
  ["1969-12-31T23:59:59.500Z", -500000000n],
])("%s reads and prints the same", (text, nano) => {
  expect(timestampToNano(text)).toBe(nano);
  expect(nanoToTimestamp(nano)).toBe(text);
});

test.each([
  ["2026-01-02t03:04:05.6z", 1767323045600000000n],
  ["2026-01-02 03:04:05Z", 1767323045000000000n],
  ["2026-01-02T05:04:05+02:00", 1767323045000000000n],
])("%s is read, too", (text, nano) => {
  expect(timestampToNano(text)).toBe(nano);
});

test.each([
  ["0s", 0n],
  ["1.500s", 1500000000n],
  ["-0.000001s", -1000n],
  ["3.000000001s", 3000000001n],
])("a duration of %s reads and prints the same", (text, nano) => {
  expect(durationToNano(text)).toBe(nano);
  expect(nanoToDuration(nano)).toBe(text);
});

test.each(["", "5", "5 s", "s", "1e3s", "2026-13-01T00:00:00Z", "2026-01-02", "2026-01-02T25:00:00Z"])(
  "%s is neither",
  (text) => {
    expect(timestampToNano(text)).toBeUndefined();
    expect(durationToNano(text)).toBeUndefined();
  },
);
