import { useMemo } from "react";
import { useLoggedModelLineage, useVersionsOfLoggedModel } from "../../data/logged-models.ts";
import type { LoggedModel } from "../../data/messages.ts";
import { useRun } from "../../data/run.ts";
import type { LineageNode } from "./lineage-graph.ts";
import { inputNodes, modelNode, promptsOfModel, runNode, tracesNode, versionNode } from "./lineage-nodes.ts";
import { LineageView } from "./lineage-view.tsx";

/** Prompts and data → the run that made it → the logged model → versions, traces, and runs that took it in. */
export function LoggedModelLineage({ model }: { model: LoggedModel }) {
  const modelId = model.info.model_id;
  const lineage = useLoggedModelLineage(modelId).data;
  const versions = useVersionsOfLoggedModel(modelId).data;
  const run = useRun(lineage?.source_run?.run_id).data;
  const graph = useMemo(() => {
    if (!lineage || !versions) return undefined;
    const here = { ...modelNode(model.info), isHere: true };
    const inputs = run ? inputNodes(run) : [];
    const source = lineage.source_run && runNode(lineage.source_run);
    const sources: LineageNode[] = [...promptsOfModel(model, inputs), ...(source ? [source] : [])];
    const results = [
      ...versions.map(versionNode),
      ...tracesNode(lineage.traces, `${here.to}/traces`),
      ...(lineage.input_of ?? []).map(runNode),
    ];
    return {
      nodes: [...(source ? inputs : []), ...sources, here, ...results],
      edges: [
        ...(source ? inputs.map(({ id }) => ({ from: id, to: source.id })) : []),
        ...sources.map(({ id }) => ({ from: id, to: here.id })),
        ...results.map(({ id }) => ({ from: here.id, to: id })),
      ],
    };
  }, [lineage, versions, run, model]);
  if (!graph || graph.edges.length === 0) return null;
  return <LineageView graph={graph} />;
}
