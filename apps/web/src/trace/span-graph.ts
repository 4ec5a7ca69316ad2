import { graphLabelOf, graphNodeOf } from "./graph-node.ts";
import { durationUsOf, isFailed, isPlaceholder, type SpanTree, typeOf } from "./span-tree.ts";

/** Who called whom in a trace: agents, models and tools, each once, with how often. */
export interface SpanGraph {
  /** In the order in which they first occur. */
  readonly nodes: readonly SpanNode[];
  readonly edges: readonly SpanCalls[];
}

export interface SpanNode {
  /** As `graphNodeOf` names it. */
  readonly id: string;
  readonly type: string;
  readonly label: string;
  /** Row of its first span in the tree. */
  readonly first: number;
  readonly spans: number;
  readonly errors: number;
  /** Of its own spans, without those below them; undefined where none has a cost. */
  readonly costUsd: number | undefined;
  /** Sum of how long its spans took, also where they ran side by side. */
  readonly totalUs: number;
  /** How many of its spans were called by another one of it. */
  readonly selfCalls: number;
  /** Stands for so many nodes that are not drawn one by one; 0 for a node. */
  readonly others: number;
}

export interface SpanCalls {
  readonly from: string;
  readonly to: string;
  readonly calls: number;
  /** Calls that failed. */
  readonly errors: number;
}

/** Types that say how a program is written and not what it works with: what they call, their caller calls. */
const passedThrough: ReadonlySet<string> = new Set(["CHAIN", "TASK", "PARSER", "PROMPT", "UNKNOWN"]);

/**
 * The graph of a tree in one pass. Spans of a plain type are passed through; where a trace has no other ones they are the
 * nodes. Calls of a node by itself are counted with it, and are no edges.
 */
export function spanGraph(tree: SpanTree): SpanGraph {
  const graph = graphOf(tree, (row) => tree.parent[row] === -1 || !passedThrough.has(typeOf(tree, row)));
  return graph.edges.length > 0 ? graph : graphOf(tree, () => true);
}

function graphOf(tree: SpanTree, isNode: (row: number) => boolean): SpanGraph {
  const nodes = new Map<string, Writable<SpanNode>>();
  const edges = new Map<string, Writable<SpanCalls>>();
  /** Of each row the node that it belongs to, or that called it. */
  const nearest: (string | undefined)[] = [];
  for (let row = 0; row < tree.count; row++) {
    const caller = nearest[tree.parent[row] ?? -1];
    nearest[row] = caller;
    if (isPlaceholder(tree, row) || !isNode(row)) continue;
    const id = graphNodeOf(tree, row);
    nearest[row] = id;
    const failed = isFailed(tree, row) ? 1 : 0;
    const costUsd = tree.costUsd[row] ?? -1;
    const node = nodes.get(id) ?? newNode(tree, row, id);
    nodes.set(id, node);
    node.spans += 1;
    node.errors += failed;
    node.totalUs += durationUsOf(tree, row);
    if (costUsd >= 0) node.costUsd = (node.costUsd ?? 0) + costUsd;
    if (caller === id) node.selfCalls += 1;
    else if (caller !== undefined) addCalls(edges, { from: caller, to: id, calls: 1, errors: failed });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** The graph with at most `most` nodes: the first one, those that occur most, and one in place of all others. */
export function withoutRare(graph: SpanGraph, most: number): SpanGraph {
  if (graph.nodes.length <= most) return graph;
  const [root, ...called] = graph.nodes;
  const frequent = called.toSorted((a, b) => b.spans - a.spans).slice(0, most - 2);
  const kept = new Set([root, ...frequent]);
  const rare = graph.nodes.filter((node) => !kept.has(node));
  const rareIds = new Set(rare.map(({ id }) => id));
  const costs = rare.flatMap(({ costUsd }) => costUsd ?? []);
  const sum = (of: (node: SpanNode) => number) => rare.reduce((total, node) => total + of(node), 0);
  const others: SpanNode = {
    id: "",
    type: "",
    label: `${rare.length} others`,
    first: rare[0]!.first,
    spans: sum(({ spans }) => spans),
    errors: sum(({ errors }) => errors),
    costUsd: costs.length > 0 ? costs.reduce((total, cost) => total + cost, 0) : undefined,
    totalUs: sum(({ totalUs }) => totalUs),
    selfCalls: 0,
    others: rare.length,
  };
  const edges = new Map<string, Writable<SpanCalls>>();
  for (const edge of graph.edges) {
    const from = rareIds.has(edge.from) ? others.id : edge.from;
    const to = rareIds.has(edge.to) ? others.id : edge.to;
    if (from !== to) addCalls(edges, { ...edge, from, to });
  }
  return { nodes: [...graph.nodes.filter((node) => kept.has(node)), others], edges: [...edges.values()] };
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

function newNode(tree: SpanTree, row: number, id: string): Writable<SpanNode> {
  const [type, label] = [typeOf(tree, row), graphLabelOf(tree, row)];
  const nothing = { spans: 0, errors: 0, costUsd: undefined, totalUs: 0, selfCalls: 0, others: 0 };
  return { id, type, label, first: row, ...nothing };
}

function addCalls(edges: Map<string, Writable<SpanCalls>>, more: SpanCalls): void {
  const key = JSON.stringify([more.from, more.to]);
  const known = edges.get(key);
  if (!known) edges.set(key, { ...more });
  else {
    known.calls += more.calls;
    known.errors += more.errors;
  }
}
