import { asCount, asLabel, asNumber, json, label, labels, text, withPrefix } from "../attributes.ts";
import { reportedCost } from "../cost.ts";
import { ifAny, known, metadataOf, secondsSince, tagsOf } from "../facts.ts";
import { at, isObject, parseIfJson, str } from "../json.ts";
import { readRequest, readResponse, readSystem } from "../message-shapes/conversation.ts";
import { unwrapToolMessage } from "../message-shapes/langchain.ts";
import { textMessage } from "../message-shapes/messages.ts";
import { calledWith } from "../python-call.ts";
import { documentsFrom } from "../retrieval.ts";
import type { Attributes, Message, SpanContent, SpanFacts, SpanSource, SpanType, Usage } from "../span-view.ts";
import { usageFromProvider, usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** Langfuse's SDKs (JavaScript 4 and later, Python 3 and later). */
export const langfuse: Vocabulary = {
  name: "langfuse",
  signs: [
    "langfuse.observation.type",
    "langfuse.observation.input",
    "langfuse.observation.output",
    "langfuse.observation.model.name",
    "langfuse.observation.usage_details",
    "langfuse.environment",
    "langfuse.trace.name",
    "langfuse.session.id",
    "langfuse.user.id",
    "langfuse.trace.tags",
  ],
  emittedBy: ({ scope }) => scope.name === "langfuse-sdk",
  facts,
  content,
};

const types: Readonly<Record<string, SpanType>> = {
  generation: "CHAT_MODEL",
  embedding: "EMBEDDING",
  agent: "AGENT",
  tool: "TOOL",
  chain: "CHAIN",
  retriever: "RETRIEVER",
  guardrail: "GUARDRAIL",
  evaluator: "EVALUATOR",
};

function facts({ name, attributes, startTimeUnixNano }: SpanSource): Partial<SpanFacts> | undefined {
  const type = typeOf(attributes);
  const model = label(attributes, "langfuse.observation.model.name");
  const failed = label(attributes, "langfuse.observation.level") === "ERROR";
  const cost = json(attributes, "langfuse.observation.cost_details");
  return ifAny({
    type,
    // One name for both: the answering model's where there was an answer, else the requested one.
    requestModel: model,
    responseModel: failed ? undefined : model,
    agent: type === "AGENT" ? name : undefined,
    tool: type === "TOOL" ? name : undefined,
    usage: usageIn(attributes),
    reportedCost: reportedCost({
      input: asNumber(at(cost, "input")),
      output: asNumber(at(cost, "output")),
      total: asNumber(at(cost, "total")),
    }),
    session: label(attributes, "langfuse.session.id"),
    user: label(attributes, "langfuse.user.id"),
    tags: tagsOf(labels(attributes, "langfuse.trace.tags")),
    metadata: metadataOf(metadataIn(attributes, "langfuse.trace.metadata")),
    traceName: label(attributes, "langfuse.trace.name"),
    prompts: promptOf(attributes),
    environment: label(attributes, "langfuse.environment"),
    timeToFirstTokenSeconds: firstToken(attributes, startTimeUnixNano),
  });
}

function typeOf(attributes: Attributes): SpanType | undefined {
  const type = label(attributes, "langfuse.observation.type")?.toLowerCase();
  return type !== undefined && Object.hasOwn(types, type) ? types[type] : undefined;
}

/**
 * Three forms: disjoint buckets (`input` without `input_cached_tokens`, or Anthropic's names by hand), or the
 * provider's own object.
 */
function usageIn(attributes: Attributes): Usage | undefined {
  const details = json(attributes, "langfuse.observation.usage_details", "langfuse.observation.usage");
  if (!isObject(details)) return undefined;
  if (!("input" in details) && !("output" in details)) return usageFromProvider(details);
  const bucket = (...names: string[]) => {
    for (const name of names) {
      const value = asCount(details[name]);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const reasoning = bucket("output_reasoning_tokens", "output_reasoning");
  const inputAudio = bucket("input_audio_tokens", "input_audio");
  const outputAudio = bucket("output_audio_tokens", "output_audio");
  const input = bucket("input");
  const output = bucket("output");
  return usageOf(
    {
      inputTokens: input === undefined ? undefined : input + (inputAudio ?? 0),
      outputTokens: output === undefined ? undefined : output + (reasoning ?? 0) + (outputAudio ?? 0),
      cacheReadTokens: bucket("input_cached_tokens", "cache_read_input_tokens", "input_cache_read", "input_cached"),
      cacheWriteTokens: bucket("cache_creation_input_tokens", "input_cache_creation", "input_cache_write"),
      reasoningTokens: reasoning,
      inputAudioTokens: inputAudio,
      outputAudioTokens: outputAudio,
    },
    "exclusive",
  );
}

/** Metadata comes as one JSON text or as one attribute for each key; Python quotes the values, JavaScript does not. */
function metadataIn(attributes: Attributes, name: string): Readonly<Record<string, unknown>> | undefined {
  const whole = json(attributes, name);
  const each = withPrefix(attributes, `${name}.`);
  if (!isObject(whole) && each === undefined) return undefined;
  const unquoted = Object.entries(each ?? {}).map(([key, value]) => [key, parseIfJson(value)] as const);
  return Object.assign(Object.create(null), isObject(whole) ? whole : {}, Object.fromEntries(unquoted)) as Record<
    string,
    unknown
  >;
}

function promptOf(attributes: Attributes): SpanFacts["prompts"] {
  const name = label(attributes, "langfuse.observation.prompt.name");
  if (name === undefined) return undefined;
  const version = label(attributes, "langfuse.observation.prompt.version");
  return [{ name, ...(version === undefined ? {} : { version }) }];
}

function firstToken(attributes: Attributes, startTimeUnixNano: bigint): number | undefined {
  const moment = asLabel(json(attributes, "langfuse.observation.completion_start_time"));
  const milliseconds = moment === undefined ? Number.NaN : Date.parse(moment);
  return Number.isNaN(milliseconds)
    ? undefined
    : secondsSince(startTimeUnixNano - (startTimeUnixNano % 1_000_000n), BigInt(milliseconds) * 1_000_000n);
}

function content({ name, attributes }: SpanSource): Partial<SpanContent> | undefined {
  const type = typeOf(attributes);
  const inputs = calledWith(json(attributes, "langfuse.observation.input", "langfuse.trace.input"));
  const outputs = json(attributes, "langfuse.observation.output", "langfuse.trace.output");
  const request = readRequest(inputs);
  const metadata = metadataIn(attributes, "langfuse.observation.metadata");
  const calls = type === "CHAT_MODEL";
  return known({
    inputMessages: withInstructions(
      request.inputMessages ?? (calls ? asMessage("user", inputs) : undefined),
      metadata?.instructions,
    ),
    outputMessages: readResponse(outputs) ?? (calls ? asMessage("assistant", outputs) : undefined),
    inputs,
    outputs,
    toolDefinitions: request.toolDefinitions,
    toolRun: type === "TOOL" ? toolRun(name, inputs, outputs) : undefined,
    documents: type === "RETRIEVER" ? documentsFrom(outputs) : undefined,
    modelParameters: parametersIn(attributes),
  });
}

function asMessage(role: "user" | "assistant", value: unknown): readonly Message[] | undefined {
  const said = str(value);
  return said === undefined || said === "" ? undefined : [textMessage(role, said)];
}

/** The Responses API's instructions are metadata here. */
function withInstructions(
  messages: readonly Message[] | undefined,
  instructions: unknown,
): readonly Message[] | undefined {
  if (messages === undefined || messages.some(({ role }) => role === "system")) return messages;
  return [...readSystem(str(instructions)), ...messages];
}

function parametersIn(attributes: Attributes): Readonly<Record<string, unknown>> | undefined {
  const parsed = parseIfJson(text(attributes, "langfuse.observation.model.parameters"));
  return isObject(parsed)
    ? known(Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key, value === "" ? undefined : value])))
    : undefined;
}

function toolRun(name: string, inputs: unknown, outputs: unknown): SpanContent["toolRun"] {
  const answer = unwrapToolMessage(outputs);
  return known({ id: answer.id, name, arguments: inputs, result: answer.value });
}
