import { nameOf, type SpanTree, typeOf } from "./span-tree.ts";

/**
 * Which node of the graph a span belongs to: its type, a space, and what it is called there. Spans of one node need not be
 * siblings: a model that two agents call is one.
 */
export function graphNodeOf(tree: SpanTree, row: number): string {
  return `${typeOf(tree, row)} ${graphLabelOf(tree, row)}`;
}

/** The model that a span called, where its type is to call one; else its name, of which an operation is no part. */
export function graphLabelOf(tree: SpanTree, row: number): string {
  const model = callsModel.has(typeOf(tree, row)) ? tree.models[tree.model[row] ?? -1] : undefined;
  return model || nameOf(tree, row).replace(operation, "");
}

const callsModel: ReadonlySet<string> = new Set(["LLM", "CHAT_MODEL", "EMBEDDING", "RERANKER"]);
/** OpenTelemetry's GenAI conventions call such spans `{operation} {agent or tool}`. */
const operation = /^(invoke_agent|create_agent|execute_tool|invoke_workflow) (?=.)/;
