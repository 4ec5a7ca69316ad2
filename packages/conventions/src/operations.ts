import type { SpanType } from "./span-view.ts";

/** The type of a span by its `gen_ai.operation.name`, the standard's and those that are only met in the wild. */
export function typeOfOperation(operation: string | undefined): SpanType | undefined {
  if (operation === undefined) return undefined;
  return types.get(operation) ?? (operation.includes("memory") ? "MEMORY" : undefined);
}

/** The types that stand for one call of a model: their usage counts, that of any other type repeats it. */
export function isModelCall(type: SpanType | undefined): boolean {
  return type === "CHAT_MODEL" || type === "LLM" || type === "EMBEDDING" || type === "RERANKER";
}

const types: ReadonlyMap<string, SpanType> = new Map<string, SpanType>([
  ["chat", "CHAT_MODEL"],
  ["generate_content", "CHAT_MODEL"],
  ["response", "CHAT_MODEL"],
  ["responses", "CHAT_MODEL"],
  ["generate", "CHAT_MODEL"],
  ["text_completion", "LLM"],
  ["completion", "LLM"],
  ["embeddings", "EMBEDDING"],
  ["embedding", "EMBEDDING"],
  ["rerank", "RERANKER"],
  ["retrieval", "RETRIEVER"],
  ["execute_tool", "TOOL"],
  ["invoke_agent", "AGENT"],
  ["create_agent", "TASK"],
  ["agent_step", "TASK"],
  ["execute_event_loop_cycle", "TASK"],
  ["execute_task", "TASK"],
  ["plan", "TASK"],
  ["invoke_workflow", "WORKFLOW"],
  ["guard", "GUARDRAIL"],
  ["guardrail.run", "GUARDRAIL"],
]);
