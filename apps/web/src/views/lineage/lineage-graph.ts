import type { Graph } from "../../widgets/graph/graph.ts";

/** What came of what: `to` of an edge came of `from`. */
export type LineageGraph = Graph<LineageNode>;

export type LineageKind = "prompt" | "dataset" | "run" | "model" | "version" | "traces";

export interface LineageNode {
  /** Unique in its graph. */
  readonly id: string;
  readonly kind: LineageKind;
  readonly label: string;
  /** Said beside the kind: aliases, what for, that it is deleted. */
  readonly note?: string | undefined;
  /** Where it is shown; absent for what has no page. */
  readonly to?: string | undefined;
  /** The one whose page this is. */
  readonly isHere?: boolean;
  /** Stands for so many that are not drawn one by one. */
  readonly folded?: number;
}

/** Of one kind so many are drawn, with those beyond them as one node. */
export const mostOfAKind = 6;

/**
 * The graph with at most `most` nodes of each kind: the first ones and the one whose page it is, and one node in place of
 * the others, with their edges. Edges to what is not in the graph are left out, and so is what is there twice.
 */
export function folded({ nodes, edges }: LineageGraph, most = mostOfAKind): LineageGraph {
  const drawn = new Map<string, LineageNode>();
  const standsFor = new Map<string, string>();
  const distinct = [...new Map(nodes.map((node) => [node.id, node])).values()];
  for (const [kind, ofKind] of Map.groupBy(distinct, (node) => node.kind)) {
    const kept = ofKind.length > most ? ofKind.filter(({ isHere }, at) => isHere || at < most - 1) : ofKind;
    for (const node of kept) drawn.set(node.id, node);
    const rest = ofKind.filter((node) => !kept.includes(node));
    if (rest.length === 0) continue;
    const id = `more ${kind}`;
    drawn.set(id, { id, kind, label: `${rest.length} more`, folded: rest.length });
    for (const node of rest) standsFor.set(node.id, id);
  }
  const ends = edges.map(({ from, to }) => ({ from: standsFor.get(from) ?? from, to: standsFor.get(to) ?? to }));
  const linked = ends.filter(({ from, to }) => from !== to && drawn.has(from) && drawn.has(to));
  return {
    nodes: [...drawn.values()],
    edges: [...new Map(linked.map((edge) => [JSON.stringify([edge.from, edge.to]), edge])).values()],
  };
}
