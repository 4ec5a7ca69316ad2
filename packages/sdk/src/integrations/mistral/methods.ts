import { usageFromProvider } from "@spanloom/conventions";
import { chatChoices, chatFinishReasons, chatMessages, chatTools, outputTypeOf } from "../shared/chat-messages.ts";
import { ChatChunks } from "../shared/gather-chat.ts";
import { type Json, object, objects, text } from "../shared/json.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import type { StreamGatherer } from "../shared/model-span.ts";

/** One method of the client that asks a model. */
export interface MistralMethod {
  request(body: Json): Omit<ModelRequest, "provider">;
  response(answer: Json): ModelResponse;
  stream?(): StreamGatherer;
}

const chat: MistralMethod = {
  request: (body) => ({
    operation: "chat",
    model: text(body.model) ?? text(body.agentId),
    parameters: samplingParameters(body),
    attributes: {
      ...(text(body.agentId) === undefined ? {} : { "gen_ai.agent.id": body.agentId }),
      ...(outputTypeOf(body.responseFormat) === undefined
        ? {}
        : { "gen_ai.output.type": outputTypeOf(body.responseFormat) }),
    },
    content: () => ({ messages: chatMessages(body.messages), tools: chatTools(body) }),
  }),
  response: (answer) => ({
    ...answered(answer),
    finishReasons: chatFinishReasons(answer.choices),
    content: () => ({ messages: chatChoices(answer.choices) }),
  }),
};
const chatStream = streaming(chat);

/** Code between a beginning and an end. */
const fim: MistralMethod = {
  request: (body) => ({
    operation: "text_completion",
    model: text(body.model),
    parameters: samplingParameters(body),
    content: () => ({ inputs: { prompt: body.prompt, suffix: body.suffix } }),
  }),
  response: chat.response,
};

const embeddings: MistralMethod = {
  request: (body) => ({
    operation: "embeddings",
    model: text(body.model),
    content: () => ({ inputs: body.inputs }),
  }),
  response: (answer) => {
    const dimensions = (objects(answer.data)[0]?.embedding as unknown[] | undefined)?.length;
    return {
      ...answered(answer),
      attributes: dimensions === undefined ? {} : { "gen_ai.embeddings.dimension.count": dimensions },
      content: () => ({ outputs: { embeddings: objects(answer.data).length, dimensions } }),
    };
  },
};

/** A document as text. Pages are billed, not tokens; images of a page are left out. */
const ocr: MistralMethod = {
  request: (body) => ({
    operation: "ocr",
    model: text(body.model),
    content: () => ({ inputs: { document: body.document, pages: body.pages } }),
  }),
  response: (answer) => ({
    model: text(answer.model),
    content: () => ({
      outputs: objects(answer.pages).map(({ index, markdown }) => ({ index, markdown })),
    }),
  }),
};

const moderation: MistralMethod = {
  request: (body) => ({
    operation: "moderation",
    model: text(body.model),
    content: () => ({ inputs: body.inputs }),
  }),
  response: (answer) => ({ ...answered(answer), content: () => ({ outputs: answer.results }) }),
};

const transcription: MistralMethod = {
  request: (body) => ({
    operation: "transcription",
    model: text(body.model),
    parameters: { language: body.language, temperature: body.temperature },
    attributes: { "gen_ai.output.type": "text" },
    content: () => ({ inputs: { fileUrl: body.fileUrl, fileId: body.fileId, file: object(body.file).fileName } }),
  }),
  response: (answer) => ({ ...answered(answer), content: () => ({ outputs: text(answer.text) }) }),
  stream() {
    let written = "";
    let last: Json = {};
    return {
      add(event) {
        last = object(object(event).data);
        const delta = last.type === "transcription.text.delta" ? text(last.text) : undefined;
        if (delta !== undefined) written += delta;
        return delta !== undefined;
      },
      response: () => ({ ...answered(last), content: () => ({ outputs: written }) }),
    };
  },
};

/** By resource and method of the client. `parse` and `parseStream` ask as `complete` and `stream` do. */
export const mistralMethods: Readonly<Record<string, Readonly<Record<string, MistralMethod>>>> = {
  chat: { complete: chat, parse: chat, stream: chatStream, parseStream: chatStream },
  agents: { complete: chat, stream: chatStream },
  fim: { complete: fim, stream: streaming(fim) },
  embeddings: { create: embeddings },
  ocr: { process: ocr },
  classifiers: { moderate: moderation, moderateChat: moderation },
  "audio.transcriptions": { complete: { ...transcription, stream: undefined }, stream: transcription },
};

/** The same with the answer in pieces. */
function streaming(method: MistralMethod): MistralMethod {
  return {
    request(body) {
      const request = method.request(body);
      return { ...request, parameters: { ...request.parameters, stream: true } };
    },
    response: method.response,
    stream() {
      const chunks = new ChatChunks();
      return { add: (event) => chunks.add(object(event).data), response: () => method.response(chunks.answer()) };
    },
  };
}

function answered(answer: Json): ModelResponse {
  return { id: text(answer.id), model: text(answer.model), usage: usageFromProvider(answer.usage) };
}

function samplingParameters(body: Json): Record<string, unknown> {
  return {
    temperature: body.temperature,
    top_p: body.topP,
    max_tokens: body.maxTokens,
    seed: body.randomSeed,
    presence_penalty: body.presencePenalty,
    frequency_penalty: body.frequencyPenalty,
    stop_sequences: body.stop === undefined || body.stop === null ? undefined : [body.stop].flat(),
    "choice.count": body.n === 1 ? undefined : body.n,
  };
}
