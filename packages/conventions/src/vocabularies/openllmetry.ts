import { asLabel, count, has, json, label, withPrefix } from "../attributes.ts";
import { ifAny, known, metadataOf } from "../facts.ts";
import { unflatten } from "../indexed.ts";
import { at, isObject, parseIfJson } from "../json.ts";
import { readRequest, readResponse } from "../message-shapes/conversation.ts";
import { isFrameworkMetadata, unwrapLangChain } from "../message-shapes/langchain.ts";
import { readMessages } from "../message-shapes/messages.ts";
import { readToolDefinitions } from "../message-shapes/tool-definitions.ts";
import { names } from "../names.ts";
import { calledWith } from "../python-call.ts";
import { documentsFrom } from "../retrieval.ts";
import type { Attributes, Message, SpanContent, SpanFacts, SpanSource, SpanType } from "../span-view.ts";
import { usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

const topK = "db.vector.query.top_k";

/**
 * Traceloop's OpenLLMetry: `traceloop.*` around the work, and up to 0.4x the messages flattened under
 * `gen_ai.prompt.N`. Since then it writes today's `gen_ai.*` for messages.
 */
export const openLlmetry: Vocabulary = {
  name: "openllmetry",
  signs: [
    "traceloop.span.kind",
    "traceloop.workflow.name",
    "traceloop.entity.name",
    "traceloop.entity.path",
    "llm.request.type",
    "gen_ai.prompt.0.role",
    "gen_ai.prompt.0.content",
    "gen_ai.completion.0.role",
    "gen_ai.completion.0.content",
    "llm.usage.total_tokens",
    topK,
  ],
  facts,
  content,
};

const kinds: Readonly<Record<string, SpanType>> = { workflow: "WORKFLOW", task: "TASK", agent: "AGENT", tool: "TOOL" };
const requests: Readonly<Record<string, SpanType>> = {
  chat: "CHAT_MODEL",
  completion: "LLM",
  embedding: "EMBEDDING",
  rerank: "RERANKER",
};

/** Its vector database clients are known by how much they were asked for. */
const associated = "traceloop.association.properties.";

function facts({ attributes }: SpanSource): Partial<SpanFacts> | undefined {
  const kind = label(attributes, "traceloop.span.kind");
  const properties = withPrefix(attributes, associated);
  const entity = label(attributes, "traceloop.entity.name");
  return ifAny({
    type:
      typeIn(kinds, kind) ??
      typeIn(requests, label(attributes, "llm.request.type")) ??
      (has(attributes, topK) ? "RETRIEVER" : undefined),
    agent: kind === "agent" ? entity : undefined,
    tool: kind === "tool" ? entity : undefined,
    usage: usageOf({
      inputTokens: count(attributes, "gen_ai.usage.prompt_tokens"),
      outputTokens: count(attributes, "gen_ai.usage.completion_tokens"),
      cacheReadTokens: count(attributes, "gen_ai.usage.cache_read_input_tokens"),
      cacheWriteTokens: count(attributes, "gen_ai.usage.cache_creation_input_tokens"),
      reasoningTokens: count(attributes, "gen_ai.usage.reasoning_tokens", "llm.usage.reasoning_tokens"),
    }),
    session: asLabel(
      properties?.session_id ?? properties?.sessionId ?? properties?.thread_id ?? properties?.conversation_id,
    ),
    user: asLabel(properties?.user_id ?? properties?.userId),
    metadata: metadataOf(properties, isFrameworkMetadata),
    traceName: label(attributes, "traceloop.workflow.name"),
    finishReasons: finishReasons(attributes),
  });
}

function typeIn(types: Readonly<Record<string, SpanType>>, name: string | undefined): SpanType | undefined {
  return name !== undefined && Object.hasOwn(types, name) ? types[name] : undefined;
}

function finishReasons(attributes: Attributes): readonly string[] | undefined {
  const reason = label(attributes, "gen_ai.completion.0.finish_reason");
  return reason === undefined ? undefined : [reason];
}

function content({ attributes, events }: SpanSource): Partial<SpanContent> | undefined {
  const inputs = entityInput(attributes);
  const outputs = json(attributes, "traceloop.entity.output");
  const isTool = label(attributes, "traceloop.span.kind") === "tool";
  return known({
    inputMessages: flatMessages(attributes, "gen_ai.prompt", "user") ?? readRequest(inputs).inputMessages,
    outputMessages:
      flatMessages(attributes, "gen_ai.completion", "assistant") ?? readResponse(at(outputs, "outputs") ?? outputs),
    inputs,
    outputs: at(outputs, "outputs") ?? outputs,
    toolDefinitions: readToolDefinitions(unflatten(attributes, "llm.request.functions")),
    toolRun: isTool ? toolRun(attributes, inputs, outputs) : undefined,
    documents: foundIn(events) ?? documentsFrom(outputs),
    modelParameters: parametersIn(attributes),
  });
}

/** `gen_ai.prompt.0.role`, `.content`, `.tool_calls.0.name`; some senders put `.message.` in between. */
export function flatMessages(
  attributes: Attributes,
  prefix: string,
  role: "user" | "assistant",
): readonly Message[] | undefined {
  const items = unflatten(attributes, prefix)?.map((item) => {
    const message = at(item, "message") ?? item;
    return isObject(message) ? { content: null, ...message, role: message.role ?? role } : message;
  });
  return items === undefined ? undefined : readMessages(items, role);
}

/** A decorated function's arguments, or a LangChain run's inputs; what only describes the run is left out. */
function entityInput(attributes: Attributes): unknown {
  const input = json(attributes, "traceloop.entity.input");
  if (!isObject(input)) return input;
  if ("inputs" in input) return input.inputs;
  if ("input_str" in input) return parseIfJson(input.input_str);
  return calledWith(input);
}

function toolRun(attributes: Attributes, inputs: unknown, outputs: unknown): SpanContent["toolRun"] {
  const output = unwrapLangChain(outputs);
  return known({
    id: label(attributes, names.toolCallId) ?? output.id,
    name: label(attributes, names.tool, "traceloop.entity.name"),
    arguments: inputs,
    result: output.value,
  });
}

/** A vector database's answer comes as one event for each document. */
function foundIn(events: SpanSource["events"]): SpanContent["documents"] {
  const found = events
    .filter(({ name }) => name === "db.query.result")
    .map(({ attributes }) => withPrefix(attributes, "db.query.result."));
  return documentsFrom(
    found.map((fields) => (fields === undefined ? fields : { ...fields, content: fields.document })),
  );
}

const parameters = {
  top_k: "llm.top_k",
  frequency_penalty: "llm.frequency_penalty",
  presence_penalty: "llm.presence_penalty",
  stop_sequences: "llm.chat.stop_sequences",
};

function parametersIn(attributes: Attributes): Readonly<Record<string, unknown>> | undefined {
  return known(Object.fromEntries(Object.entries(parameters).map(([name, key]) => [name, json(attributes, key)])));
}
