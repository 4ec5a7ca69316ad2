import { safely } from "../../safely.ts";
import { runWithSpan } from "../../span/run-with-span.ts";
import { labelAttributes, type TraceLabels } from "../../trace/trace-labels.ts";
import { type Json, object, objects, text } from "../shared/json.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import { ModelSpan } from "../shared/model-span.ts";
import { inputMessages, outputMessages, providerOf, usageOf } from "./messages.ts";

/** A call that makes an image, a recording or a transcript: one span, for the SDK does not tell of the requests in it. */
export interface MediaCall {
  /** Of what the function, or the event of its start, was given. */
  request(given: Json): Omit<ModelRequest, "provider" | "model">;
  /** Of what the function, or the event of its end, gives back. */
  response(result: Json): ModelResponse;
}

/**
 * The function of the SDK's module that has this name, with a span around each call of it. Undefined where it makes no media.
 */
export function recordedMediaCall(
  name: string,
  call: AnyCall,
  options: CallOptions & TraceLabels,
): AnyCall | undefined {
  const kind = mediaCallNamed(name.replace(/^experimental_/, ""));
  if (kind === undefined) return undefined;
  return async (given, ...rest) => {
    const span = safely(
      "recording a call of the AI SDK",
      () => startMediaCall(kind, object(given), options),
      undefined,
    );
    if (span === undefined) return call(given, ...rest);
    span.span.setAttributes(labelAttributes(options));
    return runWithSpan(span.span, async () => {
      try {
        const result = await call(given, ...rest);
        endMediaCall(span, kind, object(result), options);
        return result;
      } catch (error) {
        span.fail(error);
        throw error;
      }
    });
  };
}

type AnyCall = (given: object, ...rest: unknown[]) => unknown;
/** Of `TelemetryOptions`, and on each event. */
interface CallOptions {
  readonly functionId?: string | undefined;
  readonly recordInputs?: boolean | undefined;
  readonly recordOutputs?: boolean | undefined;
}

/** The span is called as the application calls this use of the SDK, where it does. */
export function startMediaCall(kind: MediaCall, given: Json, { functionId, recordInputs }: CallOptions): ModelSpan {
  const { content, ...request } = kind.request(given);
  const span = new ModelSpan({ ...request, ...modelOf(given), content: recordInputs === false ? undefined : content });
  if (functionId !== undefined) span.span.setName(functionId);
  return span;
}

export function endMediaCall(span: ModelSpan, kind: MediaCall, result: Json, { recordOutputs }: CallOptions): void {
  span.respond(() => {
    const { content, ...response } = kind.response(result);
    return { ...response, content: recordOutputs === false ? undefined : content };
  });
}

const image: MediaCall = {
  request: (given) => ({
    operation: "image_generation",
    parameters: {
      "choice.count": given.n === 1 ? undefined : given.n,
      size: given.size,
      aspect_ratio: given.aspectRatio,
      seed: given.seed,
    },
    attributes: { "gen_ai.output.type": "image" },
    content: () => ({ messages: inputMessages([{ role: "user", content: askedWith(given.prompt) }]) }),
  }),
  response: (result) => ({
    ...answeredBy(result),
    usage: usageOf(result.usage),
    content: () => ({ messages: outputMessages(objects(result.images).map((file) => ({ type: "file", file }))) }),
  }),
};

/** Of a recording its type and size are kept. */
const speech: MediaCall = {
  request: (given) => ({
    operation: "speech",
    parameters: {
      voice: given.voice,
      speed: given.speed,
      language: given.language,
      response_format: given.outputFormat,
    },
    attributes: { "gen_ai.output.type": "speech" },
    content: () => ({ inputs: { input: given.text, instructions: given.instructions } }),
  }),
  response: (result) => ({
    ...answeredBy(result),
    usage: usageOf(result.usage),
    content: () => ({ outputs: aboutRecording(result.audio) }),
  }),
};

const transcription: MediaCall = {
  request: (given) => ({
    operation: "transcription",
    attributes: { "gen_ai.output.type": "text" },
    content: () => ({ inputs: { audio: aboutRecording(given.audio) } }),
  }),
  response: (result) => ({
    ...answeredBy(result),
    usage: usageOf(result.usage),
    content: () => ({ outputs: text(result.text) }),
  }),
};

/** By the name of the function; events have it as `ai.generateSpeech`. */
export function mediaCallNamed(name: string): MediaCall | undefined {
  return mediaCalls.get(name);
}

const mediaCalls: ReadonlyMap<string, MediaCall> = new Map([
  ["generateImage", image],
  ["generateSpeech", speech],
  ["transcribe", transcription],
  ["streamTranscribe", transcription],
]);

/** Events name provider and model; functions are given a model, or its name for the gateway. */
function modelOf(given: Json): Pick<ModelRequest, "provider" | "model"> {
  const { provider, modelId } = given.modelId === undefined ? object(given.model) : given;
  return { provider: providerOf(text(provider) ?? "gateway"), model: text(modelId) ?? text(given.model) };
}

/** Version 6 takes images along: `{ text, images, mask }`. */
function askedWith(prompt: unknown): unknown[] {
  if (typeof prompt === "string") return [{ type: "text", text: prompt }];
  const { text: words, images, mask } = object(prompt);
  const given = [...(Array.isArray(images) ? images : []), ...(mask === undefined ? [] : [mask])];
  return [
    ...(text(words) === undefined ? [] : [{ type: "text", text: words }]),
    ...given.map((each) => ({ type: "image", image: each })),
  ];
}

/** Events have one response, results a list: one for each request. */
function answeredBy({ response, responses }: Json): { model: string | undefined } {
  return { model: text(object(response ?? objects(responses)[0]).modelId) };
}

/** A recording as it is given (bytes, base64, an address), as it is made, or as events describe it. */
function aboutRecording(audio: unknown): unknown {
  if (audio instanceof URL) return audio.href;
  if (typeof audio === "string") return { size_bytes: Math.floor((audio.replace(/=+$/, "").length * 3) / 4) };
  const { byteLength, mediaType, mimeType, uint8Array } = object(audio);
  return {
    content_type: text(mediaType) ?? text(mimeType),
    size_bytes: byteLength ?? (uint8Array as Uint8Array | undefined)?.byteLength,
  };
}
