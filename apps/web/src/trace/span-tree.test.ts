import { describe, expect, test } from "vitest";
import { durationUsOf, idOf, isPlaceholder, nameOf, rowOf, spanFlags, spanTree } from "./span-tree.ts";
import { columnsOf, randomTree, seeded, sketchTree } from "./testing.ts";

describe("span tree", () => {
  test("sizes, parents and errors follow from the depths", () => {
    const tree = sketchTree(
      {
        name: "a",
        at: [0, 9],
        children: [
          { name: "b", at: [1, 5], children: [{ name: "c", at: [2, 3], failed: true }] },
          { name: "d", at: [6, 8] },
        ],
      },
      { name: "e", at: [9, 10], failed: true },
    );
    expect([...tree.size]).toEqual([4, 2, 1, 1, 1]);
    expect([...tree.parent]).toEqual([-1, 0, 1, 0, -1]);
    expect([...tree.errors]).toEqual([1, 1, 1, 0, 1]);
  });

  test("depths that are no tree still give one in which each row stands once", () => {
    const random = seeded(3);
    for (let round = 0; round < 200; round++) {
      const id = Array.from({ length: 40 }, (_, row) => row.toString(16).padStart(16, "0"));
      const depth = id.map(() => Math.floor(random() * 12) - 3);
      const tree = spanTree({ ids: id.join(""), depth });
      for (let row = 0; row < tree.count; row++) {
        const above = tree.parent[row] ?? -1;
        expect(above).toBeLessThan(row);
        expect(tree.depth[row]).toBe(above < 0 ? 0 : (tree.depth[above] ?? 0) + 1);
        if (above >= 0) expect(row).toBeLessThan(above + (tree.size[above] ?? 0));
      }
      let top = 0;
      for (let row = 0; row < tree.count; row += tree.size[row] ?? 1) top += tree.size[row] ?? 0;
      expect(top).toBe(tree.count);
    }
  });

  test("a running span reaches to now, or to the last known end", () => {
    const columns = columnsOf([{ name: "a", at: [0], children: [{ name: "b", at: [10, 40] }] }]);
    expect(spanTree(columns).axisEndUs).toBe(40);
    const live = spanTree(columns, 1700000000000000000n + 90_000n);
    expect(live.axisEndUs).toBe(90);
    expect(durationUsOf(live, 0)).toBe(90);
    expect([...live.running]).toEqual([1, 0]);
  });

  test("missing columns mean none, not zero", () => {
    const tree = spanTree({ ids: "0000000000000001" });
    expect([tree.costUsd[0], tree.inputTokens[0], tree.model[0], tree.ttftUs[0]]).toEqual([-1, -1, -1, -1]);
    expect(spanTree({}).count).toBe(0);
    expect(spanTree({}).axisEndUs).toBeGreaterThan(0);
  });

  test("placeholders are named as such", () => {
    const tree = sketchTree({
      name: "",
      at: [0, 1],
      flags: spanFlags.missingParent,
      children: [{ name: "a", at: [0, 1] }],
    });
    expect(nameOf(tree, 0)).toBe("missing parent");
    expect(isPlaceholder(tree, 0)).toBe(true);
    expect(isPlaceholder(tree, 1)).toBe(false);
  });

  test("a span is found by its id", () => {
    const tree = randomTree(50, 1);
    expect(rowOf(tree, idOf(tree, 31))).toBe(31);
    expect(rowOf(tree, "ffffffffffffffff")).toBe(-1);
    expect(rowOf(tree, null)).toBe(-1);
    const ids = ["aaaaaaaa00000000", "00000000aaaaaaaa", "0000000000000000"];
    expect(ids.map((id) => rowOf(spanTree({ ids: ids.join("") }), id))).toEqual([0, 1, 2]);
    expect(rowOf(spanTree({ ids: ids.slice(0, 2).join("") }), "0000000000000000")).toBe(-1);
  });
});
