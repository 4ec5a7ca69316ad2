import { asCount, asLabel, count, json, label, labels, number, text, withPrefix } from "../attributes.ts";
import { ifAny, known, metadataOf, secondsSince, tagsOf } from "../facts.ts";
import { at, isObject, parseIfJson } from "../json.ts";
import { findObject } from "../json-scan.ts";
import { readRequest } from "../message-shapes/conversation.ts";
import { textMessage } from "../message-shapes/messages.ts";
import { readParts } from "../message-shapes/parts.ts";
import { readToolDefinitions } from "../message-shapes/tool-definitions.ts";
import { foldProvider } from "../providers.ts";
import type { Attributes, Message, SpanContent, SpanFacts, SpanSource, SpanType, Usage } from "../span-view.ts";
import { usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

/**
 * The Vercel AI SDK's classic telemetry, versions 3 to 6. An outer span (`ai.generateText`) holds the whole run, inner
 * ones (`ai.generateText.doGenerate`) the model calls. It puts its own numbers under `gen_ai.usage.*` too, version 5
 * with Anthropic's input without cache, which is why it is asked before the standard's vocabulary.
 */
export const vercelAi: Vocabulary = {
  name: "vercel-ai",
  signs: ["ai.operationId", "ai.toolCall.name"],
  facts,
  content,
};

const metadataPrefix = "ai.telemetry.metadata.";

function facts(source: SpanSource): Partial<SpanFacts> | undefined {
  const { attributes } = source;
  const operation = label(attributes, "ai.operationId") ?? "";
  const type = typeOf(operation);
  const metadata = withPrefix(attributes, metadataPrefix);
  const calls = operation.includes(".do");
  return ifAny({
    type,
    provider: foldProvider(label(attributes, "ai.model.provider", "gen_ai.system")),
    requestModel: label(attributes, "ai.model.id"),
    responseModel: label(attributes, "ai.response.model"),
    responseId: label(attributes, "ai.response.id"),
    agent: calls || type === "TOOL" ? undefined : label(attributes, "ai.telemetry.functionId"),
    tool: label(attributes, "ai.toolCall.name"),
    usage: type === "TOOL" ? undefined : usageIn(attributes),
    session: asLabel(metadata?.sessionId ?? metadata?.session_id),
    user: asLabel(metadata?.userId ?? metadata?.user_id),
    tags: tagsOf(labels(attributes, `${metadataPrefix}tags`)),
    metadata: metadataOf(metadata, (name) => ownFields.has(name)),
    prompts: promptOf(metadata),
    timeToFirstTokenSeconds: firstToken(source),
    finishReasons: labels(attributes, "ai.response.finishReason", "ai.finishReason"),
  });
}

const ownFields = new Set(["sessionId", "session_id", "userId", "user_id", "tags", "langfusePrompt"]);

function typeOf(operation: string): SpanType | undefined {
  if (operation === "ai.toolCall") return "TOOL";
  if (operation === "") return undefined;
  if (operation.endsWith(".doEmbed")) return "EMBEDDING";
  if (operation.endsWith(".doRerank")) return "RERANKER";
  if (operation.includes(".do")) return "CHAT_MODEL";
  return "CHAIN";
}

function usageIn(attributes: Attributes): Usage | undefined {
  const told = text(attributes, "ai.response.providerMetadata", "ai.result.providerMetadata");
  const openai = told === undefined ? undefined : findObject(told, "openai");
  const anthropic = told === undefined ? undefined : findObject(told, "anthropic");
  const anthropicUsage = at(anthropic, "usage");
  const input = count(
    attributes,
    "ai.usage.inputTokens",
    "ai.usage.promptTokens",
    "ai.usage.tokens",
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.prompt_tokens",
  );
  // Where the SDK's input is Anthropic's own count, it lacks the cache.
  const raw = input !== undefined && asCount(at(anthropicUsage, "input_tokens")) === input;
  return usageOf(
    {
      inputTokens: input,
      outputTokens: count(
        attributes,
        "ai.usage.outputTokens",
        "ai.usage.completionTokens",
        "gen_ai.usage.output_tokens",
        "gen_ai.usage.completion_tokens",
      ),
      cacheReadTokens:
        count(attributes, "ai.usage.inputTokenDetails.cacheReadTokens", "ai.usage.cachedInputTokens") ??
        asCount(at(openai, "cachedPromptTokens")) ??
        asCount(at(anthropicUsage, "cache_read_input_tokens")) ??
        asCount(at(anthropic, "cacheReadInputTokens")),
      cacheWriteTokens:
        count(attributes, "ai.usage.inputTokenDetails.cacheWriteTokens") ??
        asCount(at(anthropicUsage, "cache_creation_input_tokens")) ??
        asCount(at(anthropic, "cacheCreationInputTokens")),
      cacheWriteOneHourTokens: asCount(at(anthropicUsage, "cache_creation", "ephemeral_1h_input_tokens")),
      reasoningTokens:
        count(attributes, "ai.usage.outputTokenDetails.reasoningTokens", "ai.usage.reasoningTokens") ??
        asCount(at(openai, "reasoningTokens")),
    },
    raw ? "exclusive" : "unknown",
  );
}

function promptOf(metadata: Readonly<Record<string, unknown>> | undefined): SpanFacts["prompts"] {
  const prompt = parseIfJson(metadata?.langfusePrompt);
  const name = asLabel(at(prompt, "name"));
  if (name === undefined) return undefined;
  const version = asLabel(at(prompt, "version"));
  return [{ name, ...(version === undefined ? {} : { version }) }];
}

function firstToken({ attributes, events, startTimeUnixNano }: SpanSource): number | undefined {
  const milliseconds = number(attributes, "ai.response.msToFirstChunk", "ai.stream.msToFirstChunk");
  if (milliseconds !== undefined) return milliseconds / 1000;
  const event = events.find(({ name }) => name === "ai.stream.firstChunk");
  return event === undefined ? undefined : secondsSince(startTimeUnixNano, event.timeUnixNano);
}

function content({ attributes }: SpanSource): Partial<SpanContent> | undefined {
  const request = readRequest(json(attributes, "ai.prompt.messages") ?? json(attributes, "ai.prompt"));
  const values = valuesIn(attributes, "ai.value", "ai.values");
  return known({
    inputMessages: request.inputMessages,
    outputMessages: answer(attributes),
    inputs: values ?? json(attributes, "ai.prompt"),
    outputs:
      json(attributes, "ai.response.object", "ai.result.object") ??
      valuesIn(attributes, "ai.embedding", "ai.embeddings"),
    toolDefinitions: readToolDefinitions(json(attributes, "ai.prompt.tools")),
    toolRun: toolRun(attributes),
    modelParameters: settings(attributes),
  });
}

/** The answer's parts, which the SDK spreads over attributes. */
function answer(attributes: Attributes): readonly Message[] | undefined {
  const reasoning = text(attributes, "ai.response.reasoning", "ai.result.reasoning");
  const said =
    text(attributes, "ai.response.text", "ai.result.text") ??
    text(attributes, "ai.response.object", "ai.result.object");
  const calls = json(attributes, "ai.response.toolCalls", "ai.result.toolCalls");
  const finishReason = label(attributes, "ai.response.finishReason", "ai.finishReason");
  const parts = [
    ...readParts(reasoning).map((part) => (part.type === "text" ? { ...part, type: "reasoning" as const } : part)),
    ...(said === undefined || said === "" ? [] : textMessage("assistant", said).parts),
    ...(Array.isArray(calls)
      ? calls.flatMap((call) => readParts(isObject(call) ? { ...call, type: "tool-call" } : call))
      : []),
  ];
  return parts.length === 0
    ? undefined
    : [{ role: "assistant", parts, ...(finishReason === undefined ? {} : { finishReason }) }];
}

function toolRun(attributes: Attributes): SpanContent["toolRun"] {
  return known({
    id: label(attributes, "ai.toolCall.id"),
    name: label(attributes, "ai.toolCall.name"),
    arguments: json(attributes, "ai.toolCall.args", "ai.toolCall.input"),
    result: json(attributes, "ai.toolCall.result", "ai.toolCall.output"),
  });
}

/** What was embedded, or its vectors: each value is JSON text of its own. */
function valuesIn(attributes: Attributes, one: string, many: string): unknown {
  const value = attributes[one] ?? attributes[many];
  if (value === undefined) return undefined;
  const parsed = parseIfJson(value);
  return Array.isArray(parsed) && attributes[one] === undefined ? parsed.map(parseIfJson) : parsed;
}

function settings(attributes: Attributes): Readonly<Record<string, unknown>> | undefined {
  const given = withPrefix(attributes, "ai.settings.");
  if (given === undefined) return undefined;
  return known(
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        name.startsWith("context.") ? undefined : parseIfJson(value),
      ]),
    ),
  );
}
