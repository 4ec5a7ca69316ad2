import { useMemo } from "react";
import { useLoggedModel } from "../../data/logged-models.ts";
import { useVersionLineage } from "../../data/registry.ts";
import { useRun } from "../../data/run.ts";
import type { GraphEdge } from "../../widgets/graph/graph.ts";
import type { LineageNode } from "./lineage-graph.ts";
import { inputNodes, modelNode, promptsOfModel, runNode, tracesNode, versionNode } from "./lineage-nodes.ts";
import { LineageView } from "./lineage-view.tsx";

/** Prompts and data → run → logged model → version → traces and copies. Nothing where the version stands alone. */
export function VersionLineage({ name, version }: { name: string; version: string }) {
  const lineage = useVersionLineage(name, version).data;
  const run = useRun(lineage?.run?.run_id).data;
  const model = useLoggedModel(lineage?.logged_model?.model_id).data;
  const graph = useMemo(() => {
    if (!lineage) return undefined;
    const here: LineageNode = { ...versionNode(lineage.version ?? { name, version }), isHere: true };
    const nodes: LineageNode[] = [here];
    const edges: GraphEdge[] = [];
    const add = (to: LineageNode, sources: readonly LineageNode[]) => {
      nodes.push(...sources);
      edges.push(...sources.map(({ id }) => ({ from: id, to: to.id })));
    };
    const inputs = run ? inputNodes(run) : [];
    let maker: LineageNode = here;
    if (lineage.logged_model) {
      const node = modelNode(lineage.logged_model);
      add(here, [node]);
      if (model) add(node, promptsOfModel(model, inputs));
      maker = node;
    }
    if (lineage.run) {
      const node = runNode(lineage.run);
      add(maker, [node]);
      add(node, inputs);
    }
    if (lineage.copied_from) add(here, [versionNode(lineage.copied_from)]);
    const owner = lineage.logged_model ? modelNode(lineage.logged_model) : lineage.run && runNode(lineage.run);
    const results = [...tracesNode(lineage.traces, owner && `${owner.to}/traces`), ...lineage.copies.map(versionNode)];
    nodes.push(...results);
    edges.push(...results.map(({ id }) => ({ from: here.id, to: id })));
    return { nodes, edges };
  }, [lineage, run, model, name, version]);
  if (!graph || graph.edges.length === 0) return null;
  return <LineageView graph={graph} />;
}
