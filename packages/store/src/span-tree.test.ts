import { describe, expect, test } from "vitest";
import { sortedIndices } from "./sorted-indices.ts";
import { spanTree } from "./span-tree.ts";

/** Letters as ids: the halves of an id are made of one letter. */
const half = (id: string | undefined): [number, number] =>
  id === undefined ? [0, 0] : [-id.charCodeAt(0), id.charCodeAt(0)];

/** Spans as `id<parent@start`; the tree as lines indented by depth, placeholders as `?id`, cuts as `!id`, then the size. */
function drawn(...spans: string[]): string[] {
  const parts = spans.map((span) => /^(\w)(?:<(\w))?@(\d+)$/.exec(span)!);
  const tree = spanTree({
    count: parts.length,
    ids: Int32Array.from(parts.flatMap((part) => half(part[1]))),
    parents: Int32Array.from(parts.flatMap((part) => half(part[2]))),
    startNs: Float64Array.from(parts.map((part) => Number(part[3]))),
  });
  return Array.from(tree.order, (index, row) => {
    const name =
      index < 0
        ? `?${String.fromCharCode(tree.missing[-1 - index]!.low)}`
        : `${tree.cuts.has(index) ? "!" : ""}${parts[index]![1]}`;
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

  test("orders spans that start together by id", () => {
    expect(drawn("a@1", "b<a@1", "d<a@1", "c<a@1")).toEqual(["a 4", "  d", "  c", "  b"]);
  });

  test("hangs spans of a missing parent below one placeholder, placed by its first span", () => {
    expect(drawn("a@1", "x<z@3", "y<z@2", "b@9")).toEqual(["a", "?z 3", "  y", "  x", "b"]);
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
    const ids = Int32Array.from({ length: count * 2 }, (_, i) => (i % 2 === 0 ? 1 : i));
    const parents = Int32Array.from({ length: count * 2 }, (_, i) => (i < 2 ? 0 : ids[i - 2]!));
    const tree = spanTree({ count, ids, parents, startNs: Float64Array.from({ length: count }, (_, i) => i * 1e9) });
    expect(tree.depth.at(-1)).toBe(count - 1);
    expect(tree.size[0]).toBe(count);
  });
});

test.each([1, 10, 2 ** 16, 2 ** 32, 2 ** 53 - 1])(
  "sortedIndices sorts numbers below %d as a comparison would",
  (limit) => {
    let seed = 1;
    const random = () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed / 0x80000000;
    };
    const numbers = Array.from({ length: 2000 }, () => Math.floor(random() * limit));
    const byComparison = numbers.map((_, i) => i).sort((a, b) => numbers[a]! - numbers[b]! || b - a);
    expect([...sortedIndices(Float64Array.from(numbers), (a, b) => b - a)]).toEqual(byComparison);
  },
);
