import { readResponse, readToolDefinitions, usageFromProvider } from "@spanloom/conventions";
import { frameworkMessages, recorded } from "../shared/framework-messages.ts";
import { text } from "../shared/json.ts";
import { type InputMessage, mediaFromBase64, type OutputMessage, type ToolDefinition } from "../shared/messages.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import { responsesItem } from "./items.ts";
import type { Audio, GenerationData, ResponseData, SpanData, SpeechData, TranscriptionData } from "./shapes.ts";

export interface ModelCall {
  readonly request: ModelRequest;
  readonly response: ModelResponse;
}

type ModelData = GenerationData | ResponseData | TranscriptionData | SpeechData;

export function isModelCall(data: SpanData): data is ModelData {
  return (
    data.type === "generation" || data.type === "response" || data.type === "transcription" || data.type === "speech"
  );
}

/** A model's call, as far as it is known: nothing of the answer, and little of the request, before it has ended. */
export function modelCallOf(data: ModelData): ModelCall {
  switch (data.type) {
    case "response":
      return responsesCall(data);
    case "generation":
      return chatCall(data);
    case "transcription":
      return {
        request: { ...audioRequest("transcription", data), content: () => ({ messages: [said("user", data.input)] }) },
        response: { content: () => ({ messages: [said("assistant", data.output)] }) },
      };
    case "speech":
      return {
        request: { ...audioRequest("speech", data), content: () => ({ messages: [said("user", data.input)] }) },
        response: { content: () => ({ messages: [said("assistant", data.output)] }) },
      };
  }
}

function responsesCall({ _input: input, _response: answer = {}, response_id: id }: ResponseData): ModelCall {
  const system = text(answer.instructions);
  return {
    request: {
      operation: "chat",
      provider: "openai",
      model: text(answer.model),
      parameters: {
        temperature: answer.temperature,
        top_p: answer.top_p,
        max_tokens: answer.max_output_tokens,
      },
      content: () => ({
        systemInstructions: system === undefined ? undefined : [{ type: "text", content: system }],
        messages: asked(input),
        tools: toolsOf(answer.tools),
      }),
    },
    response: {
      id: text(answer.id) ?? id,
      model: text(answer.model),
      finishReasons: [text(answer.status)],
      usage: usageFromProvider(answer.usage),
      content: () => ({ messages: answered(answer) }),
    },
  };
}

function chatCall({ input, output = [], model, model_config: settings = {}, usage }: GenerationData): ModelCall {
  const first = (output[0] ?? {}) as Readonly<Record<string, unknown>>;
  const choices = Array.isArray(first.choices) ? (first.choices as { finish_reason?: string }[]) : [];
  return {
    request: {
      operation: "chat",
      provider: "openai",
      model: model ?? text(first.model),
      parameters: settings,
      content: () => ({ messages: asked(input) }),
    },
    response: {
      // The streamed answer is put together by the library, under an id that it made up.
      id: text(first.id) === "FAKE_ID" ? undefined : text(first.id),
      model: text(first.model),
      finishReasons: choices.map((choice) => choice.finish_reason),
      usage: usageFromProvider(usage) ?? usageFromProvider(first.usage),
      content: () => ({ messages: output.flatMap(answered) }),
    },
  };
}

function audioRequest(
  operation: string,
  { model, model_config: settings }: TranscriptionData | SpeechData,
): ModelRequest {
  return { operation, provider: "openai", model, parameters: settings };
}

function said(role: "user" | "assistant", content: string | Audio | undefined): InputMessage {
  if (content === undefined || content === "") return { role, parts: [] };
  if (typeof content === "string") return { role, parts: [{ type: "text", content }] };
  return { role, parts: [mediaFromBase64("audio", content.data, `audio/${content.format}`)] };
}

function asked(input: unknown): readonly InputMessage[] | undefined {
  if (input === undefined) return undefined;
  if (typeof input === "string") return [said("user", input)];
  return frameworkMessages(Array.isArray(input) ? input.map(responsesItem) : input);
}

function answered(answer: unknown): readonly OutputMessage[] {
  return (readResponse(answer) ?? []).map(recorded);
}

function toolsOf(given: unknown): readonly ToolDefinition[] | undefined {
  return readToolDefinitions(given)?.map((tool) => ({ type: "function", ...tool }));
}
