import { expect, test } from "vitest";
import { placeText, tickTexts } from "./axis-labels.ts";

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

test("steps are whole numbers and lengths of time have their units", () => {
  expect(tickTexts([0, 5_000], 5_000, "step", "utc")).toEqual(["0", "5,000"]);
  expect(tickTexts([0, 90], 90, "relative", "utc")).toEqual(["0", "1 m 30 s"]);
});
