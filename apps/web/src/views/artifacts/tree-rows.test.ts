import { expect, test } from "vitest";
import { directoriesAbove, treeRows } from "./tree-rows.ts";

const listings = new Map([
  [
    "",
    [
      { path: "model", is_dir: true },
      { path: "notes.md", file_size: 4 },
    ],
  ],
  ["model", [{ path: "model/MLmodel", file_size: 8 }, { path: "elsewhere" }, { path: "model/a/b" }]],
]);

test("an open directory shows what lies in it, and only that", () => {
  const shown = (open: string[]) => treeRows(listings, new Set(open)).map(({ path, level }) => [path, level]);
  expect(shown([])).toEqual([
    ["model", 0],
    ["notes.md", 0],
  ]);
  expect(shown(["model"])).toEqual([
    ["model", 0],
    ["model/MLmodel", 1],
    ["notes.md", 0],
  ]);
});

test("ten thousand files are as many rows", () => {
  const many = Array.from({ length: 10_000 }, (_, at) => ({ path: `f${at}`, file_size: 1 }));
  expect(treeRows(new Map([["", many]]), new Set())).toHaveLength(10_000);
});

test.each([
  ["", [""]],
  ["a.txt", [""]],
  ["a/b/c.txt", ["", "a", "a/b"]],
])("%j lies in %j", (path, above) => expect(directoriesAbove(path)).toEqual(above));
