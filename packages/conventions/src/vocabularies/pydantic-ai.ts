import { has, json, label, text } from "../attributes.ts";
import { ifAny, known } from "../facts.ts";
import { at, isObject, parseIfJson, str } from "../json.ts";
import { readSystem } from "../message-shapes/conversation.ts";
import { readMessages } from "../message-shapes/messages.ts";
import { readToolDefinitions } from "../message-shapes/tool-definitions.ts";
import { names } from "../names.ts";
import type { Attributes, Message, SpanContent, SpanFacts, SpanSource, SpanType } from "../span-view.ts";
import { usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { genAiUsage } from "./otel-genai.ts";
import { fromEvents } from "./otel-genai-legacy.ts";

/**
 * Pydantic AI. Format 1 keeps the events of the old convention as one JSON list on the span; later formats write the
 * standard's messages on model calls, and the whole conversation on the agent span.
 */
export const pydanticAi: Vocabulary = {
  name: "pydantic-ai",
  signs: ["pydantic_ai.all_messages", "all_messages_events", "model_request_parameters"],
  emittedBy: ({ scope }) => scope.name === "pydantic-ai",
  facts,
  content,
};

function facts({ attributes }: SpanSource): Partial<SpanFacts> | undefined {
  const agent = label(attributes, names.agent, "agent_name");
  const operation = label(attributes, names.operation);
  return ifAny({
    type: operation === undefined ? typeWithoutOperation(attributes) : undefined,
    agent,
    requestModel: operation === "chat" ? undefined : label(attributes, "model_name"),
    tool: label(attributes, names.tool),
    usage: usageOf(genAiUsage(attributes, "aggregated")),
  });
}

/** The first formats name no operation on agents and tools. */
function typeWithoutOperation(attributes: Attributes): SpanType | undefined {
  if (has(attributes, "tool_arguments", names.tool)) return "TOOL";
  return has(attributes, names.agent, "agent_name") ? "AGENT" : undefined;
}

function content({ attributes }: SpanSource): Partial<SpanContent> | undefined {
  const whole = json(attributes, "pydantic_ai.all_messages");
  const system = readSystem(json(attributes, names.systemInstructions));
  const told = eventsIn(attributes, "all_messages_events") ?? withSystem(system, readMessages(whole));
  const call = callEvents(attributes);
  const final = json(attributes, "final_result");
  const tool = text(attributes, "tool_arguments");
  const requested = json(attributes, "model_request_parameters");
  return known({
    ...instructionsAlone(attributes, requested),
    ...split(told),
    ...call,
    ...(final === undefined ? {} : { outputs: final }),
    toolDefinitions: isObject(requested)
      ? readToolDefinitions([requested.function_tools, requested.output_tools].flat())
      : undefined,
    toolRun:
      tool === undefined
        ? undefined
        : known({
            id: label(attributes, names.toolCallId),
            name: label(attributes, names.tool),
            arguments: parseIfJson(tool),
            result: json(attributes, "tool_response"),
          }),
  });
}

/** A failed call records no messages; what it was to be instructed with is among its parameters. */
function instructionsAlone(attributes: Attributes, requested: unknown): Partial<SpanContent> {
  if (has(attributes, names.inputMessages, names.systemInstructions)) return {};
  const instructions = readSystem(instructionTexts(requested));
  return instructions.length === 0 ? {} : { inputMessages: instructions };
}

function instructionTexts(requested: unknown): readonly string[] {
  const parts = at(requested, "instruction_parts");
  return Array.isArray(parts) ? parts.flatMap((part) => str(at(part, "content")) ?? []) : [];
}

function withSystem(
  system: readonly Message[],
  messages: readonly Message[] | undefined,
): readonly Message[] | undefined {
  return messages === undefined ? undefined : [...system, ...messages];
}

/** Format 1's list of events: each has its name in `event.name`, the rest are the message's fields. */
function callEvents(attributes: Attributes): Partial<SpanContent> {
  const told = fromEvents(listedEvents(attributes, "events"));
  return {
    ...(told.input === undefined ? {} : { inputMessages: told.input }),
    ...(told.output === undefined ? {} : { outputMessages: told.output }),
  };
}

function eventsIn(attributes: Attributes, name: string): readonly Message[] | undefined {
  const { input = [], output = [] } = fromEvents(listedEvents(attributes, name));
  return input.length + output.length === 0 ? undefined : [...input, ...output];
}

function listedEvents(attributes: Attributes, name: string) {
  const list = json(attributes, name);
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).map((fields) => ({ name: str(fields["event.name"]) ?? "", fields }));
}

/** A whole conversation taken apart: what was asked, up to the last question, and what followed. */
function split(messages: readonly Message[] | undefined): Partial<SpanContent> {
  if (messages === undefined) return {};
  const last = messages.findLastIndex(({ role }) => role === "user");
  const output = messages.slice(last + 1);
  return { inputMessages: messages.slice(0, last + 1), ...(output.length > 0 ? { outputMessages: output } : {}) };
}
