import { asLabel, json, label, labels, withPrefix } from "../attributes.ts";
import { ifAny, known, metadataOf, tagsOf } from "../facts.ts";
import { at, isObject, parseIfJson } from "../json.ts";
import { readRequest, readResponse } from "../message-shapes/conversation.ts";
import { isFrameworkMetadata, unwrapLangChain } from "../message-shapes/langchain.ts";
import { readMessages } from "../message-shapes/messages.ts";
import { names } from "../names.ts";
import { foldProvider } from "../providers.ts";
import { documentsFrom } from "../retrieval.ts";
import type { Attributes, SpanContent, SpanFacts, SpanSource, SpanType, Usage } from "../span-view.ts";
import { inputDetails, outputDetails, usageFromProvider, usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { flatMessages } from "./openllmetry.ts";

/** LangSmith's OpenTelemetry exporter. Inputs and outputs of every run stand in `gen_ai.prompt` and `.completion`. */
export const langSmith: Vocabulary = {
  name: "langsmith",
  signs: ["langsmith.span.kind", "langsmith.trace.name", "langsmith.trace.session_name", "langsmith.span.id"],
  facts,
  content,
};

const types: Readonly<Record<string, SpanType>> = {
  llm: "CHAT_MODEL",
  chain: "CHAIN",
  tool: "TOOL",
  retriever: "RETRIEVER",
  embedding: "EMBEDDING",
  prompt: "PROMPT",
  parser: "PARSER",
};

function facts({ name, attributes }: SpanSource): Partial<SpanFacts> | undefined {
  const type = typeOf(attributes);
  const metadata = withPrefix(attributes, metadataPrefix);
  return ifAny({
    type,
    provider: foldProvider(label(attributes, names.system) ?? "") ?? foldProvider(asLabel(metadata?.ls_provider)),
    requestModel: label(attributes, names.requestModel) ?? asLabel(metadata?.ls_model_name),
    tool: type === "TOOL" ? (label(attributes, names.tool) ?? name) : undefined,
    usage: usageIn(attributes),
    session: asLabel(metadata?.session_id ?? metadata?.thread_id ?? metadata?.conversation_id),
    user: asLabel(metadata?.user_id),
    tags: tagsOf(tagsIn(attributes)),
    metadata: metadataOf(metadata, isFrameworkMetadata),
  });
}

const metadataPrefix = "langsmith.metadata.";

function typeOf(attributes: Attributes): SpanType | undefined {
  const kind = label(attributes, "langsmith.span.kind");
  if (kind === "llm" && label(attributes, names.operation) === "embeddings") return "EMBEDDING";
  return kind !== undefined && Object.hasOwn(types, kind) ? types[kind] : undefined;
}

/** The run's usage metadata has all; else the details are JSON from JavaScript, a Python repr from Python. */
function usageIn(attributes: Attributes): Usage | undefined {
  const told = usageFromProvider(json(attributes, "langsmith.metadata.usage_metadata", "langsmith.usage_metadata"));
  if (told !== undefined) return told;
  return usageOf({
    ...inputDetails({ input_token_details: json(attributes, "gen_ai.usage.input_token_details") }),
    ...outputDetails({ output_token_details: json(attributes, "gen_ai.usage.output_token_details") }),
  });
}

/** Tags are one text with commas in between. */
function tagsIn(attributes: Attributes): readonly string[] | undefined {
  return labels(attributes, "langsmith.span.tags")
    ?.flatMap((each) => each.split(","))
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

function content({ attributes }: SpanSource): Partial<SpanContent> | undefined {
  const type = typeOf(attributes);
  const asked = json(attributes, names.prompt);
  const answered = onlyField(json(attributes, names.completion), "output");
  const request = readRequest(asked);
  const isTool = type === "TOOL";
  return known({
    ...request,
    inputMessages: request.inputMessages ?? flatMessages(attributes, names.prompt, "user"),
    outputMessages:
      flatMessages(attributes, names.completion, "assistant") ??
      readResponse(answered) ??
      (type === "CHAT_MODEL" && typeof answered === "string" && answered !== ""
        ? readMessages([{ role: "assistant", content: answered }])
        : undefined),
    inputs: asked,
    outputs: answered,
    toolRun: isTool
      ? known({
          id: label(attributes, names.toolCallId) ?? unwrapLangChain(answered).id,
          name: label(attributes, names.tool),
          arguments: onlyField(asked, "input"),
          result: unwrapLangChain(answered).value,
        })
      : undefined,
    documents: type === "RETRIEVER" ? documentsFrom(answered) : undefined,
  });
}

/** A traced function's value stands under `output`, its only argument under `input`. */
function onlyField(value: unknown, name: string): unknown {
  return isObject(value) && Object.keys(value).length === 1 && name in value ? parseIfJson(at(value, name)) : value;
}
