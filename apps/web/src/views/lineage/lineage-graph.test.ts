import { describe, expect, test } from "vitest";
import { folded, type LineageGraph, type LineageNode } from "./lineage-graph.ts";

const kinds = { m: "model", v: "version" } as const;
const node = (id: string): LineageNode => ({ id, kind: kinds[id[0] as "m" | "v"], label: id });

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
