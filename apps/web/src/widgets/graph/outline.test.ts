import { expect, test } from "vitest";
import type { Graph, GraphNode } from "./graph.ts";
import { outline } from "./outline.ts";

/** `a b, b c`: two edges; nodes in the order in which they are named. */
function graphOf(edges: string): Graph<GraphNode> {
  const pairs = edges.split(", ").map((edge) => edge.split(" ") as [string, string]);
  return {
    nodes: [...new Set(pairs.flat())].map((id) => ({ id })),
    edges: pairs.map(([from, to]) => ({ from, to })),
  };
}

function drawn(edges: string): string {
  return outline(graphOf(edges))
    .map(({ node, level }) => ".".repeat(level) + node.id)
    .join(" ");
}

test.each([
  ["each stands below what leads to it", "agent chat, agent tool, tool chat2", "agent .chat .tool ..chat2"],
  ["once, below the first", "a b, a c, c b, b d", "a .b ..d .c"],
  ["several beginnings stand at the left", "p r, d r, r m", "p .r ..m d"],
  ["a circle begins somewhere", "a b, b a", "a .b"],
  ["a circle beside a beginning", "x y, a b, b a", "x .y a .b"],
])("%s", (_, edges, lines) => expect(drawn(edges)).toBe(lines));

test("lines go on to what comes later beside", () => {
  const passing = outline(graphOf("a b, b c, b d, a e")).map(({ node, passing }) => `${node.id}:${passing.join("+")}`);
  expect(passing.join(" ")).toBe("a: b:1 c:1+2 d:1 e:");
});

test("nothing has no lines", () => expect(outline({ nodes: [], edges: [] })).toEqual([]));
