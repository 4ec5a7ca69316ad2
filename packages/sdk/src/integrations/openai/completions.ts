import { ChatChunks } from "../shared/gather-chat.ts";
import { object, objects, text } from "../shared/json.ts";
import type { InputMessage } from "../shared/messages.ts";
import type { Endpoint } from "../stainless/endpoint.ts";
import { answered, openAiAttributes, samplingParameters } from "./chat.ts";

/** The older completions of a prompt. */
export const completions: Endpoint = {
  path: /^\/completions$/,
  operation: "text_completion",
  request: (body) => ({
    model: text(body.model),
    parameters: {
      ...samplingParameters(body),
      max_tokens: body.max_tokens,
      stop_sequences: body.stop === undefined || body.stop === null ? undefined : [body.stop].flat(),
      "choice.count": body.n === 1 ? undefined : body.n,
    },
    attributes: openAiAttributes("completions", body, undefined),
    content: () => ({ messages: prompts(body.prompt) }),
  }),
  response: (answer) => ({
    ...answered(answer),
    finishReasons: objects(answer.choices).map((choice) => text(choice.finish_reason)),
    content: () => ({
      messages: objects(answer.choices).map((choice) => ({
        role: "assistant",
        // A streamed answer was gathered as a message.
        parts: [{ type: "text", content: text(choice.text) ?? text(object(choice.message).content) ?? "" }],
        ...(text(choice.finish_reason) === undefined ? {} : { finish_reason: String(choice.finish_reason) }),
      })),
    }),
  }),
  stream(body) {
    const chunks = new ChatChunks();
    return { add: (chunk) => chunks.add(chunk), response: () => completions.response(chunks.answer(), body) };
  },
};

/** A text, several, or tokens, which only the model can read. */
function prompts(prompt: unknown): InputMessage[] {
  const texts = [prompt].flat().filter((each) => typeof each === "string");
  return texts.map((content) => ({ role: "user", parts: [{ type: "text", content }] }));
}
