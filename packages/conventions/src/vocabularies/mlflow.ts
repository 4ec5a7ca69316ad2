import { asLabel, asNumber, has, json, label, text } from "../attributes.ts";
import { reportedCost } from "../cost.ts";
import { ifAny, known, metadataOf, secondsSince } from "../facts.ts";
import { asText, at, isObject, str } from "../json.ts";
import { findString } from "../json-scan.ts";
import { readRequest, readResponse } from "../message-shapes/conversation.ts";
import { unwrapToolMessage } from "../message-shapes/langchain.ts";
import { textMessage } from "../message-shapes/messages.ts";
import { readToolDefinitions } from "../message-shapes/tool-definitions.ts";
import { names } from "../names.ts";
import { isModelCall } from "../operations.ts";
import { foldProvider } from "../providers.ts";
import { documentsFrom } from "../retrieval.ts";
import {
  type Attributes,
  type SpanContent,
  type SpanFacts,
  type SpanSource,
  type SpanType,
  spanTypes,
  type Usage,
} from "../span-view.ts";
import { inputDetails, outputDetails, usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

const wholeTrace = [names.traceTagPrefix, names.traceMetadataPrefix];

/**
 * MLflow's own tracing, and ours, which adds what it has no attribute for. Every value is JSON, plain strings too, except
 * what is said of the whole trace: `mlflow.traceTag.*`, `mlflow.traceMetadata.*`, previews and the client's id of the request.
 */
export const mlflow: Vocabulary = {
  name: "mlflow",
  signs: [names.spanType, names.spanInputs, "mlflow.traceRequestId", names.experimentId, names.runId, names.modelId],
  signPrefixes: wholeTrace,
  emittedBy: ({ resource }) =>
    has(resource, names.experimentId, names.runId, names.modelId) ||
    wholeTrace.some((prefix) => hasPrefix(resource, prefix)),
  facts,
  content,
};

function facts(source: SpanSource): Partial<SpanFacts> | undefined {
  const { name, attributes, resource } = source;
  const type = typeOf(attributes);
  const call = isModelCall(type);
  const answering = word(attributes, "mlflow.llm.model");
  const cost = json(attributes, names.llmCost);
  // What is said of every trace of a program stands in its resource (OTEL_RESOURCE_ATTRIBUTES); a span knows better.
  const said = (prefix: string) => joined(entriesIn(resource, prefix), entriesIn(attributes, prefix));
  const tags = said(names.traceTagPrefix);
  const output = attributes[names.spanOutputs];
  return ifAny({
    type,
    provider: foldProvider(word(attributes, "mlflow.llm.provider")),
    requestModel: call ? (word(attributes, "model", "model_name") ?? answering) : undefined,
    responseModel: answering,
    responseId: call && typeof output === "string" ? asLabel(findString(output.slice(0, 300), "id")) : undefined,
    // Where the standard's key names it as well (our SDK's integrations), the span's name is a sentence around it.
    agent: type === "AGENT" ? (label(attributes, names.agent) ?? name) : undefined,
    tool: type === "TOOL" ? (label(attributes, names.tool) ?? name) : undefined,
    usage: usageIn(attributes),
    reportedCost: reportedCost({
      input: asNumber(at(cost, "input_cost")),
      output: asNumber(at(cost, "output_cost")),
      total: asNumber(at(cost, "total_cost")),
    }),
    session: word(attributes, "mlflow.trace.session"),
    user: word(attributes, "mlflow.trace.user"),
    tags: metadataOf(tags, (tag) => tag.startsWith("mlflow.") && tag !== "mlflow.linkedPrompts"),
    metadata: metadataOf(said(names.traceMetadataPrefix)),
    inputPreview: text(attributes, names.traceInputPreview),
    outputPreview: text(attributes, names.traceOutputPreview),
    clientRequestId: text(attributes, names.traceClientRequestId),
    traceName: asLabel(tags?.["mlflow.traceName"]),
    experimentId: word(attributes, names.experimentId) ?? word(resource, names.experimentId),
    runId: word(attributes, names.runId) ?? word(resource, names.runId),
    modelId: word(attributes, names.modelId) ?? word(resource, names.modelId),
    prompts: promptsIn(attributes),
    timeToFirstTokenSeconds: firstToken(source),
  });
}

/** A label out of its JSON quotes. */
function word(attributes: Attributes, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const found = asLabel(json(attributes, key));
    if (found !== undefined) return found;
  }
  return undefined;
}

function typeOf(attributes: Attributes): SpanType | undefined {
  const type = word(attributes, names.spanType);
  return type === "UNKNOWN" ? undefined : spanTypes.find((known) => known === type);
}

function usageIn(attributes: Attributes): Usage | undefined {
  const told = json(attributes, "mlflow.chat.tokenUsage");
  if (!isObject(told)) return undefined;
  const count = (key: string) => asNumber(told[key]);
  return usageOf({
    inputTokens: count("input_tokens"),
    outputTokens: count("output_tokens"),
    cacheReadTokens: count("cache_read_input_tokens") ?? inputDetails(told).cacheReadTokens,
    cacheWriteTokens: count("cache_creation_input_tokens") ?? inputDetails(told).cacheWriteTokens,
    reasoningTokens: count("reasoning_tokens") ?? outputDetails(told).reasoningTokens,
  });
}

function hasPrefix(attributes: Attributes, prefix: string): boolean {
  for (const key in attributes) if (key.startsWith(prefix)) return true;
  return false;
}

type Entries = Readonly<Record<string, unknown>>;

function joined(first: Entries | undefined, second: Entries | undefined): Entries | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return Object.assign(Object.create(null), first, second) as Entries;
}

function entriesIn(attributes: Attributes, prefix: string): Entries | undefined {
  let entries: Record<string, unknown> | undefined;
  for (const key in attributes) {
    if (!key.startsWith(prefix)) continue;
    entries ??= Object.create(null) as Record<string, unknown>;
    entries[key.slice(prefix.length)] = attributes[key];
  }
  return entries;
}

function promptsIn(attributes: Attributes): SpanFacts["prompts"] {
  const linked = json(attributes, "mlflow.linkedPrompts");
  if (!Array.isArray(linked)) return undefined;
  const prompts = linked.flatMap((each) => {
    const name = asLabel(at(each, "name"));
    const version = asLabel(at(each, "version"));
    return name === undefined ? [] : [{ name, ...(version === undefined ? {} : { version }) }];
  });
  return prompts.length > 0 ? prompts : undefined;
}

function firstToken({ events, startTimeUnixNano }: SpanSource): number | undefined {
  const chunk = events.find(({ name }) => name === "mlflow.chunk.item.0");
  return chunk === undefined ? undefined : secondsSince(startTimeUnixNano, chunk.timeUnixNano);
}

function content({ name, attributes }: SpanSource): Partial<SpanContent> | undefined {
  const type = typeOf(attributes);
  const inputs = json(attributes, names.spanInputs);
  const outputs = json(attributes, names.spanOutputs);
  const request = readRequest(inputs);
  const said = str(outputs);
  return known({
    inputMessages: type === "EMBEDDING" ? undefined : request.inputMessages,
    outputMessages:
      readResponse(outputs) ??
      (isModelCall(type) && said !== undefined && said !== "" ? [textMessage("assistant", said)] : undefined),
    inputs,
    outputs,
    toolDefinitions: readToolDefinitions(json(attributes, "mlflow.chat.tools")) ?? request.toolDefinitions,
    toolRun: type === "TOOL" ? toolRun(label(attributes, names.tool) ?? name, inputs, outputs) : undefined,
    query: type === "RETRIEVER" ? queryIn(inputs) : undefined,
    documents: type === "RETRIEVER" || type === "RERANKER" ? documentsFrom(outputs) : undefined,
    modelParameters: request.modelParameters,
  });
}

/** A retriever's only argument is the query. */
function queryIn(inputs: unknown): string | undefined {
  if (typeof inputs === "string") return inputs;
  const values = isObject(inputs) ? Object.values(inputs) : [];
  return values.length === 1 ? asText(values[0]) : str(at(inputs, "query"));
}

function toolRun(name: string, inputs: unknown, outputs: unknown): SpanContent["toolRun"] {
  const answer = unwrapToolMessage(outputs);
  return known({ id: answer.id, name, arguments: inputs, result: answer.value });
}
