import { count, has, json, label, labels, number } from "../attributes.ts";
import { ifAny, known } from "../facts.ts";
import { isObject, parseIfJson } from "../json.ts";
import { readResponse, readSystem } from "../message-shapes/conversation.ts";
import { type ToolAnswer, unwrapLangChain } from "../message-shapes/langchain.ts";
import { readMessages } from "../message-shapes/messages.ts";
import { textOf } from "../message-shapes/text.ts";
import { readToolDefinitions } from "../message-shapes/tool-definitions.ts";
import { detailsEvent, names } from "../names.ts";
import { typeOfOperation } from "../operations.ts";
import { foldProvider } from "../providers.ts";
import { documentsFrom } from "../retrieval.ts";
import type { Attributes, Message, SpanContent, SpanFacts, SpanSource } from "../span-view.ts";
import { type UsageParts, usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** OpenTelemetry's GenAI conventions as they are now, with the spellings of usage that older releases had. */
export const otelGenai: Vocabulary = {
  name: "otel-genai",
  signs: [
    names.operation,
    names.provider,
    names.requestModel,
    names.inputTokens,
    names.inputMessages,
    names.outputMessages,
    names.agent,
    names.tool,
    names.conversation,
    names.responseModel,
  ],
  facts: ({ attributes, scope }) => genAiFacts(attributes, reportsRawInput(scope.name)),
  content: ({ attributes }) => genAiContent(attributes),
};

/**
 * The event `gen_ai.client.inference.operation.details` repeats the span's attributes, and is where content is when it
 * is not on the span. It comes as a log record or (Strands) as a span event.
 */
export const otelGenaiDetails: Vocabulary = {
  name: "otel-genai-details",
  signs: [],
  tellsEvent: (name) => name === detailsEvent,
  facts: (source) => {
    const merged = detailsOf(source);
    return ifAny({ ...genAiFacts(merged, reportsRawInput(source.scope.name)), user: label(merged, names.user) });
  },
  content: (source) => genAiContent(detailsOf(source)),
};

function isDetails(log: { eventName: string }): boolean {
  return log.eventName === detailsEvent;
}

/** Strands sends one event for the input and one for the output: what they hold together is the call. */
function detailsOf({ attributes, logs, events }: SpanSource): Attributes {
  const all = [...events.filter((event) => event.name === detailsEvent), ...logs.filter(isDetails)];
  const operation = attributes[names.operation];
  const said = operation === undefined ? {} : { [names.operation]: operation };
  return Object.assign(Object.create(null), said, ...all.map((event) => event.attributes)) as Attributes;
}

/**
 * Instrumentations that put Anthropic's raw input, without cache, under the inclusive key. Where details exceed the
 * total that shows by itself; for these it is so also where it does not show.
 */
function reportsRawInput(scope: string): boolean {
  return (
    scope === "opentelemetry.instrumentation.bedrock" ||
    scope === "@traceloop/instrumentation-anthropic" ||
    scope === "@traceloop/instrumentation-bedrock"
  );
}

function genAiFacts(attributes: Attributes, rawInput: boolean): Partial<SpanFacts> | undefined {
  return ifAny({
    type: typeOfOperation(label(attributes, names.operation)),
    provider: foldProvider(label(attributes, names.provider)),
    requestModel: label(attributes, names.requestModel),
    responseModel: label(attributes, names.responseModel),
    responseId: label(attributes, names.responseId),
    agent: label(attributes, names.agent),
    tool: label(attributes, names.tool),
    usage: usageOf(genAiUsage(attributes, "call"), rawInput ? "exclusive" : "unknown"),
    session: label(attributes, names.conversation),
    prompts: promptOf(attributes),
    timeToFirstTokenSeconds: number(attributes, "gen_ai.response.time_to_first_chunk"),
    finishReasons: labels(attributes, names.finishReasons),
  });
}

/** Names are put together once: a lookup by a name made on the spot costs several times one by a constant. */
function usageNames(prefix: string) {
  const under = (...fields: string[]) => fields.map((field) => prefix + field);
  return {
    inputTokens: under("input_tokens"),
    outputTokens: under("output_tokens"),
    cacheReadTokens: under(
      "cache_read.input_tokens",
      "cache_read_input_tokens",
      "details.cache_read_tokens",
      "details.cache_read_input_tokens",
      "cached_tokens",
      "input_cached_tokens",
    ),
    cacheWriteTokens: under(
      "cache_write.input_tokens",
      "cache_creation.input_tokens",
      "cache_creation_input_tokens",
      "cache_write_input_tokens",
      "details.cache_write_tokens",
      "details.cache_creation_input_tokens",
    ),
    cacheWriteOneHourTokens: under("cache_creation.ephemeral_1h_input_tokens"),
    reasoningTokens: under("reasoning.output_tokens", "reasoning_tokens", "details.reasoning_tokens"),
    inputAudioTokens: under("audio.input_tokens", "details.input_audio_tokens"),
    outputAudioTokens: under("audio.output_tokens", "details.output_audio_tokens"),
  };
}

const callUsage = usageNames("gen_ai.usage.");
const aggregatedUsage = usageNames("gen_ai.aggregated_usage.");

/** One sender spells a count in several ways, old and new, with one value: the first that is there is taken. */
export function genAiUsage(attributes: Attributes, which: "call" | "aggregated"): UsageParts {
  const spelled = which === "call" ? callUsage : aggregatedUsage;
  return {
    inputTokens: count(attributes, ...spelled.inputTokens),
    outputTokens: count(attributes, ...spelled.outputTokens),
    cacheReadTokens: count(attributes, ...spelled.cacheReadTokens),
    cacheWriteTokens: count(attributes, ...spelled.cacheWriteTokens),
    cacheWriteOneHourTokens: count(attributes, ...spelled.cacheWriteOneHourTokens),
    reasoningTokens: count(attributes, ...spelled.reasoningTokens),
    inputAudioTokens: count(attributes, ...spelled.inputAudioTokens),
    outputAudioTokens: count(attributes, ...spelled.outputAudioTokens),
  };
}

function promptOf(attributes: Attributes): SpanFacts["prompts"] {
  const name = label(attributes, "gen_ai.prompt.name");
  if (name === undefined) return undefined;
  const version = label(attributes, "gen_ai.prompt.version");
  return [{ name, ...(version === undefined ? {} : { version }) }];
}

function genAiContent(attributes: Attributes): Partial<SpanContent> | undefined {
  const said = readMessages(json(attributes, names.inputMessages));
  const system = readSystem(json(attributes, names.systemInstructions));
  const answer = json(attributes, names.outputMessages);
  const answered = readMessages(answer, "assistant") ?? readResponse(answer);
  const embeds = typeOfOperation(label(attributes, names.operation)) === "EMBEDDING";
  return known({
    inputMessages: embeds || (said === undefined && system.length === 0) ? undefined : [...system, ...(said ?? [])],
    // What is embedded is no conversation, though some write it as one.
    inputs: embeds ? said?.map(textOf) : undefined,
    outputMessages: answered,
    toolDefinitions: readToolDefinitions(json(attributes, names.toolDefinitions)),
    toolRun: toolRunOf(attributes, [...(said ?? []), ...(answered ?? [])]),
    query: label(attributes, "gen_ai.retrieval.query.text"),
    documents: documentsFrom(json(attributes, "gen_ai.retrieval.documents")),
    modelParameters: parametersOf(attributes),
  });
}

function toolRunOf(attributes: Attributes, told: readonly Message[]): SpanContent["toolRun"] {
  const isTool = typeOfOperation(label(attributes, names.operation)) === "TOOL";
  const given = json(attributes, names.toolArguments);
  const result = parseIfJson(attributes[names.toolResult]);
  if (!isTool && given === undefined && result === undefined && !has(attributes, names.toolCallId)) return undefined;
  // OpenLLMetry hands on what LangChain's callbacks were given.
  const wrapped = isObject(given) && "input_str" in given;
  const output: ToolAnswer = wrapped ? unwrapLangChain(result) : { value: result };
  // Strands tells a tool run as messages of the tool.
  const parts = isTool ? told.flatMap((message) => message.parts) : [];
  const call = parts.find((part) => part.type === "tool_call");
  const response = parts.find((part) => part.type === "tool_result");
  return known({
    id: label(attributes, names.toolCallId) ?? output.id ?? call?.id ?? response?.id,
    name: label(attributes, names.tool) ?? call?.name,
    arguments: (wrapped ? parseIfJson(given.input_str) : given) ?? call?.arguments,
    result: output.value ?? response?.result,
  });
}

const requestPrefix = "gen_ai.request.";

function parametersOf(attributes: Attributes): Readonly<Record<string, unknown>> | undefined {
  let parameters: Record<string, unknown> | undefined;
  for (const name in attributes) {
    if (!name.startsWith(requestPrefix) || name === names.requestModel) continue;
    parameters ??= Object.create(null) as Record<string, unknown>;
    parameters[name.slice(requestPrefix.length)] = parseIfJson(attributes[name]);
  }
  return parameters;
}
