/** A tag of a trace that lists the prompt versions which it used, as JSON. */
export const linkedPromptsTag = "mlflow.linkedPrompts";

export interface PromptVersion {
  readonly name: string;
  readonly version: string;
}

/** The tag's text with more prompt versions, each of them once. A text that is no such list is replaced. */
export function withLinkedPrompts(tag: string | undefined, prompts: readonly PromptVersion[]): string {
  const linked = new Map(
    [...listed(tag), ...prompts].map(({ name, version }) => [JSON.stringify([name, version]), { name, version }]),
  );
  return JSON.stringify([...linked.values()]);
}

function listed(tag: string | undefined): PromptVersion[] {
  try {
    const value: unknown = JSON.parse(tag ?? "[]");
    if (!Array.isArray(value)) return [];
    return value.filter((item) => typeof item?.name === "string" && typeof item?.version === "string");
  } catch {
    return [];
  }
}
