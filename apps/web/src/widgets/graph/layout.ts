import type { Graph, GraphEdge, GraphNode } from "./graph.ts";

/** Nodes from left to right in columns: each right of all that it came of. */
export interface Layout<Node extends GraphNode> {
  readonly columns: readonly (readonly Node[])[];
  /** Of the column that has most. */
  readonly rows: number;
  readonly places: ReadonlyMap<string, Place>;
}

export interface Place {
  readonly column: number;
  /** In rows from the top, a fraction where a column is centred. */
  readonly row: number;
}

/**
 * Layers a graph as Sugiyama's method does: a node's column is the longest way to it, what nothing leads to stands right
 * before what it leads to (in the first column where `isFirst` says so), and each column is ordered by where the neighbours
 * of its nodes stand. An edge that would close a circle has no say in it.
 */
export function layout<Node extends GraphNode>(
  graph: Graph<Node>,
  isFirst: (node: Node) => boolean = () => false,
): Layout<Node> {
  const edges = withoutCircles(graph.edges);
  const columnOf = columnsOf(graph.nodes, edges, isFirst);
  const count = Math.max(-1, ...columnOf.values()) + 1;
  const columns = Array.from({ length: count }, (_, at) => graph.nodes.filter(({ id }) => columnOf.get(id) === at));
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const toTheRight = sweep % 2 === 0;
    const order = toTheRight ? columns.keys() : [...columns.keys()].reverse();
    for (const column of order) columns[column] = ordered(columns[column]!, columns, edges, toTheRight);
  }
  const rows = Math.max(0, ...columns.map(({ length }) => length));
  const places = new Map<string, Place>();
  for (const [column, nodes] of columns.entries()) {
    for (const [at, { id }] of nodes.entries()) places.set(id, { column, row: (rows - nodes.length) / 2 + at });
  }
  return { columns, rows, places };
}

/** More do not change what graphs of five columns look like. */
const sweeps = 4;

function columnsOf<Node extends GraphNode>(
  nodes: readonly Node[],
  edges: readonly GraphEdge[],
  isFirst: (node: Node) => boolean,
): Map<string, number> {
  const into = Map.groupBy(edges, ({ to }) => to);
  const outOf = Map.groupBy(edges, ({ from }) => from);
  const columns = new Map<string, number>();
  const columnOf = (id: string): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    const column = Math.max(-1, ...(into.get(id) ?? []).map(({ from }) => columnOf(from))) + 1;
    columns.set(id, column);
    return column;
  };
  for (const { id } of nodes) columnOf(id);
  for (const node of nodes) {
    const next = outOf.get(node.id);
    if (!into.has(node.id) && next && !isFirst(node))
      columns.set(node.id, Math.min(...next.map(({ to }) => columns.get(to)!)) - 1);
  }
  return columns;
}

function ordered<Node extends GraphNode>(
  nodes: readonly Node[],
  columns: readonly (readonly Node[])[],
  edges: readonly GraphEdge[],
  byTheLeft: boolean,
): Node[] {
  const heights = new Map<string, number>();
  for (const column of columns) {
    for (const [at, { id }] of column.entries()) heights.set(id, at - column.length / 2);
  }
  const heightOf = ({ id }: Node): number => {
    const neighbours = byTheLeft
      ? edges.filter(({ to }) => to === id).map(({ from }) => from)
      : edges.filter(({ from }) => from === id).map(({ to }) => to);
    if (neighbours.length === 0) return heights.get(id)!;
    return neighbours.reduce((sum, neighbour) => sum + heights.get(neighbour)!, 0) / neighbours.length;
  };
  const wanted = new Map(nodes.map((node) => [node, heightOf(node)]));
  return nodes.toSorted((a, b) => wanted.get(a)! - wanted.get(b)!);
}

/** The edges in their order, without those whose end already leads to their beginning. */
function withoutCircles(edges: readonly GraphEdge[]): GraphEdge[] {
  const next = new Map<string, string[]>();
  const leads = (from: string, to: string): boolean => {
    const seen = new Set([from]);
    for (const id of seen) {
      if (id === to) return true;
      for (const after of next.get(id) ?? []) seen.add(after);
    }
    return false;
  };
  return edges.filter(({ from, to }) => {
    if (leads(to, from)) return false;
    next.set(from, [...(next.get(from) ?? []), to]);
    return true;
  });
}
