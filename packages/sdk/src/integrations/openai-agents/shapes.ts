/** What `@openai/agents` 0.20 hands to a tracing processor, as far as we read it. */

export interface AgentsTrace {
  readonly traceId: string;
  readonly name: string;
  readonly groupId: string | null;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export interface AgentsSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | null;
  readonly spanData: SpanData;
  readonly error: { readonly message: string; readonly data?: Readonly<Record<string, unknown>> } | null;
}

export type SpanData =
  | {
      readonly type: "agent";
      readonly name: string;
      readonly handoffs?: readonly string[];
      readonly tools?: readonly string[];
      readonly output_type?: string;
    }
  | { readonly type: "task"; readonly name: string }
  | { readonly type: "turn"; readonly turn: number; readonly agent_name: string }
  | {
      readonly type: "function";
      readonly name: string;
      readonly input: string;
      readonly output: string;
      readonly mcp_data?: string;
    }
  | GenerationData
  | ResponseData
  | { readonly type: "handoff"; readonly from_agent?: string; readonly to_agent?: string }
  | { readonly type: "custom"; readonly name: string; readonly data: Readonly<Record<string, unknown>> }
  | { readonly type: "guardrail"; readonly name: string; readonly triggered: boolean }
  | TranscriptionData
  | SpeechData
  | { readonly type: "speech_group"; readonly input?: string }
  | { readonly type: "mcp_tools"; readonly server?: string; readonly result?: readonly string[] };

export interface GenerationData {
  readonly type: "generation";
  readonly input?: readonly unknown[];
  /** The provider's answers as they came. */
  readonly output?: readonly unknown[];
  readonly model?: string;
  readonly model_config?: Readonly<Record<string, unknown>>;
  readonly usage?: Readonly<Record<string, unknown>>;
}

export interface ResponseData {
  readonly type: "response";
  readonly response_id?: string;
  readonly _input?: string | readonly unknown[];
  /** The Responses API's answer as it came. */
  readonly _response?: Readonly<Record<string, unknown>>;
}

export interface TranscriptionData {
  readonly type: "transcription";
  readonly input: Audio;
  readonly output?: string;
  readonly model?: string;
  readonly model_config?: Readonly<Record<string, unknown>>;
}

export interface SpeechData {
  readonly type: "speech";
  readonly input?: string;
  readonly output: Audio;
  readonly model?: string;
  readonly model_config?: Readonly<Record<string, unknown>>;
}

/** `data` is base64. */
export interface Audio {
  readonly data: string;
  readonly format: string;
}
