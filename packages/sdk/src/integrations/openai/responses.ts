import { chatTools, outputTypeOf } from "../shared/chat-messages.ts";
import { type Json, object, text } from "../shared/json.ts";
import type { MessagePart } from "../shared/messages.ts";
import type { ModelResponse } from "../shared/model-call.ts";
import type { Endpoint } from "../stainless/endpoint.ts";
import { answered, definedOnly, openAiAttributes, samplingParameters } from "./chat.ts";
import { ResponseEvents } from "./response-events.ts";
import { responseInput, responseOutput } from "./response-items.ts";

/** The Responses API. */
export const responses: Endpoint = {
  path: /^\/responses$/,
  operation: "chat",
  request: (body) => ({
    model: text(body.model),
    parameters: {
      ...samplingParameters(body),
      max_tokens: body.max_output_tokens,
      reasoning_effort: object(body.reasoning).effort,
      background: body.background === true ? true : undefined,
      previous_response_id: body.previous_response_id,
    },
    attributes: {
      ...openAiAttributes("responses", body, outputTypeOf(object(body.text).format)),
      ...definedOnly({ "gen_ai.conversation.id": text(body.conversation) ?? text(object(body.conversation).id) }),
    },
    content: () => ({
      systemInstructions: systemText(body.instructions),
      messages: responseInput(body.input),
      tools: chatTools(body),
    }),
  }),
  response: responseOf,
  stream() {
    const events = new ResponseEvents();
    return { add: (event) => events.add(event), response: () => responseOf(events.response()) };
  },
};

export function responseOf(response: Json): ModelResponse {
  const finishReason = finishReasonOf(response);
  const error = object(response.error);
  return {
    ...answered(response),
    finishReasons: [finishReason],
    ...(text(error.message) === undefined
      ? {}
      : { error: { type: text(error.code) ?? "failed", message: String(error.message) } }),
    content: () => ({ messages: responseOutput(response.output, finishReason) }),
  };
}

function systemText(instructions: unknown): MessagePart[] {
  return text(instructions) === undefined ? [] : [{ type: "text", content: String(instructions) }];
}

/** The API has a status where others have a reason: told in the words of chat completions. Undefined while it runs. */
function finishReasonOf(response: Json): string | undefined {
  switch (response.status) {
    case "completed":
    case undefined: {
      const calls = Array.isArray(response.output) && response.output.some((item) => isCall(object(item).type));
      return calls ? "tool_calls" : "stop";
    }
    case "incomplete": {
      const reason = text(object(response.incomplete_details).reason);
      return reason === "max_output_tokens" ? "length" : reason;
    }
    case "failed":
      return "error";
    default:
      return response.status === "cancelled" ? "cancelled" : undefined;
  }
}

function isCall(type: unknown): boolean {
  return type === "function_call" || type === "custom_tool_call";
}
