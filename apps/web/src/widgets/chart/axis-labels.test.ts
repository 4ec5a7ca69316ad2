import { expect, test } from "vitest";
import { placeText, tickDistances, tickTexts } from "./axis-labels.ts";

const noon = Date.UTC(2026, 10, 21, 12);

test("a place names its unit", () => {
  expect(placeText(1_204, "step", "utc")).toBe("step 1,204");
  expect(placeText(-3, "step", "utc")).toBe("step −3");
  expect(placeText(noon, "time", "utc")).toBe("2026-11-21 12:00:00.000 UTC");
  expect(placeText(200, "relative", "utc")).toBe("+ 3 m 20 s");
});

test("times of one day name the day once", () => {
  expect(tickTexts([noon, noon + 3_600_000, noon + 43_200_000], 3_600_000, "time", "utc")).toEqual([
    "12:00\n21 Nov",
    "13:00",
    "00:00\n22 Nov",
  ]);
  expect(tickTexts([noon, noon + 86_400_000], 86_400_000, "time", "utc")).toEqual(["21 Nov", "22 Nov"]);
});

test("days of more than one year name the year where it changes, and parts of a second are told", () => {
  const days = [Date.UTC(2025, 9, 1), Date.UTC(2025, 11, 1), Date.UTC(2026, 1, 1), Date.UTC(2026, 3, 1)];
  expect(tickTexts(days, 50 * 86_400_000, "time", "utc")).toEqual(["1 Oct\n2025", "1 Dec", "1 Feb\n2026", "1 Apr"]);
  expect(tickTexts([noon, noon + 5, noon + 10], 5, "time", "utc")).toEqual([
    "12:00:00.000\n21 Nov",
    "12:00:00.005",
    "12:00:00.010",
  ]);
  expect(tickDistances("time")?.[0]).toBeLessThanOrEqual(1);
});

test("steps are whole numbers and lengths of time have their units", () => {
  expect(tickTexts([0, 5_000], 5_000, "step", "utc")).toEqual(["0", "5,000"]);
  expect(tickTexts([0, 90], 90, "relative", "utc")).toEqual(["0", "1 m 30 s"]);
});
