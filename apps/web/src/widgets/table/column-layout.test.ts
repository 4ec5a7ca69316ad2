import { describe, expect, test } from "vitest";
import { moveColumn, nextSort, type TableColumn } from "./column.ts";
import { mountedColumns, placeColumns } from "./column-layout.ts";

const column = (id: string, width: number, grow?: TableColumn<never>["grow"]): TableColumn<never> => ({
  id,
  label: id,
  width,
  ...(grow !== undefined && { grow }),
  cell: () => null,
});
const untouched = { widths: {}, pinned: [] };
const widths = (columns: readonly TableColumn<never>[], availablePx: number, taste = untouched) =>
  Object.fromEntries(placeColumns(columns, taste, availablePx).map((at) => [at.column.id, at.width]));

describe("room that is left", () => {
  const columns = [column("a", 100), column("b", 50, { upTo: 80 }), column("c", 100, 2), column("d", 100, 1)];
  test("goes to columns with a limit first, and then by share", () => {
    expect(widths(columns, 600)).toEqual({ a: 100, b: 80, c: 280, d: 140 });
  });
  test("is none in a narrow window: every column keeps its width", () => {
    expect(widths(columns, 300)).toEqual({ a: 100, b: 50, c: 100, d: 100 });
  });
  test("does not make a column narrower than it is, whatever its share", () => {
    expect(widths([column("wide", 300, 1), column("small", 50, 1)], 400)).toEqual({ wide: 300, small: 100 });
  });
  test("does not touch a width that the reader chose", () => {
    expect(widths(columns, 600, { widths: { c: 120 }, pinned: [] })).toMatchObject({ b: 80, c: 120, d: 300 });
  });
});

describe("pinned columns", () => {
  const columns = [column("a", 100), column("b", 100), column("c", 100)];
  test("stand first, each behind the one before", () => {
    const placed = placeColumns(columns, { widths: {}, pinned: ["c"] }, 250, 34);
    expect(placed.map((at) => [at.column.id, at.left, at.isPinned])).toEqual([
      ["c", 34, true],
      ["a", 134, false],
      ["b", 234, false],
    ]);
  });
  test("are not pinned where they would fill the window", () => {
    const placed = placeColumns(columns, { widths: {}, pinned: ["c", "b"] }, 300);
    expect(placed.map((at) => [at.column.id, at.isPinned])).toEqual([
      ["a", false],
      ["b", false],
      ["c", false],
    ]);
  });
});

test("a row mounts some of its columns, and one track stands for those between", () => {
  const placed = placeColumns(
    Array.from({ length: 100 }, (_, index) => column(`${index}`, 10)),
    untouched,
    50,
    34,
  );
  const { columns, tracks } = mountedColumns(placed, [0, 50, 51]);
  expect(tracks).toBe("34px 10px 490px 10px 10px");
  expect(columns.map(({ track }) => track)).toEqual([2, 4, 5]);
});

test.each([
  ["a", "c", ["b", "a", "c"]],
  ["a", undefined, ["b", "c", "a"]],
  ["a", "a", ["a", "b", "c"]],
  ["c", "gone", ["a", "b", "c"]],
] as const)("%s moved before %s", (moved, before, order) => {
  expect(moveColumn<string>(["a", "b", "c"], moved, before)).toEqual(order);
});

test("clicks on a head: one end, the other, the list's own order", () => {
  const head = { id: "cost", sortFirst: "largest" } as const;
  const first = nextSort(undefined, head);
  expect(first).toEqual({ column: "cost", descending: true });
  const second = nextSort(first, head);
  expect(second).toEqual({ column: "cost", descending: false });
  expect(nextSort(second, head)).toBeUndefined();
  expect(nextSort(first, { id: "name", sortFirst: "smallest" })).toEqual({ column: "name", descending: false });
});
