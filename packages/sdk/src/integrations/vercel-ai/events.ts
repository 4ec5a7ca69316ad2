/** Events of the telemetry interface of version 7 of `ai`, as far as we read them. */

/** On every event of ours: which call, and what the application lets be recorded. */
export interface CallEvent {
  readonly callId: string;
  readonly recordInputs?: boolean | undefined;
  readonly recordOutputs?: boolean | undefined;
  readonly functionId?: string | undefined;
}

interface ModelInfo {
  readonly provider: string;
  readonly modelId: string;
}

export interface StartEvent extends CallEvent, ModelInfo, Settings {
  /** `ai.generateText`, `ai.streamText`, `ai.generateObject`, `ai.embed`, `ai.rerank`, `ai.generateSpeech`, … */
  readonly operationId: string;
  readonly instructions?: unknown;
  readonly system?: unknown;
  readonly prompt?: unknown;
  readonly messages?: unknown;
  readonly value?: unknown;
  readonly text?: string;
  readonly runtimeContext?: Readonly<Record<string, unknown>>;
}

export interface Settings {
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly stopSequences?: readonly string[] | undefined;
  readonly seed?: number | undefined;
}

export interface ModelCallStart extends CallEvent, ModelInfo, Settings {
  readonly instructions?: unknown;
  readonly messages?: unknown;
  readonly tools?: readonly unknown[] | undefined;
}

export interface ModelCallEnd extends CallEvent, ModelInfo {
  readonly finishReason?: string;
  readonly usage?: unknown;
  readonly content: readonly unknown[];
  readonly responseId?: string;
  readonly performance?: { readonly timeToFirstOutputMs?: number | undefined };
}

/** `generateObject` and `streamObject`, which version 7 still has. */
export interface ObjectStepStart extends CallEvent, ModelInfo {
  readonly promptMessages?: unknown;
}

export interface ObjectStepEnd extends CallEvent, ModelInfo {
  readonly finishReason?: string;
  readonly usage?: unknown;
  readonly objectText: string;
  readonly response: { readonly id?: string; readonly modelId?: string };
  readonly msToFirstChunk?: number | undefined;
}

export interface ToolStart extends CallEvent {
  readonly toolCall: { readonly toolCallId: string; readonly toolName: string; readonly input: unknown };
}

export interface ToolEnd extends ToolStart {
  readonly toolOutput: { readonly type: string; readonly output?: unknown; readonly error?: unknown };
}

export interface EmbedStart extends CallEvent, ModelInfo {
  readonly embedCallId: string;
  readonly values: readonly string[];
}

export interface EmbedEnd extends EmbedStart {
  readonly embeddings: readonly (readonly number[])[];
  readonly usage?: { readonly tokens?: number };
}

export interface RerankStart extends CallEvent, ModelInfo {
  readonly query?: unknown;
  readonly documents?: unknown;
}

export interface RerankEnd extends CallEvent, ModelInfo {
  readonly ranking?: unknown;
}

export interface EndEvent extends CallEvent {
  readonly text?: string;
  readonly object?: unknown;
  readonly error?: unknown;
  readonly finishReason?: string;
  readonly value?: unknown;
}

export interface ErrorEvent extends CallEvent {
  readonly error: unknown;
}
