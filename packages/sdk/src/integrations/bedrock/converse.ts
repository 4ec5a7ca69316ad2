import { usageFromProvider } from "@spanloom/conventions";
import { type Json, object, text } from "../shared/json.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import type { StreamGatherer } from "../shared/model-span.ts";
import { ConverseEvents } from "./converse-events.ts";
import { converseMessage, converseMessages, converseSystem, converseTools } from "./converse-messages.ts";

/** A request of the Converse API; the bodies of Nova are the same without a model. */
export function converseRequest(input: Json): Omit<ModelRequest, "operation" | "provider"> {
  const config = object(input.inferenceConfig);
  return {
    model: text(input.modelId),
    parameters: {
      max_tokens: config.maxTokens,
      temperature: config.temperature,
      top_p: config.topP,
      top_k: config.topK,
      stop_sequences: config.stopSequences,
    },
    content: () => ({
      systemInstructions: converseSystem(input.system),
      messages: converseMessages(input.messages),
      tools: converseTools(object(input.toolConfig).tools),
    }),
  };
}

export function converseResponse(output: Json): ModelResponse {
  const stopReason = text(output.stopReason);
  return {
    finishReasons: [stopReason],
    usage: usageFromProvider(output.usage),
    content: () => ({
      messages: [
        {
          ...converseMessage({ role: "assistant", ...object(object(output.output).message) }),
          ...(stopReason === undefined ? {} : { finish_reason: stopReason }),
        },
      ],
    }),
  };
}

export function converseStream(): StreamGatherer {
  const events = new ConverseEvents();
  return { add: (event) => events.add(event), response: () => converseResponse(events.output()) };
}
