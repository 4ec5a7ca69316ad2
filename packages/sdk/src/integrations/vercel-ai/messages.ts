import { foldProvider, readToolDefinitions, usageFromProvider } from "@spanloom/conventions";
import { base64OfBytes } from "../../capture/media.ts";
import { frameworkAnswer, frameworkMessages } from "../shared/framework-messages.ts";
import { object } from "../shared/json.ts";
import type { InputMessage, MessagePart, OutputMessage, ToolDefinition } from "../shared/messages.ts";
import type { ModelRequest } from "../shared/model-call.ts";
import type { TokenCounts } from "../shared/usage.ts";
import type { Settings } from "./events.ts";

/** The AI SDK's messages, of its own form (`ModelMessage`) or its provider interface's. */
export function inputMessages(given: unknown): readonly InputMessage[] | undefined {
  if (typeof given === "string") return [{ role: "user", parts: [{ type: "text", content: given }] }];
  if (!Array.isArray(given)) return undefined;
  return frameworkMessages(given.map(plainMessage));
}

/** `instructions` and `system`: text, or one or several system messages. */
export function systemInstructions(given: unknown): readonly MessagePart[] | undefined {
  if (given === undefined || given === null) return undefined;
  const parts = [given].flat().flatMap((each) => (typeof each === "string" ? [each] : [object(each).content]));
  return parts.flatMap((content) => (typeof content === "string" && content !== "" ? [{ type: "text", content }] : []));
}

/** The parts of an answer: text, reasoning, calls of tools, files, and results of tools that the provider ran. */
export function outputMessages(content: readonly unknown[]): readonly OutputMessage[] | undefined {
  return frameworkAnswer([{ role: "assistant", content: content.map(plainPart) }]);
}

export function toolDefinitions(given: readonly unknown[] | undefined): readonly ToolDefinition[] | undefined {
  return readToolDefinitions(given)?.map((tool) => ({ type: "function", ...tool }));
}

export function usageOf(usage: unknown): TokenCounts | undefined {
  return usageFromProvider(usage);
}

/** The provider is named with its API behind it: `openai.chat`, `anthropic.messages`. */
export function providerOf(provider: string): string {
  return foldProvider(provider) ?? provider;
}

export function parametersOf(settings: Settings): ModelRequest["parameters"] {
  return {
    temperature: settings.temperature,
    top_p: settings.topP,
    top_k: settings.topK,
    max_tokens: settings.maxOutputTokens,
    presence_penalty: settings.presencePenalty,
    frequency_penalty: settings.frequencyPenalty,
    stop_sequences: settings.stopSequences,
    seed: settings.seed,
  };
}

function plainMessage(message: unknown): unknown {
  const content = object(message).content;
  return Array.isArray(content) ? { ...(message as object), content: content.map(plainPart) } : message;
}

/** Bytes and addresses of files as text; a generated file keeps its bytes behind a getter. */
function plainPart(part: unknown): unknown {
  if (typeof part !== "object" || part === null) return part;
  const { type } = part as { type?: unknown };
  if (type !== "file" && type !== "image") return part;
  const { base64, data: bytes, image, mediaType, mimeType } = object(object(part).file ?? part);
  const data = base64 ?? bytes ?? image;
  return { type, mediaType: mediaType ?? mimeType, data: textOfData(data) };
}

function textOfData(data: unknown): unknown {
  if (data instanceof URL) return data.href;
  if (data instanceof ArrayBuffer) return base64OfBytes(new Uint8Array(data));
  if (data instanceof Uint8Array) return base64OfBytes(data);
  // Version 7 says which it is: { type: "data", data } or { type: "url", url }.
  if (typeof data === "object" && data !== null) return textOfData(object(data).data ?? object(data).url);
  return data;
}
