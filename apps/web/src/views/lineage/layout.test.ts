import { describe, expect, test } from "vitest";
import { layout } from "./layout.ts";
import { folded, type LineageGraph, type LineageKind, type LineageNode } from "./lineage-graph.ts";

const kinds: Readonly<Record<string, LineageKind>> = {
  p: "prompt",
  d: "dataset",
  r: "run",
  m: "model",
  v: "version",
  t: "traces",
};
const node = (id: string): LineageNode => ({ id, kind: kinds[id[0]!]!, label: id });

/** `p r, r m`: two edges, and the nodes that they name. */
function graph(edges: string): LineageGraph {
  const pairs = edges.split(", ").map((edge) => edge.split(" ") as [string, string]);
  return {
    nodes: [...new Set(pairs.flat())].map(node),
    edges: pairs.map(([from, to]) => ({ from, to })),
  };
}

const drawn = (edges: string) => layout(graph(edges)).columns.map((column) => column.map(({ id }) => id).join(" "));

describe("layout", () => {
  test.each([
    ["each stands right of all that it came of", "p r, d r, r m, m v, v t", ["p d", "r", "m", "v", "t"]],
    ["a source stands right before what came of it", "r m, m v2, v1 v2", ["r", "m v1", "v2"]],
    ["prompts stand in the first column", "d r, r m, p m", ["d p", "r", "m"]],
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

describe("folded", () => {
  const many = Array.from({ length: 500 }, (_, at) => ({ ...node(`v${at}`), isHere: at === 400 }));
  const edges = many.map(({ id }) => ({ from: "m", to: id }));

  test("of hundreds of versions the first are drawn, the one that is shown, and one node for all others", () => {
    const { nodes, edges: left } = folded({ nodes: [node("m"), ...many], edges }, 4);
    expect(nodes.map(({ label }) => label)).toEqual(["m", "v0", "v1", "v2", "v400", "496 more"]);
    expect(left.map(({ to }) => to)).toEqual(["v0", "v1", "v2", "more version", "v400"]);
  });

  test("what fits stays as it is, once, and an edge to nowhere goes", () => {
    const twice: LineageGraph = {
      nodes: [node("m"), node("v1"), node("v1")],
      edges: [
        { from: "m", to: "v1" },
        { from: "m", to: "v1" },
        { from: "m", to: "v9" },
      ],
    };
    expect(folded(twice)).toEqual({ nodes: [node("m"), node("v1")], edges: [{ from: "m", to: "v1" }] });
  });
});
