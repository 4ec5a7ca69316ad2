import type { LoggedModelLink, RunLink, TraceLinks, VersionLink } from "@spanloom/wire";
import type { LoggedModel, Run } from "../../data/messages.ts";
import { formatTotal } from "../../widgets/format/quantity.ts";
import type { LineageNode } from "./lineage-graph.ts";
import { promptNodes } from "./prompt-nodes.ts";

export function runNode({ run_id: id, name, lifecycle_stage }: Partial<RunLink> & { run_id: string }): LineageNode {
  return {
    id: `run ${id}`,
    kind: "run",
    label: name || id,
    note: lifecycle_stage === "deleted" ? "deleted" : undefined,
    to: `/runs/${encodeURIComponent(id)}`,
  };
}

export function modelNode(link: Partial<LoggedModelLink> & { model_id: string }, note = ""): LineageNode {
  const { model_id: id, name, lifecycle_stage } = link;
  return {
    id: `model ${id}`,
    kind: "model",
    label: name || id,
    note: lifecycle_stage === "deleted" ? "deleted" : note,
    to: `/logged-models/${encodeURIComponent(id)}`,
  };
}

export function versionNode({ name, version, aliases = [] }: Partial<VersionLink>): LineageNode {
  return {
    id: `version ${name} ${version}`,
    kind: "version",
    label: `${name} ${version}`,
    note: aliases.map((alias) => `@${alias}`).join(" "),
    to: `/models/${encodeURIComponent(name ?? "")}/versions/${version}`,
  };
}

/** None where there are no traces. */
export function tracesNode(traces: TraceLinks | undefined, to: string | undefined): LineageNode[] {
  if (!traces || traces.count === 0) return [];
  const label = `${formatTotal(traces.count, traces.count_is_lower_bound)} ${traces.count === 1 ? "trace" : "traces"}`;
  return [{ id: "traces", kind: "traces", label, to }];
}

/** What a run was given: prompts and datasets. */
export function inputNodes({ data, inputs }: Run): LineageNode[] {
  const datasets = (inputs?.dataset_inputs ?? []).map(({ dataset = {}, tags = [] }): LineageNode => {
    const { name = "", digest = "" } = dataset;
    const context = tags.find(({ key }) => key === "mlflow.data.context")?.value;
    return { id: `dataset ${name} ${digest}`, kind: "dataset", label: name || digest, note: context };
  });
  return [...promptNodes(data?.tags), ...datasets];
}

/** A logged model's own, where the run that made it did not load the same. */
export function promptsOfModel({ info }: LoggedModel, ofRun: readonly LineageNode[]): LineageNode[] {
  const known = new Set(ofRun.map(({ id }) => id));
  return promptNodes(info.tags as { key?: string; value?: string }[] | undefined).filter(({ id }) => !known.has(id));
}
