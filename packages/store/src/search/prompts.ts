/** Prompts are registered models, hidden from a search unless it asks for their tag. */
import type { Comparison, FilterAst } from "@spanloom/filter";

const tag = "mlflow.prompt.is_prompt";

/** Whether the first condition on the tag is for it; a model has no such tag, so that cannot be asked of it. */
export function asksForPrompts(filter: FilterAst | null): boolean {
  const first = filter === null ? undefined : conditionsOnTag(filter)[0];
  const value = String(first?.value).toLowerCase();
  return (first?.operator === "=" && value === "true") || (first?.operator === "!=" && value === "false");
}

/** The rest of a filter that is for models only, in which conditions on the tag say nothing more. */
export function withoutPromptTag(filter: FilterAst | null): FilterAst | null {
  if (filter === null || conditionsOnTag(filter).length === 0) return filter;
  if (filter.kind !== "and") return filter.kind === "comparison" ? null : filter;
  const parts = filter.parts.filter((part) => part.kind !== "comparison" || !isOnTag(part));
  return parts.length === 0 ? null : { kind: "and", parts };
}

function conditionsOnTag(ast: FilterAst): Comparison[] {
  switch (ast.kind) {
    case "and":
    case "or":
      return ast.parts.flatMap(conditionsOnTag);
    case "comparison":
      return isOnTag(ast) ? [ast] : [];
    default:
      return [];
  }
}

function isOnTag({ field, key }: Comparison): boolean {
  return field === "tags" && key === tag;
}
