import { describe, expect, test } from "vitest";
import { allOpen, toggle } from "../../trace/collapse.ts";
import { layOut } from "../../trace/rows.ts";
import { spanTree } from "../../trace/span-tree.ts";
import { gridColumns, shownColumns } from "./columns.ts";
import { gridMove } from "./grid-keys.ts";

const id = ["a", "b", "c", "d"].map((letter) => letter.repeat(16));
const tree = spanTree({ ids: id.join(""), depth: [0, 1, 2, 1] });
const rows = layOut(tree, { collapse: allOpen, fold: true });
const closed = layOut(tree, { collapse: toggle(allOpen, id[1] ?? ""), fold: true });
const press = (key: string, at: number, shown = rows) =>
  gridMove({ key, altKey: false, ctrlKey: false, metaKey: false }, shown, at, 10);

describe("keys of the tree", () => {
  test.each([
    ["ArrowDown", 0, { do: "activate", at: 1 }],
    ["ArrowDown", 3, { do: "activate", at: 3 }],
    ["ArrowUp", 1, { do: "activate", at: 0 }],
    ["Home", 3, { do: "activate", at: 0 }],
    ["End", 0, { do: "activate", at: 3 }],
    ["PageDown", 1, { do: "activate", at: 3 }],
    ["PageUp", 3, { do: "activate", at: 0 }],
    ["ArrowRight", 1, { do: "activate", at: 2 }],
    ["ArrowRight", 2, undefined],
    ["ArrowLeft", 1, { do: "toggle", at: 1 }],
    ["ArrowLeft", 2, { do: "activate", at: 1 }],
    ["Enter", 2, { do: "open", at: 2 }],
    [" ", 0, { do: "toggle", at: 0 }],
    [" ", 3, undefined],
    ["ArrowDown", -1, { do: "activate", at: 0 }],
    ["End", -1, { do: "activate", at: 3 }],
    ["x", 0, undefined],
  ] as const)("%s on row %i", (key, at, expected) => {
    expect(press(key, at)).toEqual(expected);
  });

  test("right opens a closed row, left goes up from it", () => {
    expect(press("ArrowRight", 1, closed)).toEqual({ do: "toggle", at: 1 });
    expect(press("ArrowLeft", 1, closed)).toEqual({ do: "activate", at: 0 });
  });

  test("keys of the browser stay the browser's, and an empty tree has none", () => {
    expect(gridMove({ key: "ArrowDown", altKey: false, ctrlKey: true, metaKey: false }, rows, 0, 10)).toBeUndefined();
    expect(press("ArrowDown", -1, layOut(spanTree({}), { collapse: allOpen, fold: true }))).toBeUndefined();
  });
});

describe("columns", () => {
  const all = { duration: true, tokens: true, cost: true };

  test("those without room are left out, in a narrow tree the duration stays", () => {
    expect(shownColumns(all, 900, false)).toEqual(all);
    expect(shownColumns(all, 700, false)).toEqual({ duration: true, tokens: true, cost: false });
    expect(shownColumns({ ...all, duration: false }, 390, true)).toEqual({
      duration: true,
      tokens: false,
      cost: false,
    });
  });

  test("tree and numbers together take their share of the width", () => {
    expect(gridColumns({ duration: true, tokens: true, cost: false }, 1000, 0.5, false)).toBe(
      "372px 76px 52px minmax(0, 1fr)",
    );
    expect(gridColumns(all, 390, 0.5, true)).toBe("minmax(0, 1fr) auto");
  });
});
