import { asLabel, count, has, json, label, labels, number, text, withPrefix } from "../attributes.ts";
import { reportedCost } from "../cost.ts";
import { readEvaluation } from "../evaluation.ts";
import { ifAny, known, metadataOf, secondsSince, tagsOf } from "../facts.ts";
import { unflatten } from "../indexed.ts";
import { at, isObject, parseIfJson, str } from "../json.ts";
import { findObject, findString } from "../json-scan.ts";
import { readRequest, readResponse } from "../message-shapes/conversation.ts";
import { isFrameworkMetadata, unwrapLangChain } from "../message-shapes/langchain.ts";
import { flattenedInput, flattenedOutput } from "../message-shapes/openinference.ts";
import { readToolDefinitions } from "../message-shapes/tool-definitions.ts";
import { foldProvider } from "../providers.ts";
import { calledWith } from "../python-call.ts";
import { documentsFrom } from "../retrieval.ts";
import type { Attributes, Evaluation, SpanContent, SpanFacts, SpanSource, SpanType, Usage } from "../span-view.ts";
import { mergeUsage, usageFromProvider, usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** Arize's OpenInference: lists flattened into keys, and the raw request and response in `input.value`, `output.value`. */
export const openInference: Vocabulary = {
  name: "openinference",
  signs: ["openinference.span.kind", "input.value", "output.value", "llm.model_name", "llm.token_count.prompt"],
  facts,
  content,
};

const types: Readonly<Record<string, SpanType>> = {
  LLM: "LLM",
  EMBEDDING: "EMBEDDING",
  CHAIN: "CHAIN",
  RETRIEVER: "RETRIEVER",
  RERANKER: "RERANKER",
  TOOL: "TOOL",
  AGENT: "AGENT",
  GUARDRAIL: "GUARDRAIL",
  EVALUATOR: "EVALUATOR",
  PROMPT: "PROMPT",
};

function facts(source: SpanSource): Partial<SpanFacts> | undefined {
  const { attributes } = source;
  const type = typeOf(attributes);
  const calls = type === "LLM" || type === "CHAT_MODEL" || type === "EMBEDDING";
  const metadata = metadataIn(attributes);
  const parameters = text(attributes, "llm.invocation_parameters", "embedding.invocation_parameters");
  const answer = calls ? (text(attributes, "output.value") ?? "") : "";
  const named = label(attributes, "llm.model_name", "embedding.model_name", "reranker.model_name");
  return ifAny({
    type,
    provider: foldProvider(label(attributes, "llm.provider", "llm.system") ?? asLabel(metadata?.ls_provider)),
    requestModel:
      label(attributes, "llm.request.model_name") ??
      asLabel(parameters === undefined ? undefined : findString(parameters, "model")) ??
      named,
    // Python writes the answering model under `llm.model_name`, LangChain the requested one and hides the other.
    responseModel:
      label(attributes, "llm.response.model_name") ??
      asLabel(findString(answer, "model_name") ?? findString(answer, "model")) ??
      (answer === "" ? undefined : named),
    responseId: calls ? responseId(answer) : undefined,
    agent: label(attributes, "agent.name"),
    tool: type === "TOOL" ? label(attributes, "tool.name") : undefined,
    usage: usageIn(attributes, answer),
    reportedCost: reportedCost({
      input: number(attributes, "llm.cost.prompt"),
      output: number(attributes, "llm.cost.completion"),
      total: number(attributes, "llm.cost.total"),
    }),
    session: asLabel(metadata?.session_id ?? metadata?.thread_id),
    user: asLabel(metadata?.user_id),
    tags: tagsOf(labels(attributes, "tag.tags")),
    metadata: metadataOf(metadata, isFrameworkMetadata),
    prompts: promptOf(attributes),
    timeToFirstTokenSeconds: firstToken(source),
    finishReasons: labels(attributes, "llm.finish_reason"),
  });
}

function typeOf(attributes: Attributes): SpanType | undefined {
  const kind = label(attributes, "openinference.span.kind")?.toUpperCase();
  const type = kind === undefined ? undefined : Object.hasOwn(types, kind) ? types[kind] : undefined;
  return type === "LLM" && has(attributes, "llm.input_messages.0.message.role", "llm.output_messages.0.message.role")
    ? "CHAT_MODEL"
    : type;
}

function metadataIn(attributes: Attributes): Readonly<Record<string, unknown>> | undefined {
  const value = attributes.metadata;
  if (value === undefined) return undefined;
  const parsed = parseIfJson(value);
  return isObject(parsed) ? parsed : undefined;
}

/** The id that a recorded response body begins with; OpenInference has no attribute for it. */
function responseId(answer: string): string | undefined {
  return /^\s*\{\s*"id"\s*:\s*"([^"\\]{1,200})"/.exec(answer.slice(0, 300))?.[1];
}

function usageIn(attributes: Attributes, answer: string): Usage | undefined {
  const stated = usageOf({
    inputTokens: count(attributes, "llm.token_count.prompt"),
    outputTokens: count(attributes, "llm.token_count.completion"),
    cacheReadTokens: count(attributes, "llm.token_count.prompt_details.cache_read"),
    cacheWriteTokens: count(attributes, "llm.token_count.prompt_details.cache_write"),
    reasoningTokens: count(attributes, "llm.token_count.completion_details.reasoning"),
    inputAudioTokens: count(attributes, "llm.token_count.prompt_details.audio"),
    outputAudioTokens: count(attributes, "llm.token_count.completion_details.audio"),
  });
  if (stated === undefined || stated.cacheReadTokens !== undefined || answer === "") return stated;
  // LangChain's tracer states the totals only; its recorded answer has the details.
  return mergeUsage(stated, usageFromProvider(findObject(answer, "usage_metadata")));
}

function promptOf(attributes: Attributes): SpanFacts["prompts"] {
  const name = label(attributes, "prompt.id", "prompt.name");
  if (name === undefined) return undefined;
  const version = label(attributes, "prompt.version", "llm.prompt_template.version");
  return [{ name, ...(version === undefined ? {} : { version }) }];
}

function firstToken({ events, startTimeUnixNano }: SpanSource): number | undefined {
  const event = events.find(({ name }) => name === "First Token Stream Event");
  return event === undefined ? undefined : secondsSince(startTimeUnixNano, event.timeUnixNano);
}

function content(source: SpanSource): Partial<SpanContent> | undefined {
  const { attributes } = source;
  const type = typeOf(attributes);
  const inputs = json(attributes, "input.value");
  const outputs = json(attributes, "output.value");
  const request = readRequest(inputs);
  return known({
    inputMessages: flattenedInput(attributes, request.inputMessages),
    outputMessages: flattenedOutput(attributes) ?? readResponse(outputs),
    inputs,
    outputs,
    toolDefinitions: readToolDefinitions(unflatten(attributes, "llm.tools")) ?? request.toolDefinitions,
    toolRun: type === "TOOL" ? toolRun(attributes, inputs, outputs) : undefined,
    query: type === "RETRIEVER" ? str(inputs) : label(attributes, "reranker.query"),
    documents:
      documentsFrom(unflatten(attributes, "retrieval.documents")) ??
      documentsFrom(unflatten(attributes, "reranker.output_documents")) ??
      (type === "RETRIEVER" ? documentsFrom(outputs) : undefined),
    modelParameters: parametersIn(attributes) ?? request.modelParameters,
    evaluations: evaluationsIn(attributes),
    ...embedded(attributes),
  });
}

function toolRun(attributes: Attributes, inputs: unknown, outputs: unknown): SpanContent["toolRun"] {
  const output = unwrapLangChain(outputs);
  return known({
    id: label(attributes, "tool.id", "tool_call.id") ?? output.id,
    name: label(attributes, "tool.name"),
    arguments: calledWith(inputs),
    result: output.value,
  });
}

function parametersIn(attributes: Attributes): Readonly<Record<string, unknown>> | undefined {
  const parsed = json(attributes, "llm.invocation_parameters", "embedding.invocation_parameters");
  return isObject(parsed)
    ? readRequest({ messages: [{ role: "user", content: "" }], ...parsed }).modelParameters
    : undefined;
}

/** `evaluations.0.evaluation.name` and `annotations.0.annotation.name`, of the span, its trace or its session. */
function evaluationsIn(attributes: Attributes): readonly Evaluation[] | undefined {
  const found = [
    "evaluations",
    "annotations",
    "trace.evaluations",
    "trace.annotations",
    "session.evaluations",
    "session.annotations",
  ]
    .flatMap((prefix) => unflatten(attributes, prefix) ?? [])
    .flatMap((item) => evaluation(at(item, "evaluation") ?? at(item, "annotation") ?? item));
  const alone = evaluation(withPrefix(attributes, "evaluation."));
  const all = [...found, ...alone];
  return all.length > 0 ? all : undefined;
}

function evaluation(fields: unknown): Evaluation[] {
  return readEvaluation({
    name: at(fields, "name"),
    score: at(fields, "score"),
    label: at(fields, "label"),
    explanation: at(fields, "explanation"),
  });
}

/** What was embedded, in place of the raw request. */
function embedded(attributes: Attributes): Partial<SpanContent> {
  const items = unflatten(attributes, "embedding.embeddings");
  const texts = items?.flatMap((item) => str(at(item, "embedding", "text")) ?? []);
  return texts === undefined || texts.length === 0 ? {} : { inputs: texts };
}
