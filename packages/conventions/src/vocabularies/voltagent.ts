import { count, json, label, labels, text } from "../attributes.ts";
import { ifAny, known } from "../facts.ts";
import { readRequest, readResponse, readSystem } from "../message-shapes/conversation.ts";
import { textMessage } from "../message-shapes/messages.ts";
import { foldProvider } from "../providers.ts";
import type { Attributes, Message, SpanContent, SpanFacts, SpanSource, SpanType } from "../span-view.ts";
import { usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

/**
 * VoltAgent. One `llm` span stands for all model calls of a run and has only the last one's usage; the sum is on the
 * agent span. `usage.prompt_context.*` are estimates and not read.
 */
export const voltAgent: Vocabulary = {
  name: "voltagent",
  signs: ["voltagent.operation_id"],
  emittedBy: ({ scope }) => scope.name === "@voltagent/core",
  facts,
  content,
};

const types: Readonly<Record<string, SpanType>> = {
  llm: "CHAT_MODEL",
  tool: "TOOL",
  memory: "MEMORY",
  agent: "AGENT",
  retriever: "RETRIEVER",
  embedding: "EMBEDDING",
  workflow: "WORKFLOW",
  guardrail: "GUARDRAIL",
};

function typeOf(attributes: Attributes): SpanType | undefined {
  // An agent's own span has no type, only the entity that all spans in it carry too.
  const kind = label(attributes, "span.type", "entity.type");
  return kind !== undefined && Object.hasOwn(types, kind) ? types[kind] : undefined;
}

function facts({ attributes }: SpanSource): Partial<SpanFacts> | undefined {
  const type = typeOf(attributes);
  const model = label(attributes, "llm.model", "ai.model.name");
  return ifAny({
    type,
    provider: foldProvider(label(attributes, "llm.provider")),
    requestModel: model,
    agent: label(attributes, "entity.type") === "agent" ? label(attributes, "entity.name") : undefined,
    tool: type === "TOOL" ? label(attributes, "tool.name") : undefined,
    usage: usageOf({
      inputTokens: count(attributes, "llm.usage.prompt_tokens", "usage.prompt_tokens"),
      outputTokens: count(attributes, "llm.usage.completion_tokens", "usage.completion_tokens"),
      cacheReadTokens: count(attributes, "llm.usage.cached_tokens", "usage.cached_tokens"),
      reasoningTokens: count(attributes, "llm.usage.reasoning_tokens", "usage.reasoning_tokens"),
    }),
    session: label(attributes, "conversation.id"),
    finishReasons: labels(attributes, "llm.finish_reason", "ai.response.finish_reason"),
  });
}

function content({ attributes }: SpanSource): Partial<SpanContent> | undefined {
  const type = typeOf(attributes);
  const inputs = json(attributes, "input");
  const outputs = json(attributes, "output");
  const said = readRequest(json(attributes, "llm.messages", "agent.messages")).inputMessages;
  const answered = text(attributes, "output");
  return known({
    inputMessages: said ?? (type === "AGENT" ? asked(attributes) : undefined),
    outputMessages:
      type === "AGENT" || type === "CHAT_MODEL"
        ? (readResponse(outputs) ??
          (answered === undefined || answered === "" ? undefined : [textMessage("assistant", answered)]))
        : undefined,
    inputs,
    outputs,
    toolRun:
      type === "TOOL"
        ? known({
            id: label(attributes, "tool.call.id"),
            name: label(attributes, "tool.name"),
            arguments: inputs,
            result: outputs,
          })
        : undefined,
  });
}

function asked(attributes: Attributes): readonly Message[] | undefined {
  const question = text(attributes, "input");
  if (question === undefined || question === "") return undefined;
  return [...readSystem(text(attributes, "agent.instructions")), textMessage("user", question)];
}
