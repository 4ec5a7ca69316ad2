/**
 * What LangChain.js hands to callbacks, as far as we read it: the same in 0.3 and 1.x. Types of our own, because an
 * application has one version or the other, and neither is a dependency of this package.
 */

export interface Serialized {
  readonly id?: readonly string[];
  readonly name?: string;
  readonly kwargs?: Readonly<Record<string, unknown>>;
}

export interface LangChainMessage {
  readonly content: unknown;
  readonly id?: string;
  readonly name?: string;
  readonly tool_calls?: readonly unknown[];
  readonly tool_call_id?: string;
  readonly status?: string;
  readonly usage_metadata?: unknown;
  readonly response_metadata?: Readonly<Record<string, unknown>>;
  readonly additional_kwargs?: Readonly<Record<string, unknown>>;
  /** 1.x; 0.3 has `_getType` alone in its older releases. */
  getType?(): string;
  _getType?(): string;
}

export interface LLMResult {
  readonly generations: readonly (readonly Generation[])[];
  readonly llmOutput?: Readonly<Record<string, unknown>>;
}

export interface Generation {
  readonly text?: string;
  readonly message?: LangChainMessage;
  readonly generationInfo?: Readonly<Record<string, unknown>>;
}

export interface ExtraParams {
  readonly invocation_params?: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface RetrievedDocument {
  readonly pageContent?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly id?: string;
}

export type Metadata = Readonly<Record<string, unknown>>;

export function isMessage(value: unknown): value is LangChainMessage {
  if (typeof value !== "object" || value === null || !("content" in value)) return false;
  const message = value as LangChainMessage;
  return typeof message.getType === "function" || typeof message._getType === "function";
}

/** `human`, `ai`, `system`, `tool`, … */
export function roleOf(message: LangChainMessage): string {
  return message.getType?.() ?? message._getType?.() ?? "human";
}
