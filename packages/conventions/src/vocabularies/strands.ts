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
  signs: [],
  speaks: ({ attributes, scope }) =>
    attributes[names.system] === "strands-agents" || scope.name === "strands.telemetry.tracer",
  facts: ({ attributes }) => {
    const milliseconds = number(attributes, "gen_ai.server.time_to_first_token");
    return ifAny({ timeToFirstTokenSeconds: milliseconds === undefined ? undefined : milliseconds / 1000 });
  },
  content,
};

function content({ attributes, events }: SpanSource): Partial<SpanContent> | undefined {
  if (typeOfOperation(label(attributes, names.operation)) !== "TOOL") return undefined;
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
