import { usageFromProvider } from "@spanloom/conventions";
import { type Json, object, text } from "../shared/json.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import type { StreamGatherer } from "../shared/model-span.ts";
import { MessageEvents } from "./message-events.ts";
import { anthropicMessages, anthropicParts, anthropicSystem, anthropicTools } from "./messages.ts";

/** A request of the Messages API, also as Bedrock and Vertex AI take it. */
export function messageRequest(body: Json): Omit<ModelRequest, "operation" | "provider"> {
  const format = object(object(body.output_config).format ?? body.output_format);
  return {
    model: text(body.model),
    parameters: {
      max_tokens: body.max_tokens,
      temperature: body.temperature,
      top_p: body.top_p,
      top_k: body.top_k,
      stop_sequences: body.stop_sequences,
      stream: body.stream === true ? true : undefined,
      thinking_budget_tokens: object(body.thinking).budget_tokens,
      reasoning_effort: object(body.output_config).effort,
    },
    attributes: text(format.type) === undefined ? {} : { "gen_ai.output.type": "json" },
    content: () => ({
      systemInstructions: anthropicSystem(body.system),
      messages: anthropicMessages(body.messages),
      tools: anthropicTools(body.tools),
    }),
  };
}

/** A message that Claude answered with. */
export function messageResponse(message: Json): ModelResponse {
  const stopReason = text(message.stop_reason);
  return {
    id: text(message.id),
    model: text(message.model),
    finishReasons: [stopReason],
    usage: usageFromProvider(message.usage),
    content: () => ({
      messages: [
        {
          role: text(message.role) ?? "assistant",
          parts: anthropicParts(message.content),
          ...(stopReason === undefined ? {} : { finish_reason: stopReason }),
        },
      ],
    }),
  };
}

export function messageStream(): StreamGatherer {
  const events = new MessageEvents();
  return { add: (event) => events.add(event), response: () => messageResponse(events.message()) };
}
