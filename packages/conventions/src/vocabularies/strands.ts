import { label, number } from "../attributes.ts";
import { ifAny, known } from "../facts.ts";
import { parseIfJson } from "../json.ts";
import { readResult } from "../message-shapes/parts.ts";
import { names } from "../names.ts";
import { typeOfOperation } from "../operations.ts";
import type { SpanContent, SpanSource } from "../span-view.ts";
import type { Vocabulary } from "../vocabulary.ts";

/**
 * Strands Agents: the standard's names, with messages on span events in Bedrock's blocks (see otel-genai-legacy).
 * What is its own are tool spans, whose arguments and result come as message events, and milliseconds.
 */
export const strands: Vocabulary = {
  name: "strands",
  signs: [names.system],
  emittedBy: hasItsScope,
  facts: (source) => {
    if (!isIts(source)) return undefined;
    const { attributes } = source;
    const milliseconds = number(attributes, "gen_ai.server.time_to_first_token");
    return ifAny({ timeToFirstTokenSeconds: milliseconds === undefined ? undefined : milliseconds / 1000 });
  },
  content,
};

function hasItsScope({ scope }: Pick<SpanSource, "scope">): boolean {
  return scope.name === "strands.telemetry.tracer";
}

/** Others sign with the same attribute. */
function isIts(source: SpanSource): boolean {
  return source.attributes[names.system] === "strands-agents" || hasItsScope(source);
}

function content(source: SpanSource): Partial<SpanContent> | undefined {
  const { attributes, events } = source;
  if (!isIts(source) || typeOfOperation(label(attributes, names.operation)) !== "TOOL") return undefined;
  const given = events.find(({ name }) => name === "gen_ai.tool.message")?.attributes.content;
  const answer = events.find(({ name }) => name === "gen_ai.choice")?.attributes.message;
  if (given === undefined && answer === undefined) return undefined;
  return {
    toolRun: known({
      id: label(attributes, names.toolCallId),
      name: label(attributes, names.tool),
      arguments: given === undefined ? undefined : parseIfJson(given),
      result: answer === undefined ? undefined : readResult(parseIfJson(answer)),
    }),
  };
}
