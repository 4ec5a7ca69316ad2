import { json, label, labels, text } from "../attributes.ts";
import { ifAny, known } from "../facts.ts";
import { at, isObject } from "../json.ts";
import { findObject, findString } from "../json-scan.ts";
import { readRequest, readResponse } from "../message-shapes/conversation.ts";
import { foldProvider } from "../providers.ts";
import { documentsFrom } from "../retrieval.ts";
import type { Attributes, SpanContent, SpanFacts, SpanSource, SpanType } from "../span-view.ts";
import { usageFromProvider } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** Genkit: `genkit:` keys, the model's usage and messages inside `genkit:input` and `genkit:output`. */
export const genkit: Vocabulary = {
  name: "genkit",
  signs: ["genkit:type", "genkit:name", "genkit:path"],
  facts,
  content,
};

const subtypes: Readonly<Record<string, SpanType>> = {
  model: "CHAT_MODEL",
  "background-model": "CHAT_MODEL",
  tool: "TOOL",
  "tool.v2": "TOOL",
  flow: "WORKFLOW",
  embedder: "EMBEDDING",
  retriever: "RETRIEVER",
  reranker: "RERANKER",
  evaluator: "EVALUATOR",
  prompt: "PROMPT",
  "executable-prompt": "PROMPT",
  indexer: "TASK",
};

function typeOf(attributes: Attributes): SpanType | undefined {
  const subtype = label(attributes, "genkit:metadata:subtype");
  if (subtype !== undefined && Object.hasOwn(subtypes, subtype)) return subtypes[subtype];
  const type = label(attributes, "genkit:type");
  return type === "util" ? "CHAIN" : type === "userEngagement" ? undefined : type === "flow" ? "WORKFLOW" : undefined;
}

function facts({ attributes }: SpanSource): Partial<SpanFacts> | undefined {
  const type = typeOf(attributes);
  const name = label(attributes, "genkit:name");
  const output = text(attributes, "genkit:output");
  // Actions of plugins are named `plugin/model`.
  const slash = type === "CHAT_MODEL" || type === "EMBEDDING" ? (name?.indexOf("/") ?? -1) : -1;
  return ifAny({
    type,
    provider: slash > 0 ? foldProvider(name!.slice(0, slash)) : undefined,
    requestModel: slash > 0 ? name!.slice(slash + 1) : undefined,
    tool: type === "TOOL" ? name : undefined,
    usage: output === undefined || type === "TOOL" ? undefined : usageFromProvider(findObject(output, "usage")),
    session: label(attributes, "genkit:sessionId", "genkit:metadata:sessionId"),
    finishReasons:
      output === undefined ? undefined : labels({ reason: findString(output, "finishReason") ?? null }, "reason"),
  });
}

function content({ attributes }: SpanSource): Partial<SpanContent> | undefined {
  const type = typeOf(attributes);
  const inputs = json(attributes, "genkit:input");
  const outputs = json(attributes, "genkit:output");
  const request = readRequest(inputs);
  return known({
    inputMessages: request.inputMessages,
    outputMessages: readResponse(outputs),
    inputs,
    outputs,
    toolDefinitions: request.toolDefinitions,
    toolRun:
      type === "TOOL"
        ? known({ id: undefined, name: label(attributes, "genkit:name"), arguments: inputs, result: outputs })
        : undefined,
    documents: type === "RETRIEVER" ? documentsFrom(outputs) : undefined,
    modelParameters: parametersIn(inputs),
  });
}

function parametersIn(inputs: unknown): Readonly<Record<string, unknown>> | undefined {
  const config = at(inputs, "config");
  return isObject(config) ? known({ ...config }) : undefined;
}
