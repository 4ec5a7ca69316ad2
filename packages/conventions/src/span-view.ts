/**
 * What a span means, whichever dialect it speaks. A `SpanView` has two halves:
 *
 * - `SpanFacts` are small and read at ingest of every span; the store keeps them in columns.
 * - `SpanContent` is large (messages, documents) and read only where somebody looks at it: a preview, a page.
 *
 * Both are readings of attributes that are kept as they came, so a better reader can be run again over them.
 */

/** One attribute value. An int64 past 2^53 is a bigint; bytes stay bytes; `null` is OTLP's value without a kind. */
export type AttributeValue =
  | string
  | number
  | boolean
  | bigint
  | null
  | Uint8Array
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface SpanEvent {
  readonly name: string;
  readonly timeUnixNano: bigint;
  readonly attributes: Attributes;
}

/** A log record that names this span: OpenTelemetry's GenAI events. `body` is often a structure. */
export interface LogEvent {
  readonly eventName: string;
  readonly timeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly body: AttributeValue;
}

/** All that a reader may look at. Ids are lower-case hex. */
export interface SpanSource {
  readonly name: string;
  /** OTLP SpanKind: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly startTimeUnixNano: bigint;
  /** 0n while the span runs. */
  readonly endTimeUnixNano: bigint;
  readonly status: { readonly code: number; readonly message: string };
  readonly attributes: Attributes;
  /** The names of `attributes` as they came, where whoever made the source has them: several times quicker to walk. */
  readonly attributeNames?: readonly string[];
  readonly events: readonly SpanEvent[];
  readonly resource: Attributes;
  readonly scope: { readonly name: string; readonly version: string; readonly attributes: Attributes };
  /** Log records that name this span, in time order; empty where none came (yet). */
  readonly logs: readonly LogEvent[];
}

/** MLflow's vocabulary of span types. */
export const spanTypes = [
  "UNKNOWN",
  "LLM",
  "CHAT_MODEL",
  "EMBEDDING",
  "CHAIN",
  "AGENT",
  "TOOL",
  "RETRIEVER",
  "RERANKER",
  "PARSER",
  "MEMORY",
  "WORKFLOW",
  "TASK",
  "GUARDRAIL",
  "EVALUATOR",
  "PROMPT",
] as const;
export type SpanType = (typeof spanTypes)[number];

/** Token counts. Cache and audio are parts of input, reasoning and audio parts of output: never add them on top. */
export interface Usage {
  /** All input tokens, those read from and written to a cache included. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
  /** The part of `cacheWriteTokens` that is kept for an hour (dearer than five minutes). */
  readonly cacheWriteOneHourTokens?: number;
  readonly reasoningTokens?: number;
  readonly inputAudioTokens?: number;
  readonly outputAudioTokens?: number;
}

/** US dollars in millionths of a millionth (1e-12), so that sums are exact: 1 USD = 1_000_000_000_000. */
export interface Cost {
  readonly inputPicoUsd: number;
  readonly outputPicoUsd: number;
  readonly totalPicoUsd: number;
  /** `reported` by the sender, or `computed` from the price table of this version. */
  readonly source: "reported" | "computed";
  readonly priceVersion?: string;
}

export interface SpanFacts {
  readonly type: SpanType;
  /** Folded to one list (see providers.ts): `openai`, `anthropic`, `aws.bedrock`, `gcp.gemini`, … */
  readonly provider?: string;
  readonly requestModel?: string;
  readonly responseModel?: string;
  readonly responseId?: string;
  readonly agent?: string;
  readonly tool?: string;
  readonly usage?: Usage;
  /** `call`: usage of one model call. `rollup`: a sum that repeats what spans below report. */
  readonly usageScope?: "call" | "rollup";
  /** Cost as the sender reports it; prices are applied elsewhere (prices/). */
  readonly reportedCost?: Cost;
  readonly session?: string;
  readonly user?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, string>>;
  /** A name for the whole trace, where the dialect has one. */
  readonly traceName?: string;
  /** What was asked of the whole trace, and its answer, as the application wants them shown in lists. */
  readonly inputPreview?: string;
  readonly outputPreview?: string;
  /** The application's own id of the request that the trace is about. */
  readonly clientRequestId?: string;
  readonly experimentId?: string;
  readonly experimentName?: string;
  readonly runId?: string;
  readonly modelId?: string;
  readonly prompts?: readonly { readonly name: string; readonly version?: string }[];
  readonly environment?: string;
  /** From the start of the span, in seconds. */
  readonly timeToFirstTokenSeconds?: number;
  readonly finishReasons?: readonly string[];
  /**
   * Set on a placeholder that only announces another span (Logfire's `pending_span`): the span it stands for, and that
   * span's parent (`null` = root). Hex ids.
   */
  readonly announces?: { readonly parentSpanId: string | null };
  /** Names of the vocabularies that answered, the most believed first. */
  readonly vocabularies: readonly string[];
}

export type Role = "system" | "user" | "assistant" | "tool" | (string & {});

export type MessagePart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "reasoning"; readonly text: string }
  | { readonly type: "tool_call"; readonly id?: string; readonly name: string; readonly arguments?: unknown }
  | {
      readonly type: "tool_result";
      readonly id?: string;
      readonly name?: string;
      readonly result: unknown;
      readonly isError?: boolean;
    }
  | {
      readonly type: "media";
      readonly modality: "image" | "audio" | "video" | "document" | (string & {});
      readonly mimeType?: string;
      /** One of the three: an address, base64 text, or the provider's file id. */
      readonly uri?: string;
      readonly base64?: string;
      readonly fileId?: string;
    }
  /** A part of a kind that we do not know; shown as JSON. */
  | { readonly type: "other"; readonly kind: string; readonly value: unknown };

export interface Message {
  readonly role: Role;
  readonly name?: string;
  readonly parts: readonly MessagePart[];
  readonly finishReason?: string;
}

export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly parameters?: unknown;
}

export interface RetrievedDocument {
  readonly id?: string;
  readonly content?: string;
  readonly score?: number;
  readonly metadata?: unknown;
}

export interface Evaluation {
  readonly name: string;
  readonly score?: number;
  readonly label?: string;
  readonly explanation?: string;
}

export interface SpanContent {
  /** The conversation sent, system text first as a message of role `system`. */
  readonly inputMessages?: readonly Message[];
  readonly outputMessages?: readonly Message[];
  /** What went in and came out where it is not (only) messages; JSON values, parsed. */
  readonly inputs?: unknown;
  readonly outputs?: unknown;
  readonly toolDefinitions?: readonly ToolDefinition[];
  /** This span is a tool's run. */
  readonly toolRun?: {
    readonly id?: string;
    readonly name?: string;
    readonly arguments?: unknown;
    readonly result?: unknown;
  };
  readonly query?: string;
  readonly documents?: readonly RetrievedDocument[];
  readonly modelParameters?: Readonly<Record<string, unknown>>;
  readonly evaluations?: readonly Evaluation[];
}

export interface SpanView extends SpanFacts, SpanContent {
  readonly readerVersion: number;
}
