import { describe, expect, test } from "vitest";
import { criticalPath } from "./critical-path.ts";
import { nameOf, type SpanTree, spanTree } from "./span-tree.ts";
import { randomTree, sketchTree } from "./testing.ts";

/** `name start-end` in order of time. */
function told(tree: SpanTree): string[] {
  return criticalPath(tree)
    .stretches.map(({ row, startUs, endUs }) => ({ startUs, text: `${nameOf(tree, row)} ${startUs}-${endUs}` }))
    .sort((a, b) => a.startUs - b.startUs)
    .map(({ text }) => text);
}

describe("critical path", () => {
  const cases: [string, SpanTree, string[]][] = [
    ["a lone span is its own", sketchTree({ name: "a", at: [0, 10] }), ["a 0-10"]],
    [
      "children one after another hand over, the gaps are the parent's",
      sketchTree({
        name: "a",
        at: [0, 100],
        children: [
          { name: "b", at: [10, 40] },
          { name: "c", at: [50, 90] },
        ],
      }),
      ["a 0-10", "b 10-40", "a 40-50", "c 50-90", "a 90-100"],
    ],
    [
      "of parallel children the one that ends last counts",
      sketchTree({
        name: "a",
        at: [0, 100],
        children: [
          { name: "fast", at: [10, 40] },
          { name: "slow", at: [10, 90] },
        ],
      }),
      ["a 0-10", "slow 10-90", "a 90-100"],
    ],
    [
      "before the last one began, the one that ended last before it",
      sketchTree({
        name: "a",
        at: [0, 100],
        children: [
          { name: "early", at: [0, 20] },
          { name: "b", at: [0, 50] },
          { name: "c", at: [50, 100] },
        ],
      }),
      ["b 0-50", "c 50-100"],
    ],
    [
      "goes down to the grandchildren",
      sketchTree({
        name: "a",
        at: [0, 9],
        children: [{ name: "b", at: [1, 8], children: [{ name: "c", at: [2, 7] }] }],
      }),
      ["a 0-1", "b 1-2", "c 2-7", "b 7-8", "a 8-9"],
    ],
    [
      "work that outlasts its parent is what the trace waits for",
      sketchTree({ name: "a", at: [0, 50], children: [{ name: "later", at: [40, 100] }] }),
      ["a 0-40", "later 40-100"],
    ],
    [
      "a running span reaches to the end",
      sketchTree({
        name: "a",
        at: [0],
        children: [
          { name: "b", at: [10, 60] },
          { name: "c", at: [20] },
        ],
      }),
      ["a 0-20", "c 20-60"],
    ],
    [
      "several roots follow one another",
      sketchTree({ name: "a", at: [0, 10] }, { name: "b", at: [20, 30] }),
      ["a 0-10", "b 20-30"],
    ],
  ];
  test.each(cases)("%s", (_, tree, expected) => {
    expect(told(tree)).toEqual(expected);
  });

  test("stretches never overlap, lie within their spans, and no span is on the path twice at once", () => {
    for (let seed = 0; seed < 300; seed++) {
      const tree = randomTree(1 + (seed % 50), seed);
      const { stretches, totalUs, onPath } = criticalPath(tree);
      const inTime = [...stretches].sort((a, b) => a.startUs - b.startUs);
      inTime.forEach((stretch, index) => {
        expect(stretch.startUs).toBeGreaterThanOrEqual(tree.startUs[stretch.row] ?? 0);
        expect(stretch.endUs).toBeLessThanOrEqual(tree.endUs[stretch.row] ?? 0);
        expect(onPath[stretch.row]).toBe(1);
        const next = inTime[index + 1];
        if (next) expect(stretch.endUs).toBeLessThanOrEqual(next.startUs);
      });
      expect(totalUs).toBeLessThanOrEqual(tree.axisEndUs);
    }
  });

  test("a deep chain needs no stack of calls", () => {
    const id = Array.from({ length: 50_000 }, (_, row) => row.toString(16).padStart(16, "0"));
    const tree = spanTree({ ids: id.join(""), depth: id.map((_, row) => row), duration_us: id.map(() => 10) });
    expect(criticalPath(tree).onPath.every((mark) => mark === 1)).toBe(true);
  });
});
