import type { SpanOptions } from "../../span/live-span.ts";
import type { Metadata, Serialized } from "./shapes.ts";

/** What LangChain says about a chain's run when it starts. */
export interface ChainRun {
  readonly serialized: Serialized;
  readonly name: string | undefined;
  readonly metadata: Metadata;
  readonly runType: string | undefined;
}

/** Runs that LangGraph marks as its own plumbing: channel writes, its start node. */
export function isHidden(tags: readonly string[]): boolean {
  return tags.includes("langsmith:hidden");
}

/** A chain's name, type and, where it is an agent or a graph, what OpenTelemetry calls that. */
export function chainSpan({ serialized, name, metadata, runType }: ChainRun): SpanOptions {
  const className = classOf(serialized) ?? "chain";
  const named = name ?? className;
  const agent = metadata.lc_agent_name;
  const isGraph = serialized.id?.includes("langgraph") === true && className.startsWith("Compiled");
  // `createAgent` of 1.x; AgentExecutor of 0.3.
  if ((isGraph && agent === named) || className === "AgentExecutor")
    return {
      name: `invoke_agent ${named}`,
      spanType: "AGENT",
      attributes: { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": named },
    };
  if (isGraph)
    return {
      name: named,
      spanType: "WORKFLOW",
      attributes: { "gen_ai.operation.name": "invoke_workflow", "gen_ai.workflow.name": named },
    };
  return { name: named, spanType: (runType === undefined ? undefined : runTypes[runType]) ?? typeByClass(className) };
}

const runTypes: Readonly<Record<string, string>> = { prompt: "PROMPT", parser: "PARSER" };

function typeByClass(name: string): string {
  if (/OutputParser$/.test(name)) return "PARSER";
  if (/PromptTemplate$/.test(name)) return "PROMPT";
  return "CHAIN";
}

export function classOf(serialized: Serialized | undefined): string | undefined {
  return serialized?.id?.at(-1) ?? serialized?.name;
}
