import { SpanKind } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import type { LiveSpan, SpanOptions } from "../../span/live-span.ts";
import { recordsContent, setContent } from "./content.ts";
import type { InputMessage, MessagePart, OutputMessage, ToolDefinition } from "./messages.ts";
import { recordUsage, type TokenCounts } from "./usage.ts";

/** The values of `gen_ai.operation.name` for a model call, those of the specification first. */
export type ModelOperation = "chat" | "text_completion" | "generate_content" | "embeddings" | (string & {});

/** What is asked of a model. */
export interface ModelRequest {
  readonly operation: ModelOperation;
  /** A value of `gen_ai.provider.name`: `openai`, `anthropic`, `aws.bedrock`, `gcp.gemini`, … */
  readonly provider: string;
  readonly model?: string | undefined;
  /** Recorded as `gen_ai.request.<name>`; what is undefined or null is left out. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Further attributes, under their full names. */
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  /** Called only where content is recorded, so that nothing is put together for nobody. */
  readonly content?: (() => RequestContent) | undefined;
}

export interface RequestContent {
  readonly systemInstructions?: readonly MessagePart[] | undefined;
  readonly messages?: readonly InputMessage[] | undefined;
  readonly tools?: readonly ToolDefinition[] | undefined;
  /** What goes in where it is no conversation: the texts to embed, a recording to write down. */
  readonly inputs?: unknown;
}

/** What a model answered. */
export interface ModelResponse {
  readonly id?: string | undefined;
  /** The model that answered, by its exact name. */
  readonly model?: string | undefined;
  /** One for each choice, in the provider's words. */
  readonly finishReasons?: readonly (string | null | undefined)[] | undefined;
  readonly usage?: TokenCounts | undefined;
  /** Where the provider states it (OpenRouter). */
  readonly costUsd?: number | undefined;
  /** Where the answer itself says that the call failed, though the request did not. */
  readonly error?: { readonly type: string; readonly message: string } | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  /** Called only where content is recorded. */
  readonly content?: (() => ResponseContent) | undefined;
}

export interface ResponseContent {
  readonly messages?: readonly OutputMessage[] | undefined;
  /** What came out where it is no message: the shape of embeddings, a transcript, images. */
  readonly outputs?: unknown;
}

/**
 * How to start the span of a model call: name and kind are the specification's ("{operation} {model}", CLIENT).
 *
 * @example
 * const span = startSpan(modelSpanOptions(request));
 * recordModelRequest(span, request);
 */
export function modelSpanOptions({ operation, model }: ModelRequest): SpanOptions {
  return {
    name: model === undefined ? operation : `${operation} ${model}`,
    spanType: spanTypes[operation] ?? "UNKNOWN",
    kind: SpanKind.CLIENT,
  };
}

/** Records what is asked. Content goes in only where it is recorded at all. */
export function recordModelRequest(span: LiveSpan, request: ModelRequest): void {
  span.setAttributes({
    [names.operation]: request.operation,
    [names.provider]: request.provider,
    ...(request.model === undefined ? {} : { [names.requestModel]: request.model }),
    ...requestParameters(request.parameters ?? {}),
    ...request.attributes,
  });
  if (request.content === undefined || !recordsContent(span)) return;
  const { systemInstructions, messages, tools, inputs } = request.content();
  if (inputs !== undefined) span.setInputs(inputs);
  if (systemInstructions?.length) setContent(span, names.systemInstructions, systemInstructions);
  if (messages !== undefined) setContent(span, names.inputMessages, messages);
  if (tools?.length) setContent(span, names.toolDefinitions, tools);
}

/** Records what was answered; does not end the span. */
export function recordModelResponse(span: LiveSpan, response: ModelResponse): void {
  const finishReasons = response.finishReasons?.filter((reason) => typeof reason === "string");
  span.setAttributes({
    ...(response.id === undefined ? {} : { [names.responseId]: response.id }),
    ...(response.model === undefined ? {} : { [names.responseModel]: response.model }),
    ...(finishReasons?.length ? { [names.finishReasons]: finishReasons } : {}),
    ...response.attributes,
  });
  if (response.usage !== undefined) recordUsage(span, response.usage);
  if (response.costUsd !== undefined) span.setCost({ totalUsd: response.costUsd });
  if (response.error !== undefined)
    span.setAttribute("error.type", response.error.type).setStatus("ERROR", response.error.message);
  if (response.content === undefined || !recordsContent(span)) return;
  const { messages, outputs } = response.content();
  if (messages !== undefined) setContent(span, names.outputMessages, messages);
  if (outputs !== undefined) span.setOutputs(outputs);
}

function requestParameters(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null) attributes[`gen_ai.request.${name}`] = value;
  }
  return attributes;
}

const spanTypes: Readonly<Record<string, string>> = {
  chat: "CHAT_MODEL",
  generate_content: "CHAT_MODEL",
  text_completion: "LLM",
  embeddings: "EMBEDDING",
  rerank: "RERANKER",
  image_generation: "LLM",
  video_generation: "LLM",
  speech: "LLM",
  transcription: "LLM",
  translation: "LLM",
  ocr: "PARSER",
  count_tokens: "TASK",
  moderation: "GUARDRAIL",
};
