import { json, label } from "../attributes.ts";
import { ifAny, known } from "../facts.ts";
import { at, isObject, parseIfJson } from "../json.ts";
import { findObject } from "../json-scan.ts";
import { readRequest, readResponse } from "../message-shapes/conversation.ts";
import { names } from "../names.ts";
import type { Attributes, SpanContent, SpanSource } from "../span-view.ts";
import { usageFromProvider } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** Google's Agent Development Kit: today the standard's names; before, Gemini's bodies under `gcp.vertex.agent.*`. */
export const googleAdk: Vocabulary = {
  name: "google-adk",
  signs: ["gcp.vertex.agent.llm_request", "gcp.vertex.agent.tool_call_args", "gcp.vertex.agent.invocation_id"],
  emittedBy: ({ scope }) => scope.name === "gcp.vertex.agent",
  facts: ({ name, attributes }) => {
    const response = attributes["gcp.vertex.agent.llm_response"];
    return ifAny({
      type: name === "call_llm" ? ("CHAT_MODEL" as const) : undefined,
      session: label(attributes, "gcp.vertex.agent.session_id"),
      usage: typeof response === "string" ? usageFromProvider(findObject(response, "usage_metadata")) : undefined,
    });
  },
  content,
};

function content({ attributes }: SpanSource): Partial<SpanContent> | undefined {
  const response = json(attributes, "gcp.vertex.agent.llm_response");
  return known({
    ...readRequest(json(attributes, "gcp.vertex.agent.llm_request")),
    outputMessages: readResponse(at(response, "content") === undefined ? response : { candidates: [response] }),
    toolRun: toolRun(attributes),
  });
}

/** The kit wraps what a tool returns in `{ result }` unless it is an object already. */
function toolRun(attributes: Attributes): SpanContent["toolRun"] {
  const given = json(attributes, names.toolArguments, "gcp.vertex.agent.tool_call_args");
  const answer = parseIfJson(attributes[names.toolResult] ?? attributes["gcp.vertex.agent.tool_response"]);
  if (given === undefined && answer === undefined) return undefined;
  const wrapped = isObject(answer) && Object.keys(answer).length === 1 && "result" in answer;
  return known({
    id: label(attributes, names.toolCallId),
    name: label(attributes, names.tool),
    arguments: given,
    result: wrapped ? answer.result : answer,
  });
}
