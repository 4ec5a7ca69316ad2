import { usageFromProvider } from "@spanloom/conventions";
import { chatChoices, chatFinishReasons, chatMessages, chatTools, outputTypeOf } from "../shared/chat-messages.ts";
import { ChatChunks } from "../shared/gather-chat.ts";
import { type Json, number, object, text } from "../shared/json.ts";
import type { ModelResponse } from "../shared/model-call.ts";
import type { Endpoint } from "../stainless/endpoint.ts";

/** Chat Completions, also as other providers serve it. */
export const chatCompletions: Endpoint = {
  path: /\/chat\/completions$/,
  operation: "chat",
  request: (body) => ({
    model: text(body.model),
    parameters: {
      ...samplingParameters(body),
      max_tokens: body.max_completion_tokens ?? body.max_tokens,
      stop_sequences: body.stop === undefined || body.stop === null ? undefined : [body.stop].flat(),
      "choice.count": body.n === 1 ? undefined : body.n,
      reasoning_effort: body.reasoning_effort ?? object(body.reasoning).effort,
    },
    attributes: openAiAttributes("chat_completions", body, outputTypeOf(body.response_format)),
    content: () => ({ messages: chatMessages(body.messages), tools: chatTools(body) }),
  }),
  response: chatResponse,
  stream() {
    const chunks = new ChatChunks();
    return { add: (chunk) => chunks.add(chunk), response: () => chatResponse(chunks.answer()) };
  },
};

function chatResponse(answer: Json): ModelResponse {
  return {
    ...answered(answer),
    finishReasons: chatFinishReasons(answer.choices),
    content: () => ({ messages: chatChoices(answer.choices) }),
  };
}

/** What all answers of OpenAI's API have: id, model, usage, the tier that served it; OpenRouter adds the cost. */
export function answered(answer: Json): ModelResponse {
  return {
    id: text(answer.id),
    model: text(answer.model),
    usage: usageFromProvider(answer.usage),
    costUsd: number(object(answer.usage).cost),
    attributes: definedOnly({
      "openai.response.service_tier": text(answer.service_tier),
      "openai.response.system_fingerprint": text(answer.system_fingerprint),
    }),
  };
}

/** Parameters that the API's endpoints for text share, under their names in OpenTelemetry. */
export function samplingParameters(body: Json): Record<string, unknown> {
  return {
    temperature: body.temperature,
    top_p: body.top_p,
    frequency_penalty: body.frequency_penalty,
    presence_penalty: body.presence_penalty,
    seed: body.seed,
    stream: body.stream === true ? true : undefined,
  };
}

/** Attributes of OpenTelemetry's conventions for OpenAI. */
export function openAiAttributes(api: string, body: Json, outputType: string | undefined): Record<string, unknown> {
  return definedOnly({
    "openai.api.type": api,
    "openai.request.service_tier": body.service_tier === "auto" ? undefined : text(body.service_tier),
    "gen_ai.output.type": outputType,
  });
}

export function definedOnly(attributes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
