import type { LineageNode } from "./lineage-graph.ts";

/** The prompts that a run or a logged model loaded; none where its tag does not say. */
export function promptNodes(tags: readonly { key?: string; value?: string }[] = []): LineageNode[] {
  const written = tags.find(({ key }) => key === linkedPromptsTag)?.value ?? "[]";
  return listIn(written).flatMap((entry) => {
    const { name, version } = (entry ?? {}) as Record<string, unknown>;
    if (typeof name !== "string" || !name) return [];
    const to = `/prompts/${encodeURIComponent(name)}?${new URLSearchParams({ v: String(version) })}`;
    return [{ id: `prompt ${name} ${version}`, kind: "prompt", label: `${name} ${version}`, to } as const];
  });
}

/** MLflow writes there which prompts a run or a logged model loaded: a list of `{"name", "version"}` as JSON. */
const linkedPromptsTag = "mlflow.linkedPrompts";

function listIn(json: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
