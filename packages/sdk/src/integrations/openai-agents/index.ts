/**
 * Tracing of `@openai/agents` (OpenAI's Agents SDK for TypeScript), by a tracing processor of its own interface.
 *
 * @module
 */
import { safely } from "../../safely.ts";
import { SpanloomProcessor } from "./processor.ts";

export { SpanloomProcessor } from "./processor.ts";

/** The module `@openai/agents` or `@openai/agents-core`. */
export interface AgentsModule {
  addTraceProcessor(processor: never): void;
}

/**
 * Adds a processor to all that the library traces; OpenAI's own stays. Returns a function that undoes it.
 *
 * @example
 * import * as agents from "@openai/agents";
 * import { instrumentOpenAIAgents } from "@spanloom/sdk/openai-agents";
 *
 * const undo = instrumentOpenAIAgents(agents);
 */
export function instrumentOpenAIAgents(agents: AgentsModule): () => void {
  return safely(
    "instrumentOpenAIAgents",
    () => {
      const processor = new SpanloomProcessor();
      agents.addTraceProcessor(processor as never);
      return () => processor.disable();
    },
    () => {},
  );
}
