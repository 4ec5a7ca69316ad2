import type { LiveSpan } from "../../span/live-span.ts";
import { type Json, number, object, text } from "./json.ts";

/** What a provider's client says about a call that failed, as far as it says it. */
export interface ModelError {
  /** HTTP status. */
  readonly status?: number | undefined;
  /** The provider's own word: `rate_limit_exceeded`, `overloaded_error`, `ThrottlingException`. */
  readonly type?: string | undefined;
  /** The provider's id of the request, which its support asks for. */
  readonly requestId?: string | undefined;
}

/**
 * Records that a model call failed: exception, status ERROR, `error.type` (the provider's word, else the error's class).
 * Does not end the span. The error itself is not changed and stays the caller's.
 */
export function recordModelError(span: LiveSpan, error: unknown, about: ModelError = describeError(error)): void {
  span.setAttributes({
    "error.type": about.type ?? className(error),
    ...(about.status === undefined ? {} : { "http.response.status_code": about.status }),
    ...(about.requestId === undefined ? {} : { "http.response.header.x-request-id": [about.requestId] }),
  });
  span.recordException(error);
}

/** Reads what the clients of OpenAI, Anthropic, Google, Mistral and AWS put on the errors that they throw. */
export function describeError(error: unknown): ModelError {
  if (typeof error !== "object" || error === null) return {};
  const fields = error as Json;
  const metadata = object(fields.$metadata);
  const body = fields.error === undefined ? bodyAsText(fields.body ?? fields.message) : object(fields.error);
  return {
    status: number(fields.status) ?? number(fields.statusCode) ?? number(metadata.httpStatusCode),
    // Anthropic nests its error in the body's; OpenAI's client has taken it apart.
    type:
      text(object(body.error).type) ??
      text(fields.code) ??
      text(body.code) ??
      text(fields.type) ??
      text(body.type) ??
      text(body.status) ??
      (metadata.httpStatusCode === undefined ? undefined : text(fields.name)),
    requestId: text(fields.requestID) ?? text(fields.request_id) ?? text(metadata.requestId),
  };
}

/**
 * Google's client has the provider's answer as the text of its error (`{"error":{"code":429,"status":"…"}}`), Mistral's
 * beside it, as text, too.
 */
function bodyAsText(body: unknown): Json {
  if (typeof body !== "string" || !body.startsWith("{")) return {};
  try {
    const parsed = object(JSON.parse(body));
    return parsed.error === undefined ? parsed : object(parsed.error);
  } catch {
    return {};
  }
}

function className(error: unknown): string {
  if (!(error instanceof Error)) return "_OTHER"; // the specification's word for what has no type
  return error.constructor.name === "Error" ? error.name : error.constructor.name;
}
