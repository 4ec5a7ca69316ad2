/**
 * Messages as OpenTelemetry's GenAI conventions write them (gen-ai-input-messages.json and gen-ai-output-messages.json of
 * the repository semantic-conventions-genai): the form in which every integration records a conversation, whatever the
 * provider's own form is. Field names are the specification's, hence snake_case.
 */

/** One piece of a message. Any other `type` is allowed by the specification and kept by readers as it is. */
export type MessagePart =
  | { readonly type: "text"; readonly content: string }
  | { readonly type: "reasoning"; readonly content: string }
  | ToolCallPart
  | {
      readonly type: "tool_call_response";
      readonly id?: string | undefined;
      readonly response: unknown;
      /** Ours: the tool said that it failed. */
      readonly is_error?: boolean;
    }
  | ServerToolCallPart
  | {
      readonly type: "server_tool_call_response";
      readonly id?: string | undefined;
      readonly server_tool_call_response: unknown;
    }
  | MediaPart
  | OtherPart;

/** A call that the model asks the application to make. `arguments` parsed where they came as JSON text. */
export interface ToolCallPart {
  readonly type: "tool_call";
  readonly id?: string | undefined;
  readonly name: string;
  readonly arguments?: unknown;
}

/** A call of a tool that the provider runs itself: web search, code execution. */
export interface ServerToolCallPart {
  readonly type: "server_tool_call";
  readonly id?: string | undefined;
  readonly name: string;
  readonly server_tool_call: unknown;
}

/** An image, recording, film or file: its bytes in base64, its address, or the provider's id of it. */
export type MediaPart =
  | {
      readonly type: "blob";
      readonly modality: Modality;
      readonly mime_type?: string | undefined;
      readonly content: string;
    }
  | { readonly type: "uri"; readonly modality: Modality; readonly mime_type?: string | undefined; readonly uri: string }
  | {
      readonly type: "file";
      readonly modality: Modality;
      readonly mime_type?: string | undefined;
      readonly file_id: string;
    };

export type Modality = "image" | "audio" | "video" | "document";

/** A part of a kind that the specification has no name for. */
export interface OtherPart {
  readonly type: string & {};
  readonly [field: string]: unknown;
}

export type MessageRole = "system" | "user" | "assistant" | "tool" | (string & {});

export interface InputMessage {
  readonly role: MessageRole;
  readonly parts: readonly MessagePart[];
  readonly name?: string | undefined;
}

/** An answer, one for each choice or candidate. */
export interface OutputMessage extends InputMessage {
  /** `stop`, `length`, `content_filter`, `tool_call`, `error`, or the provider's own word. */
  readonly finish_reason?: string | undefined;
}

/** A tool that the model may call: `gen_ai.tool.definitions`. */
export interface ToolDefinition {
  /** `function`, or the provider's word for a tool of its own: `web_search`. */
  readonly type: string;
  readonly name: string;
  readonly description?: string | undefined;
  /** JSON Schema of the arguments. */
  readonly parameters?: unknown;
}

/** The part for a medium that comes as an address, which is taken apart where it is a `data:` URI. */
export function mediaFromUrl(modality: Modality, url: string, mimeType?: string): MediaPart {
  const inline = /^data:([^;,]*)(?:;[^,]*)?,/.exec(url.slice(0, 200));
  if (inline === null) return { type: "uri", modality, ...(mimeType && { mime_type: mimeType }), uri: url };
  return mediaFromBase64(modality, url.slice(inline[0].length), inline[1] || mimeType);
}

/** The part for a medium that comes as base64 text. */
export function mediaFromBase64(modality: Modality, base64: string, mimeType?: string): MediaPart {
  return { type: "blob", modality, ...(mimeType && { mime_type: mimeType }), content: base64 };
}

/** What kind of medium a MIME type is; everything that is neither image, sound nor film is a document. */
export function modalityOf(mimeType: string | undefined): Modality {
  const family = mimeType?.split("/", 1)[0];
  return family === "image" || family === "audio" || family === "video" ? family : "document";
}

/** JSON text as its value; other text as it is. Models write arguments that are no JSON, or half of it. */
export function parsedArguments(given: unknown): unknown {
  if (typeof given !== "string") return given;
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}
