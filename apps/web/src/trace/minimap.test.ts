import { expect, test } from "vitest";
import { paintMinimap } from "./minimap.ts";
import { type Sketch, sketchTree } from "./testing.ts";
import { timeScale } from "./time-scale.ts";

const [background, calm, red] = [0, 1, 2];
const heightPx = 4;
const widthPx = 10;

/** A line of the picture a line: `.` nothing, `=` a span, `!` a failed one. */
function painted(...roots: Sketch[]): string[] {
  const tree = sketchTree(...roots);
  const pixels = new Uint32Array(widthPx * heightPx);
  const scale = timeScale({ startUs: 0, endUs: 100 }, widthPx);
  paintMinimap(tree, scale, pixels, heightPx, {
    types: new Uint32Array(tree.types.length).fill(calm),
    error: red,
    background,
  });
  const line = (at: number) => [...pixels.subarray(at * widthPx, (at + 1) * widthPx)];
  return Array.from({ length: heightPx }, (_, at) =>
    line(at)
      .map((colour) => ".=!"[colour])
      .join(""),
  );
}

const leaf = (name: string, from: number, to: number, failed = false): Sketch => ({ name, at: [from, to], failed });

test("each span has its line and its time, and the one that failed is seen, not its callers", () => {
  const failing = { ...leaf("tool", 50, 70, true) };
  const turn = { ...leaf("turn", 40, 80, true), children: [failing] };
  expect(painted({ ...leaf("agent", 0, 100, true), children: [leaf("chat", 0, 30), turn] })).toEqual([
    "==========",
    "===.......",
    "....====..",
    ".....!!...",
  ]);
});

test("of a thousand spans on four lines the one that failed is still seen, a pixel wide at least", () => {
  const spans = Array.from({ length: 999 }, (_, at) => leaf(`chat ${at}`, 0, 100));
  const lines = painted(...spans.slice(0, 600), leaf("tool", 42, 42, true), ...spans.slice(600));
  expect(lines.filter((line) => line.includes("!"))).toEqual(["====!====="]);
});
