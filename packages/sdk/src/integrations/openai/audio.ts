import { type Json, object, text } from "../shared/json.ts";
import type { ModelResponse } from "../shared/model-call.ts";
import type { Endpoint } from "../stainless/endpoint.ts";
import { answered } from "./chat.ts";

/** Text to speech. The recording stays the application's: a stream that can be read once. */
export const speech: Endpoint = {
  path: /^\/audio\/speech$/,
  operation: "speech",
  request: (body) => ({
    model: text(body.model),
    parameters: { voice: body.voice, speed: body.speed, response_format: body.response_format },
    attributes: { "gen_ai.output.type": "speech" },
    content: () => ({ inputs: { input: body.input, instructions: body.instructions } }),
  }),
  response: (answer) => {
    const type = contentTypeOf(answer);
    return { content: () => ({ outputs: type === undefined ? undefined : { content_type: type } }) };
  },
};

/** Speech to text, in its language or in English. */
export const transcriptions: Endpoint = {
  path: /^\/audio\/(transcriptions|translations)$/,
  operation: "transcription",
  request: (body) => ({
    model: text(body.model),
    parameters: { language: body.language, temperature: body.temperature, response_format: body.response_format },
    attributes: { "gen_ai.output.type": "text" },
    content: () => ({ inputs: { file: body.file, prompt: body.prompt } }),
  }),
  response: transcribed,
  stream() {
    let written = "";
    let last: Json = {};
    return {
      add(chunk) {
        last = object(chunk);
        const delta = text(last.delta);
        if (delta !== undefined) written += delta;
        return delta !== undefined;
      },
      response: () => transcribed({ ...last, text: text(last.text) ?? written }),
    };
  },
};

function transcribed(answer: Json): ModelResponse {
  return { ...answered(answer), content: () => ({ outputs: text(answer.text) }) };
}

function contentTypeOf(response: Json): string | undefined {
  const headers = response.headers as Headers | undefined;
  return typeof headers?.get === "function" ? (headers.get("content-type") ?? undefined) : undefined;
}
