import { asLabel, count, json, label, labels, withPrefix } from "../attributes.ts";
import { ifAny, known, metadataOf, tagsOf } from "../facts.ts";
import { parseIfJson, str } from "../json.ts";
import { readRequest, readResponse, readSystem } from "../message-shapes/conversation.ts";
import { names } from "../names.ts";
import type { Attributes, SpanContent, SpanFacts, SpanSource, SpanType } from "../span-view.ts";
import { usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** Laminar: the standard's names, with the provider's own messages and choices as values. */
export const laminar: Vocabulary = {
  name: "laminar",
  signs: ["lmnr.span.type", "lmnr.span.input", "lmnr.span.path", "lmnr.span.output"],
  facts,
  content,
};

const types: Readonly<Record<string, SpanType>> = {
  LLM: "CHAT_MODEL",
  TOOL: "TOOL",
  EVALUATOR: "EVALUATOR",
  PIPELINE: "CHAIN",
};
const associated = "lmnr.association.properties.";
const ownMetadata = "metadata.";

function facts({ name, attributes }: SpanSource): Partial<SpanFacts> | undefined {
  const kind = label(attributes, "lmnr.span.type");
  const type = kind !== undefined && Object.hasOwn(types, kind) ? types[kind] : undefined;
  const properties = withPrefix(attributes, associated);
  return ifAny({
    type,
    tool: type === "TOOL" ? (label(attributes, names.tool) ?? name) : undefined,
    usage: usageOf({
      cacheReadTokens: count(attributes, "cache_read_input_tokens"),
      cacheWriteTokens: count(attributes, "cache_creation_input_tokens"),
    }),
    session: asLabel(properties?.session_id),
    user: asLabel(properties?.user_id),
    tags: tagsOf(labels(attributes, `${associated}tags`, "lmnr.span.tags")),
    metadata: metadataOf(withPrefix(attributes, associated + ownMetadata)),
  });
}

function content({ name, attributes }: SpanSource): Partial<SpanContent> | undefined {
  const inputs = json(attributes, "lmnr.span.input");
  const outputs = json(attributes, "lmnr.span.output");
  const said = readRequest(json(attributes, names.inputMessages) ?? inputs).inputMessages;
  return known({
    inputMessages:
      said === undefined
        ? undefined
        : [
            ...instructions(
              attributes,
              said.some(({ role }) => role === "system"),
            ),
            ...said,
          ],
    outputMessages: readResponse(wrapped(json(attributes, names.outputMessages)) ?? outputs),
    inputs,
    outputs,
    toolRun:
      label(attributes, "lmnr.span.type") === "TOOL"
        ? known({ id: undefined, name, arguments: inputs, result: outputs })
        : undefined,
  });
}

/** The Responses API's instructions stand alone in the old flattened form. */
function instructions(attributes: Attributes, there: boolean) {
  return there || attributes["gen_ai.prompt.0.role"] === "user"
    ? []
    : readSystem(str(parseIfJson(attributes["gen_ai.prompt.0.content"])));
}

/** OpenAI's list of choices, or its Responses items. */
function wrapped(value: unknown): unknown {
  return Array.isArray(value) ? { choices: value } : value;
}
