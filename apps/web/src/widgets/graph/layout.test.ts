import { describe, expect, test } from "vitest";
import type { Graph, GraphNode } from "./graph.ts";
import { layout } from "./layout.ts";

/** `p r, r m`: two edges, and the nodes that they name. */
function graph(edges: string): Graph<GraphNode> {
  const pairs = edges.split(", ").map((edge) => edge.split(" ") as [string, string]);
  return {
    nodes: [...new Set(pairs.flat())].map((id) => ({ id })),
    edges: pairs.map(([from, to]) => ({ from, to })),
  };
}

const isGiven = ({ id }: GraphNode) => id === "p" || id === "d";
const drawn = (edges: string) =>
  layout(graph(edges), isGiven).columns.map((column) => column.map(({ id }) => id).join(" "));

describe("layout", () => {
  test.each([
    ["each stands right of all that it came of", "p r, d r, r m, m v, v t", ["p d", "r", "m", "v", "t"]],
    ["a source stands right before what came of it", "r m, m v2, v1 v2", ["r", "m v1", "v2"]],
    ["what is given stands in the first column", "d r, r m, p m", ["d p", "r", "m"]],
    ["neighbours stand side by side, so that edges do not cross", "r m1, r m2, m2 v2, m1 v1", ["r", "m1 m2", "v1 v2"]],
    ["a model that a run both took in and made has a place", "m r, r m, r v", ["m", "r", "v"]],
    ["two runs that took in each other's models end", "r1 m1, m1 r2, r2 m2, m2 r1", ["r1", "m1", "r2", "m2"]],
  ])("%s", (_, edges, columns) => {
    expect(drawn(edges)).toEqual(columns);
  });

  test("a short column is centred beside a long one", () => {
    const { rows, places } = layout(graph("r m1, r m2, r m3"));
    expect(rows).toBe(3);
    expect(places.get("r")).toEqual({ column: 0, row: 1 });
  });

  test("nothing has no columns", () => {
    expect(layout({ nodes: [], edges: [] })).toMatchObject({ columns: [], rows: 0 });
  });
});
