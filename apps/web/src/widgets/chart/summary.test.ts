import { expect, test } from "vitest";
import type { ChartSeries } from "./series.ts";
import { factsOf, summaryText } from "./summary.ts";

function line(label: string, y: number[]): ChartSeries {
  return { id: label, label, colour: 0, x: y.map((_, at) => at), y };
}

test("the summary names the extremes, whose they are, and what is no number", () => {
  expect(summaryText("loss", [line("a", [3, 1, Number.NaN]), line("b", [2, 0.5])])).toBe(
    "loss: 2 lines, 5 points. Lowest 0.5 (b), highest 3 (a). One point is NaN or infinite.",
  );
  expect(summaryText("loss", [line("a", [])])).toBe("loss: no points.");
});

test("infinities are no extremes", () => {
  expect(factsOf(line("a", [1, Number.POSITIVE_INFINITY, 2]))).toEqual({
    points: 3,
    first: 1,
    last: 2,
    lowest: 1,
    highest: 2,
    notFinite: 1,
  });
});
