import { useMemo } from "react";
import type { Run } from "../../data/messages.ts";
import { useRunLineage, useVersionsOfRun } from "../../data/run.ts";
import type { LineageNode } from "./lineage-graph.ts";
import { inputNodes, modelNode, runNode, tracesNode, versionNode } from "./lineage-nodes.ts";
import { LineageView } from "./lineage-view.tsx";

/** Prompts, data and models that a run took in → the run → what it logged, what was registered of it, its traces. */
export function RunLineage({ run }: { run: Run }) {
  const runId = run.info.run_id;
  const lineage = useRunLineage(runId).data;
  const versions = useVersionsOfRun(runId).data;
  const graph = useMemo(() => {
    if (!lineage || !versions) return undefined;
    const here = { ...runNode({ run_id: runId, name: run.info.run_name ?? "" }), isHere: true };
    const ofDirection = (direction: string): LineageNode[] =>
      lineage.models
        .filter((used) => used.direction === direction)
        .flatMap(({ model, status, step }) => {
          const state = status.replace("LOGGED_MODEL_", "").toLowerCase();
          const note = [state === "ready" ? "" : state, step > 0 ? `step ${step}` : ""].filter(Boolean).join(", ");
          return model ? modelNode(model, note) : [];
        });
    const [taken, made] = [ofDirection("input"), ofDirection("output")];
    const inputs = [...inputNodes(run), ...taken];
    const isMade = new Set(made.map(({ id }) => id));
    const traces = tracesNode(lineage.traces, `${here.to}/traces`);
    return {
      nodes: [...inputs, here, ...made, ...versions.map(versionNode), ...traces],
      edges: [
        ...inputs.map(({ id }) => ({ from: id, to: here.id })),
        ...[...made, ...traces].map(({ id }) => ({ from: here.id, to: id })),
        ...versions.map((link) => {
          const model = `model ${link.model_id}`;
          return { from: isMade.has(model) ? model : here.id, to: versionNode(link).id };
        }),
      ],
    };
  }, [lineage, versions, run, runId]);
  if (!graph || graph.edges.length === 0) return null;
  return <LineageView graph={graph} />;
}
