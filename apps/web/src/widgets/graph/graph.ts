/** What leads where: the parts that a picture of it is made of. Nodes are named by an id that is unique among them. */
export interface Graph<Node extends GraphNode, Edge extends GraphEdge = GraphEdge> {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

export interface GraphNode {
  readonly id: string;
}

/** Both ends are ids of nodes. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}
