import type { Graph, GraphEdge, GraphNode } from "./graph.ts";

export interface OutlineLine<Node extends GraphNode> {
  readonly node: Node;
  /** 0 for what nothing leads to. */
  readonly level: number;
  /** Levels at which a line goes on below this one: to what stands beside it, or beside what it stands below. */
  readonly passing: readonly number[];
}

/** A graph as lines: each node once, below the first that leads to it. What only a circle leads to begins anew. */
export function outline<Node extends GraphNode>({ nodes, edges }: Graph<Node, GraphEdge>): OutlineLine<Node>[] {
  const outOf = Map.groupBy(edges, ({ from }) => from);
  const reached = new Set(edges.map(({ to }) => to));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const lines: { node: Node; level: number }[] = [];
  const seen = new Set<string>();
  const add = (node: Node, level: number) => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    lines.push({ node, level });
    for (const { to } of outOf.get(node.id) ?? []) add(byId.get(to)!, level + 1);
  };
  for (const node of nodes) if (!reached.has(node.id)) add(node, 0);
  for (const node of nodes) add(node, 0);
  return withPassing(lines);
}

function withPassing<Line extends { readonly level: number }>(
  lines: readonly Line[],
): (Line & { passing: number[] })[] {
  const open = new Set<number>();
  const read = lines.toReversed().map((line) => {
    for (const level of open) if (level > line.level) open.delete(level);
    const passing = [...open].filter((level) => level > 0);
    open.add(line.level);
    return { ...line, passing };
  });
  return read.reverse();
}
