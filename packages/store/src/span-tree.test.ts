import { describe, expect, test } from "vitest";
import { spanTree } from "./span-tree.ts";

/** Spans as `id<parent@start`; the tree as lines indented by depth, placeholders as `?id`, cuts as `!id`. */
function drawn(...spans: string[]): string[] {
  const parts = spans.map((span) => /^(\w+)(?:<(\w+))?@(-?\d+)$/.exec(span)!);
  const ids = parts.map((part) => part[1]!);
  const tree = spanTree({ ids, parents: parts.map((part) => part[2] ?? ""), starts: Float64Array.from(parts.map((part) => Number(part[3]))) });
  return Array.from(tree.order, (index, row) => {
    const name = index < 0 ? `?${tree.missing[-1 - index]}` : `${tree.cuts.has(index) ? "!" : ""}${ids[index]}`;
    return `${"  ".repeat(tree.depth[row]!)}${name}${tree.size[row] === 1 ? "" : ` ${tree.size[row]}`}`;
  });
}

describe("spanTree", () => {
  test("puts parents before children and siblings by start, whatever the order they are stored in", () => {
    expect(drawn("c<a@3", "d<b@4", "b<a@2", "a@1")).toEqual(["a 4", "  b 2", "    d", "  c"]);
  });

  test("shows several roots by start", () => {
    expect(drawn("b@2", "a@1", "c<b@5")).toEqual(["a", "b 2", "  c"]);
  });

  test("hangs spans of a missing parent below one placeholder, placed by its first span", () => {
    expect(drawn("a@1", "x<gone@3", "y<gone@2", "b@9")).toEqual(["a", "?gone 3", "  y", "  x", "b"]);
  });

  test("cuts a loop of parents at its earliest span", () => {
    expect(drawn("a<c@5", "b<a@1", "c<b@3", "d<a@9")).toEqual(["!b 4", "  c 3", "    a 2", "      d"]);
  });

  test("cuts a span that is its own parent", () => {
    expect(drawn("a<a@1", "b<a@2")).toEqual(["!a 2", "  b"]);
  });

  test("is empty for no spans", () => {
    expect(drawn()).toEqual([]);
  });

  test("is as deep as the trace: 100,000 spans in one line", () => {
    const count = 100_000;
    const ids = Array.from({ length: count }, (_, i) => String(i));
    const parents = ids.map((_, i) => (i === 0 ? "" : String(i - 1)));
    const tree = spanTree({ ids, parents, starts: Float64Array.from(ids, Number) });
    expect(tree.depth.at(-1)).toBe(count - 1);
    expect(tree.size[0]).toBe(count);
  });
});
